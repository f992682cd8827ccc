import { expect, test } from 'vitest';
import type { Intent } from '#contract/intent.ts';
import type { ZoomPlace } from '#contract/zoom.ts';
import { liveBench } from '#tests/fakes/interpreter-bench.ts';

const to = (place: ZoomPlace): Intent => ({ kind: 'zoom-to', place });
const open = (layer: number, isOpen = true): Intent => ({
  kind: 'set-layer-open',
  layer,
  open: isOpen,
});

test('going to a layer opens it and flies there; going on within it stays; going up closes it', () => {
  const bench = liveBench();
  bench.do(to({ level: 'layer', layer: 1 }));
  expect(bench.state()).toMatchObject({ zoom: { level: 'layer', layer: 1 }, openLayers: [1] });
  expect(bench.flights.at(-1)).toBe('exhibit');
  bench.do(to({ level: 'component', layer: 1, position: 0, storey: 'feed-forward' }));
  bench.do(to({ level: 'activation', layer: 1, position: 0, site: 'mlp.hook_post', index: 3 }), {
    kind: 'zoom-out',
  });
  expect(bench.state().zoom).toMatchObject({ level: 'component', storey: 'feed-forward' });
  expect(bench.state().openLayers).toEqual([1]);
  bench.do({ kind: 'zoom-out' }, { kind: 'zoom-out' });
  expect(bench.state()).toMatchObject({ zoom: { level: 'model' }, openLayers: [] });
  expect(bench.flights.at(-1)).toBe('overview');
});

test('floors open and close where they stand, without the camera, beside the one that is looked at', () => {
  const bench = liveBench();
  bench.do(to({ level: 'layer', layer: 1 }));
  const { length } = bench.flights;
  bench.do(open(0));
  expect(bench.state()).toMatchObject({ openLayers: [0, 1], zoom: { level: 'layer', layer: 1 } });
  bench.do(open(1, false));
  expect(bench.state()).toMatchObject({ openLayers: [0], zoom: { level: 'model' } });
  expect(bench.flights).toHaveLength(length);
});

test('a layer that the model does not have is not gone to', () => {
  const bench = liveBench();
  bench.do(to({ level: 'layer', layer: 999 }), open(999), open(0.5));
  expect(bench.state()).toMatchObject({ openLayers: [], zoom: { level: 'model' } });
});

test('a token’s story selects it and opens no floor', () => {
  const bench = liveBench();
  bench.do(to({ level: 'token', position: 1 }));
  expect(bench.state()).toMatchObject({ selectedPosition: 1, openLayers: [] });
});
