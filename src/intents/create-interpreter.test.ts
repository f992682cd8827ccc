import { expect, test } from 'vitest';
import { greedySampling } from '#contract/sampling.ts';
import { liveBench } from '#tests/fakes/interpreter-bench.ts';

test('intents about the view change settings within their ranges, and the camera flies', () => {
  const bench = liveBench();
  bench.do(
    { kind: 'set-speed', layersPerSecond: 1e9 },
    { kind: 'isolate-head', head: 99 },
    { kind: 'isolate-layer', layer: 2 },
    { kind: 'set-beam-threshold', weight: NaN },
    { kind: 'set-sink-beams', shown: 'full' },
    { kind: 'set-component', component: 'beams', shown: false },
    { kind: 'set-common-scale', common: true },
    { kind: 'open-help', open: true },
    { kind: 'fly-to', target: 'street' },
  );
  expect(bench.state().settings).toMatchObject({
    sampling: greedySampling,
    layersPerSecond: 600,
    isolatedHead: null,
    isolatedLayer: 2,
    beamThreshold: 0,
    sinkBeams: 'full',
    commonScale: true,
    helpOpen: true,
  });
  expect(bench.state().settings.shown).toMatchObject({ beams: false, labels: true });
  expect(bench.flights).toEqual(['street']);
});
