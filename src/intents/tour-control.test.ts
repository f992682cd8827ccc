import { expect, test } from 'vitest';
import { bundledPrompt } from '#contract/default-model.ts';
import type { Intent } from '#contract/intent.ts';
import { tourStops, type TourStop } from '#contract/tour-stop.ts';
import { control, fakeHello, fakeRunMessages } from '#tests/fakes/fake-run.ts';
import {
  createInterpreterBench,
  liveBench,
  play,
  prompt,
  type InterpreterBench,
} from '#tests/fakes/interpreter-bench.ts';

const goTo = (stop: TourStop | null): Intent => ({
  kind: 'go-to-tour-stop',
  stop: stop === null ? null : tourStops.indexOf(stop),
});

/** The recorded sentence with two prompt tokens and two written ones, lit to its end. */
function recordedBench(): InterpreterBench {
  const bench = createInterpreterBench();
  bench.interpreter.start();
  bench.recorded(
    ...fakeRunMessages(fakeHello({ prompt: bundledPrompt }), 4),
    control({ kind: 'end', request: 0, reason: 'The recording is over.' }),
  );
  bench.tickToRest();
  return bench;
}

test('each stop shows the whole prompt and what it tells of, and flies there', () => {
  const bench = recordedBench();
  for (const stop of tourStops) {
    bench.do(goTo(stop));
    expect(bench.state().cursor).toEqual({ position: 1, layer: 2, sweep: true });
    expect(bench.state().selectedPosition).toBe(1);
  }
  expect(bench.flights).toEqual([
    { kind: 'token', position: 1 },
    { kind: 'layer', layer: 23 },
    { kind: 'feed-forward', position: 1, layer: 23 },
    { kind: 'lens', position: 1, layer: 23 },
    { kind: 'beam', layer: 23, head: 4, query: 1, key: 3 },
    { kind: 'prediction', position: 1 },
    { kind: 'beam', layer: 23, head: 4, query: 1, key: 3 },
  ]);
});

test('what was set before changes no stop', () => {
  const plain = recordedBench();
  const other = recordedBench();
  other.do(
    { kind: 'seek', position: 0, layer: 1 },
    { kind: 'select-token', position: 0 },
    { kind: 'isolate-head', head: 1 },
    { kind: 'isolate-layer', layer: 2 },
    { kind: 'set-beam-threshold', weight: 0.9 },
    { kind: 'set-sink-beams', shown: 'full' },
    { kind: 'set-component', component: 'residual', shown: false },
    { kind: 'set-common-scale', common: true },
    { kind: 'set-layout', layout: 'ring' },
    { kind: 'set-beam-strength', strength: 'carried' },
    { kind: 'filter-role', role: 'induction' },
    { kind: 'zoom-to', place: { level: 'layer', layer: 1 } },
  );
  for (const stop of tourStops) {
    for (const bench of [plain, other]) bench.do(goTo(stop));
    const { settings, cursor, selectedPosition, zoom, openLayers } = plain.state();
    const whole = { settings, cursor, selectedPosition, zoom, openLayers };
    expect(other.state()).toMatchObject(whole);
  }
});

test('the beam stands alone, and beams hide nothing elsewhere', () => {
  const bench = recordedBench();
  bench.do(goTo('attention weight'));
  expect(bench.state().settings).toMatchObject({ isolatedLayer: 23, isolatedHead: 4 });
  expect(bench.state().settings.shown.beams).toBe(true);
  bench.do(goTo('activation'));
  expect(bench.state().settings.shown).toMatchObject({ beams: false, 'feed-forward': true });
  expect(bench.state().settings.isolatedLayer).toBeNull();
});

test('leaving puts everything back', () => {
  const bench = recordedBench();
  bench.do(
    { kind: 'set-component', component: 'attention', shown: false },
    { kind: 'isolate-layer', layer: 1 },
    { kind: 'set-beam-threshold', weight: 0.4 },
    { kind: 'select-token', position: 2 },
    { kind: 'seek', position: 2, layer: 1 },
  );
  const { settings, cursor, selectedPosition } = bench.state();
  bench.do(goTo('token'), goTo('attention weight'), goTo('prediction'), goTo(null));
  expect(bench.state()).toMatchObject({ settings, cursor, selectedPosition });
  expect(bench.flights.at(-1)).toBe('overview');
});

test('a tour that began while the replay moved leaves it at the end of what is read', () => {
  const bench = recordedBench();
  bench.do({ kind: 'seek', position: 0, layer: 1 }, play, goTo('token'));
  expect(bench.state().playback.kind).toBe('paused');
  bench.do(goTo(null));
  expect(bench.state().cursor).toMatchObject({ position: 3, layer: 2 });
});

test('a place inside the model that was left for the tour is gone back to', () => {
  const bench = recordedBench();
  bench.do({ kind: 'zoom-to', place: { level: 'layer', layer: 1 } }, goTo('layer'));
  expect(bench.state().openLayers).toEqual([]);
  bench.do(goTo(null));
  expect(bench.state()).toMatchObject({ zoom: { level: 'layer', layer: 1 }, openLayers: [1] });
  expect(bench.flights.at(-1)).toBe('exhibit');
});

test('who opens a floor during the tour has left it, and stays inside', () => {
  const bench = recordedBench();
  bench.do(goTo('visitor'), { kind: 'zoom-to', place: { level: 'layer', layer: 1 } });
  expect(bench.state().settings.tourStop).toBeNull();
  expect(bench.state().zoom).toEqual({ level: 'layer', layer: 1 });
  expect(bench.flights.at(-1)).toBe('exhibit');
});

test('who sends off another sentence during the tour has left it, with their settings back', () => {
  const bench = recordedBench();
  bench.setEngine('ready');
  bench.do(goTo('attention weight'), prompt('mine'));
  expect(bench.state().settings).toMatchObject({ tourStop: null, isolatedLayer: null });
  bench.producer.answerAll();
  bench.tickToRest();
  expect(bench.state().hello?.run.prompt).toBe('mine');
});

test('a tour that is asked for too early begins when the recorded prompt is here', () => {
  const bench = createInterpreterBench();
  bench.interpreter.start();
  bench.do(goTo('token'));
  expect(bench.flights).toEqual([]);
  bench.recorded(...fakeRunMessages(fakeHello({ prompt: bundledPrompt }), 2));
  expect(bench.flights).toEqual([{ kind: 'token', position: 1 }]);
  expect(bench.state().cursor).toEqual({ position: 1, layer: 2, sweep: true });
});

test('where another sentence is shown, the tour has the model read its own first', () => {
  const bench = liveBench();
  bench.do({ kind: 'set-beam-threshold', weight: 0.4 }, goTo('token'));
  expect(bench.flights).toEqual([]);
  bench.producer.answerAll();
  expect(bench.state().hello?.run.prompt).toBe(bundledPrompt);
  expect(bench.flights).toEqual([{ kind: 'token', position: 4 }]);
  expect(bench.state().playback.kind).toBe('paused');
  bench.do(goTo(null));
  expect(bench.state().settings.beamThreshold).toBe(0.4);
});

test('a sentence of the visitor’s own is not overtaken by the tour’s', () => {
  const bench = liveBench();
  bench.do(goTo('token'), prompt('mine'));
  expect(bench.state().settings.tourStop).toBeNull();
  bench.producer.answerAll();
  expect(bench.state().hello?.run.prompt).toBe('mine');
});

test('without the model the tour says that it needs the recorded run', () => {
  const bench = liveBench();
  bench.setEngine('failed');
  bench.do(goTo('token'));
  expect(bench.state().settings.tourStop).toBeNull();
  expect(bench.notices().at(-1)).toMatch(/The capital of France is.*reload the page/);
});

test('past the last stop the tour is over', () => {
  const bench = recordedBench();
  bench.do(goTo('visitor'), { kind: 'go-to-tour-stop', stop: tourStops.length });
  expect(bench.state().settings.tourStop).toBeNull();
});
