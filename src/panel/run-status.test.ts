import { expect, test } from 'vitest';
import { stateWith } from '#tests/fakes/panel-bench.ts';
import { engineWords, statusWords } from './run-status.ts';

const loading = (stage: 'cache' | 'network' | 'prepare') =>
  ({
    kind: 'loading',
    progress: { stage, loadedBytes: 34e6, totalBytes: 98_362_432, elapsedMillis: 3400 },
  }) as const;

test('loading is told in megabytes and seconds', () => {
  expect(engineWords(stateWith({ engine: loading('network') }))).toBe(
    'the model is loading: 34 of 98 MB, 3 s',
  );
  expect(engineWords(stateWith({ engine: loading('cache') }))).toContain('this browser’s store');
});

test('a failure is told in its own words, and that the recorded run keeps playing', () => {
  const engine = { kind: 'failed', message: 'Reload the page.' } as const;
  expect(engineWords(stateWith({ engine }))).toBe(
    'Reload the page. The recorded run keeps playing.',
  );
  expect(engineWords(stateWith({ engine, runSource: 'live' }))).toBe('Reload the page.');
});

test('once the model is there the badge asks for a sentence, then names the model', () => {
  const engine = { kind: 'ready' } as const;
  expect(engineWords(stateWith({ engine }))).toContain('write a sentence');
  expect(engineWords(stateWith({ engine, runSource: 'live' }))).toContain('fake');
});

test('what is computed is told in words: reading layer by layer, writing, the end', () => {
  const prefill = { layer: 1, position: 0, positionCount: 7 };
  expect(statusWords(stateWith({ prefill }))).toBe('Reading 7 tokens: 2 of 3 layers');
  expect(statusWords(stateWith({ awaitedTokens: 1 }))).toBe('Writing one token …');
});

test('why a run goes no further is told to whoever has got to its end', () => {
  const ended = 'All said.';
  expect(statusWords(stateWith({ ended }))).toBe('All said.');
  const cursor = { position: 1, layer: 2, sweep: false };
  expect(statusWords(stateWith({ ended, cursor }))).toBe('');
});
