import { expect, test } from 'vitest';
import type { CameraPose } from '#contract/preview.ts';
import { createInterpreterBench, liveBench } from '#tests/fakes/interpreter-bench.ts';
import { fragmentOf, readFragment, type SharedView } from './url-state.ts';

const camera: CameraPose = {
  position: { x: 1.236, y: 2, z: -3.5 },
  target: { x: 0, y: 4.25, z: 0 },
};

function viewIn(fragment: string | undefined): SharedView {
  const read = readFragment(fragment ?? '');
  if (read.kind !== 'view') throw new Error(`The fragment was ${read.kind}.`);
  return read.view;
}

test('a view that is shared looks the same where it is opened', () => {
  const bench = liveBench();
  bench.do(
    { kind: 'set-sampling', sampling: { temperature: 0.7, topK: 20, topP: 0.9, seed: 3 } },
    { kind: 'submit-prompt', text: 'naïve “quotes” # & 你好 🙂', chat: true },
  );
  bench.producer.answerAll();
  bench.tickToRest();
  bench.do(
    { kind: 'set-speed', layersPerSecond: 60 },
    { kind: 'isolate-head', head: 1 },
    { kind: 'isolate-layer', layer: 2 },
    { kind: 'set-beam-threshold', weight: 0.2 },
    { kind: 'set-sink-beams', shown: 'full' },
    { kind: 'set-common-scale', common: true },
    { kind: 'set-component', component: 'labels', shown: false },
    { kind: 'set-component', component: 'pulse', shown: false },
    { kind: 'set-layout', layout: 'ring' },
    { kind: 'set-ring-page', page: 2 },
    { kind: 'set-beam-strength', strength: 'carried' },
    { kind: 'filter-role', role: 'induction' },
    { kind: 'set-head-order', order: 'reading' },
    { kind: 'set-unit-order', order: 'strength' },
    { kind: 'set-strongest-count', count: 12 },
    {
      kind: 'zoom-to',
      place: { level: 'activation', layer: 1, position: 2, site: 'mlp.hook_post', index: 7 },
    },
    { kind: 'set-layer-open', layer: 2, open: true },
    { kind: 'seek', position: 2, layer: 1 },
    { kind: 'select-token', position: 1 },
  );
  const fragment = fragmentOf(bench.state(), camera);
  expect(fragment).toMatch(/^[\w%.~!*'()-]+$/);

  const view = viewIn(`#${fragment ?? ''}`);
  const other = createInterpreterBench();
  other.do(...view.intents);
  other.interpreter.start(view);
  other.playRecorded();
  other.setEngine('ready');
  other.producer.answerAll();
  const { hello, cursor, selectedPosition, settings, zoom, openLayers } = other.state();
  expect(hello?.run).toMatchObject({ prompt: 'naïve “quotes” # & 你好 🙂', chat: true });
  expect({ cursor, selectedPosition, settings, zoom, openLayers }).toEqual({
    cursor: bench.state().cursor,
    selectedPosition: 1,
    settings: bench.state().settings,
    zoom: { level: 'activation', layer: 1, position: 2, site: 'mlp.hook_post', index: 7 },
    openLayers: [1, 2],
  });
  // The address says where the eye is: nothing flies there.
  expect(other.flights).toEqual([]);
  expect(view.camera).toEqual({ ...camera, position: { x: 1.24, y: 2, z: -3.5 } });
});

test('without a run there is nothing to share, and without a fragment nothing to read', () => {
  expect(fragmentOf(createInterpreterBench().state(), camera)).toBeUndefined();
  expect(readFragment('')).toEqual({ kind: 'none' });
  expect(readFragment('#')).toEqual({ kind: 'none' });
});

const good = { v: 1, prompt: 'a', at: [0, -1] };
const value = { level: 'activation', layer: 0, position: 0, site: 'hook_mlp_out', index: 0 };

test.each([
  ['no JSON', 'hello'],
  ['broken escapes', '%E0%A4%A'],
  ['another version', JSON.stringify({ ...good, v: 2 })],
  ['no prompt', JSON.stringify({ v: 1, at: [0, 0] })],
  ['a prompt that is too long', JSON.stringify({ ...good, prompt: 'x'.repeat(2001) })],
  ['a position beyond the limit', JSON.stringify({ ...good, at: [128, 0] })],
  ['an unknown field', JSON.stringify({ ...good, onload: 'x' })],
  ['a component that is none', JSON.stringify({ ...good, hidden: ['walls'] })],
  ['numbers that are none', JSON.stringify({ ...good, speed: 'fast' })],
  ['a place that is none', JSON.stringify({ ...good, zoom: { level: 'cellar' } })],
  ['a hook that is none', JSON.stringify({ ...good, zoom: { ...value, site: 'hook_none' } })],
  ['a place with an unknown field', JSON.stringify({ ...good, zoom: { ...value, x: 1 } })],
  ['a half index', JSON.stringify({ ...good, zoom: { ...value, index: 0.5 } })],
  ['floors that are none', JSON.stringify({ ...good, floors: [-1] })],
  ['a layout that is none', JSON.stringify({ ...good, layout: 'maze' })],
  ['a role that is none', JSON.stringify({ ...good, role: 'mayor' })],
  ['no strongest value', JSON.stringify({ ...good, strongest: 0 })],
  ['a prototype', '{"v":1,"prompt":"a","at":[0,0],"__proto__":{"x":1}}'],
  ['far too much', JSON.stringify({ ...good, hidden: Array(5000).fill('labels') })],
])('a fragment with %s is refused whole, in words', (_, text) => {
  const read = readFragment(text);
  expect(read.kind).toBe('unreadable');
  expect(read).toMatchObject({ sentence: expect.stringContaining('could not be read') as string });
});

test('the least that can be shared is read', () => {
  expect(viewIn(JSON.stringify(good))).toEqual({
    prompt: 'a',
    chat: false,
    position: 0,
    layer: -1,
    selectedPosition: null,
    zoom: { level: 'model' },
    openLayers: [],
    intents: [],
    camera: undefined,
  });
});

test('a place that this model does not have is not gone to, its other floors are opened', () => {
  const view = viewIn(
    JSON.stringify({
      ...good,
      prompt: 'a b',
      at: [1, 2],
      zoom: { level: 'layer', layer: 200 },
      floors: [1, 200],
    }),
  );
  const bench = createInterpreterBench();
  bench.interpreter.start(view);
  bench.playRecorded();
  expect(bench.state()).toMatchObject({ zoom: { level: 'model' }, openLayers: [1] });
});

test('a place whose address names no eye is flown to, and can be left while the model loads', () => {
  const layer1 = { level: 'layer', layer: 1 } as const;
  const view = viewIn(JSON.stringify({ ...good, prompt: 'a b', at: [100, 2], zoom: layer1 }));
  const bench = createInterpreterBench();
  bench.setEngine('loading');
  bench.interpreter.start(view);
  bench.playRecorded();
  expect(bench.state().zoom).toEqual(layer1);
  expect(bench.flights).toEqual(['exhibit']);
  bench.do({ kind: 'zoom-out' });
  expect(bench.state().zoom).toEqual({ level: 'model' });
});
