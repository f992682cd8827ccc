import { expect, test } from 'vitest';
import {
  createInterpreterBench,
  lit,
  prompt,
  recordedPrompt,
} from '#tests/fakes/interpreter-bench.ts';

test('the recorded prompt stands lit at once, then its generated tokens climb and it rests', () => {
  const bench = createInterpreterBench();
  bench.interpreter.start();
  bench.playRecorded(4);
  expect(lit(bench.state())).toBe('22--');
  expect(bench.state().playing).toBe(true);
  bench.tickToRest();
  expect(lit(bench.state())).toBe('2222');
  expect(bench.state()).toMatchObject({ playing: false, notices: [] });
});

test('under reduced motion the recorded run does not play by itself', () => {
  const bench = createInterpreterBench({ reducedMotion: true });
  bench.interpreter.start();
  bench.playRecorded(4);
  expect(lit(bench.state())).toBe('22--');
  expect(bench.state().playing).toBe(false);
});

test('when the model is there it takes over the recorded run without a visible change', () => {
  const bench = createInterpreterBench();
  bench.interpreter.start();
  bench.playRecorded(4);
  bench.setEngine('loading');
  bench.tickToRest();
  bench.do({ kind: 'seek', position: 2, layer: 1 }, { kind: 'select-token', position: 1 });
  const before = lit(bench.state());
  bench.setEngine('ready');
  expect(bench.producer.sentOf('run')).toMatchObject([{ prompt: recordedPrompt }]);
  expect(bench.producer.sentOf('generate')).toMatchObject([{ count: 2 }]);
  expect(bench.state().runSource).toBe('recording');
  bench.producer.answerAll();
  expect(bench.state()).toMatchObject({ runSource: 'live', selectedPosition: 1, notices: [] });
  expect(lit(bench.state())).toBe(before);
});

test('a new prompt is swept floor by floor and rests at its end', () => {
  const bench = createInterpreterBench();
  bench.setEngine('ready');
  bench.do(prompt('a b c'));
  bench.producer.answerAll();
  expect(lit(bench.state())).toBe('---');
  bench.do({ kind: 'set-speed', layersPerSecond: 10 });
  const seen: string[] = [];
  while (bench.interpreter.tick(100)) seen.push(lit(bench.state()));
  expect(seen).toEqual(['000', '111']);
  expect(lit(bench.state())).toBe('222');
  expect(bench.producer.sentOf('generate')).toEqual([]);
});

test('a shared place is gone to as soon as the run has got there, and nothing plays', () => {
  const bench = createInterpreterBench();
  const place = { prompt: 'x y', chat: false, position: 3, layer: 1, selectedPosition: 1 };
  bench.interpreter.start(place);
  bench.playRecorded();
  expect(bench.state().awaitedPrompt).toBe('x y');
  bench.setEngine('ready');
  bench.producer.answerAll();
  expect(bench.state().hello?.run.prompt).toBe('x y');
  expect(lit(bench.state())).toBe('2221');
  expect(bench.state()).toMatchObject({ selectedPosition: 1, playing: false });
});

test('a shared place inside the recorded run is shown from the recording, the rest when live', () => {
  const bench = createInterpreterBench();
  const place = { prompt: recordedPrompt, chat: false, position: 5, layer: 2 };
  bench.setEngine('loading');
  bench.interpreter.start({ ...place, selectedPosition: null });
  bench.playRecorded(4);
  expect(lit(bench.state())).toBe('2222');
  bench.setEngine('ready');
  bench.producer.answerAll();
  expect(lit(bench.state())).toBe('222222');
});

test('who steps on gives up the shared place', () => {
  const bench = createInterpreterBench();
  bench.interpreter.start({
    prompt: recordedPrompt,
    chat: false,
    position: 3,
    layer: 2,
    selectedPosition: null,
  });
  bench.do({ kind: 'seek', position: 0, layer: 0 });
  bench.playRecorded();
  expect(lit(bench.state())).toBe('22--');
});

test('a head or a layer that the model does not have is not isolated for long', () => {
  const bench = createInterpreterBench();
  bench.do({ kind: 'isolate-head', head: 77 }, { kind: 'isolate-layer', layer: 2 });
  bench.interpreter.start();
  bench.playRecorded();
  expect(bench.state().settings).toMatchObject({ isolatedHead: null, isolatedLayer: 2 });
});
