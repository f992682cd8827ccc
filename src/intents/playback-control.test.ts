import { expect, test } from 'vitest';
import {
  createInterpreterBench,
  lit,
  liveBench,
  play,
  prompt,
  stepLayer,
  stepToken,
} from '#tests/fakes/interpreter-bench.ts';

test('playing asks for the next token in time, at most two at once, and never runs far ahead', () => {
  const bench = liveBench();
  bench.do({ kind: 'set-speed', layersPerSecond: 300 }, play);
  let mostAhead = 0;
  for (let tick = 0; tick < 200; tick += 1) {
    bench.interpreter.tick(16);
    const { arrivedCount, awaitedTokens, cursor } = bench.state();
    expect(awaitedTokens).toBeLessThanOrEqual(2);
    mostAhead = Math.max(mostAhead, arrivedCount + awaitedTokens - 1 - cursor.position);
    if (tick % 3 === 0) bench.producer.answer();
  }
  expect(bench.state().tokens.length).toBeGreaterThan(10);
  expect(mostAhead).toBe(2);
});

test('a replay that waited for a token goes on from its arrival and does not leap', () => {
  const bench = liveBench();
  bench.do({ kind: 'set-speed', layersPerSecond: 10 }, play);
  for (let tick = 0; tick < 30; tick += 1) bench.interpreter.tick(100);
  expect(lit(bench.state())).toBe('22');
  bench.producer.answerAll();
  bench.interpreter.tick(100);
  expect(lit(bench.state())).toBe('220-');
});

test('playing pauses where the run ends and says why', () => {
  const bench = liveBench();
  bench.producer.endAfter = 4;
  bench.do(play);
  for (let tick = 0; tick < 50; tick += 1) {
    bench.interpreter.tick(100);
    bench.producer.answerAll();
  }
  expect(lit(bench.state())).toBe('2222');
  expect(bench.state().playing).toBe(false);
  expect(bench.notices()).toEqual(['The model ended its text.']);
  bench.do(stepToken);
  expect(bench.state().playback.kind).toBe('paused');
});

test('playing pauses at the 128 tokens that are shown and says so', () => {
  const bench = liveBench({ reducedMotion: true });
  bench.do({ kind: 'set-speed', layersPerSecond: 600 }, play);
  for (let tick = 0; tick < 300 && bench.state().playing; tick += 1) {
    bench.interpreter.tick(100);
    bench.producer.answerAll();
  }
  expect(bench.state().cursor.position).toBe(127);
  expect(bench.notices()[0]).toContain('at most 128 tokens');
  const asked = bench.producer.sentOf('generate').reduce((sum, { count }) => sum + count, 0);
  expect(asked).toBe(126);
});

test('a token step at the end asks for one token and climbs it when it comes', () => {
  const bench = liveBench();
  bench.do(stepToken);
  expect(bench.producer.sentOf('generate')).toMatchObject([{ count: 1 }]);
  expect(bench.state().playback).toEqual({ kind: 'stepping', position: 2, layer: 2 });
  bench.producer.answerAll();
  expect(lit(bench.state())).toBe('22-');
  bench.tickToRest();
  expect(lit(bench.state())).toBe('222');
  expect(bench.producer.sentOf('generate')).toHaveLength(1);
});

test('token steps faster than the model add up', () => {
  const bench = liveBench();
  bench.do(stepToken, stepToken, stepToken);
  bench.producer.answerAll();
  bench.tickToRest();
  expect(lit(bench.state())).toBe('22222');
});

test('a token step while the one before climbs finishes it at once', () => {
  const bench = liveBench();
  bench.do({ kind: 'set-speed', layersPerSecond: 10 }, stepToken);
  bench.producer.answerAll();
  bench.interpreter.tick(100);
  expect(lit(bench.state())).toBe('220');
  bench.do(stepToken);
  bench.producer.answerAll();
  expect(lit(bench.state())).toBe('222-');
});

test('a token step before the prompt is there reads it to its end and then one token on', () => {
  const bench = createInterpreterBench();
  bench.setEngine('ready');
  bench.do(prompt('a b'), stepToken);
  bench.producer.answerAll();
  bench.tickToRest();
  expect(lit(bench.state())).toBe('222');
});

test('under reduced motion a token step shows the whole token as soon as it is there', () => {
  const bench = liveBench({ reducedMotion: true });
  bench.do(stepToken);
  bench.producer.answerAll();
  expect(lit(bench.state())).toBe('222');
  expect(bench.state().playback.kind).toBe('paused');
});

test('under reduced motion playing goes token by token', () => {
  const bench = liveBench({ reducedMotion: true });
  bench.do({ kind: 'set-speed', layersPerSecond: 10 }, play);
  const seen = new Set<string>();
  for (let tick = 0; tick < 8; tick += 1) {
    bench.producer.answerAll();
    bench.interpreter.tick(100);
    seen.add(lit(bench.state()));
  }
  expect([...seen].every((each) => /^2+-*$/.test(each))).toBe(true);
  expect(bench.state().cursor.position).toBeGreaterThan(2);
});

test('a layer step at the end asks for a token and lights its first layer', () => {
  const bench = liveBench();
  bench.do(stepLayer);
  bench.producer.answerAll();
  bench.tickToRest();
  expect(lit(bench.state())).toBe('220');
  bench.do(stepLayer);
  expect(lit(bench.state())).toBe('221');
  bench.do({ kind: 'step-layer', direction: -1 }, { kind: 'step-layer', direction: -1 });
  expect(lit(bench.state())).toBe('22-');
  bench.do({ kind: 'step-token', direction: -1 });
  expect(lit(bench.state())).toBe('2--');
});

test('an error to a request for tokens pauses, and playing again asks again', () => {
  const bench = liveBench();
  bench.producer.refused.add('generate');
  bench.do(play);
  bench.producer.answerAll();
  expect(bench.state()).toMatchObject({ playing: false, awaitedTokens: 0 });
  expect(bench.notices()).toEqual(['It broke.']);
  bench.producer.refused.clear();
  bench.do(play);
  bench.producer.answerAll();
  bench.interpreter.tick(500);
  bench.interpreter.tick(500);
  expect(lit(bench.state())).toMatch(/^2222/);
});
