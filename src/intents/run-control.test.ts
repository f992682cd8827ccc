import { expect, test } from 'vitest';
import { helloFor } from '#tests/fakes/fake-producer.ts';
import { control } from '#tests/fakes/fake-run.ts';
import {
  createInterpreterBench,
  lit,
  liveBench,
  play,
  prompt,
  stepToken,
} from '#tests/fakes/interpreter-bench.ts';

test('stepping past the recorded end goes on live once the model has taken over', () => {
  const bench = createInterpreterBench();
  bench.interpreter.start();
  bench.playRecorded(3);
  bench.tickToRest();
  bench.setEngine('ready');
  bench.do(stepToken);
  expect(lit(bench.state())).toBe('222');
  bench.producer.answerAll();
  bench.tickToRest();
  expect(lit(bench.state())).toBe('2222');
  expect(bench.notices()).toEqual([]);
});

test('past the end of the recording it says in words that the model is loading, or why it is not', () => {
  const bench = createInterpreterBench();
  bench.interpreter.start();
  bench.playRecorded(3);
  bench.tickToRest();
  bench.setEngine('loading');
  bench.do(stepToken);
  expect(bench.notices()).toEqual([
    'The recorded run ends here. The model is still loading and can go on once it is there.',
  ]);
  bench.setEngine('failed');
  bench.do(play);
  expect(bench.state().playing).toBe(false);
  expect(bench.notices().at(-1)).toBe(
    'The recorded run ends here. The model could not go on: The file could not be fetched; reload the page.',
  );
});

test('a model that refuses to take over leaves the recorded run and says so past its end', () => {
  const bench = createInterpreterBench();
  bench.interpreter.start();
  bench.playRecorded(3);
  bench.tickToRest();
  bench.producer.refused.add('generate');
  bench.setEngine('ready');
  bench.producer.answerAll();
  expect(bench.state().runSource).toBe('recording');
  bench.do(stepToken);
  expect(bench.notices().at(-1)).toContain('Type a sentence');
  expect(bench.producer.sentOf('run')).toHaveLength(1);
});

test('a prompt before the model is there waits in words, the latest wins and runs by itself', () => {
  const bench = createInterpreterBench();
  bench.interpreter.start();
  bench.playRecorded();
  bench.setEngine('loading');
  bench.do(prompt('first one'), prompt('the second'));
  expect(bench.state().awaitedPrompt).toBe('the second');
  expect(bench.notices()).toEqual([
    'The model is still loading. It will read “the second” as soon as it is there.',
  ]);
  bench.setEngine('ready');
  expect(bench.producer.sentOf('run')).toMatchObject([{ prompt: 'the second' }]);
  bench.producer.answerAll();
  expect(bench.state()).toMatchObject({ runSource: 'live', awaitedPrompt: undefined, notices: [] });
  bench.tickToRest();
  expect(lit(bench.state())).toBe('22');
});

test('a prompt that waited for a model that cannot be loaded is told off with the reason', () => {
  const bench = createInterpreterBench();
  bench.interpreter.start();
  bench.playRecorded();
  bench.setEngine('loading');
  bench.do(prompt('hello there'));
  bench.setEngine('failed');
  expect(bench.notices()).toEqual([
    '“hello there” cannot be read: The file could not be fetched; reload the page.',
  ]);
  expect(bench.state().awaitedPrompt).toBeUndefined();
  bench.do(prompt('again'));
  expect(bench.notices().at(-1)).toContain('reload the page');
});

test('an empty prompt and one that is too long are answered in words and nothing is sent', () => {
  const bench = liveBench();
  const sentBefore = bench.producer.sent.length;
  bench.do(prompt('  \n '), prompt('x'.repeat(10_000)));
  expect(bench.notices()).toEqual([
    'Type a sentence first: there is nothing to read yet.',
    'Your text has 10,000 characters and at most 2,000 can be read: shorten it and try again.',
  ]);
  expect(bench.producer.sent.length).toBe(sentBefore);
});

test('a prompt is sent exactly as typed, with the sampling that is set', () => {
  const bench = liveBench();
  const sampling = { temperature: 0.7, topK: 40, topP: 0.9, seed: 11 };
  bench.do(
    { kind: 'set-sampling', sampling },
    { kind: 'submit-prompt', text: ' a\tb ', chat: true },
  );
  expect(bench.producer.sentOf('run').at(-1)).toMatchObject({
    prompt: ' a\tb ',
    chat: true,
    sampling,
  });
});

test('[MSG5] prompt B submitted while A decodes: nothing of A reaches the store afterwards', () => {
  const bench = liveBench();
  bench.do(play);
  bench.interpreter.tick(100);
  bench.do(prompt('x y z'));
  // A's tokens are answered first, as they were asked for first.
  bench.producer.answerAll();
  expect(bench.state().hello?.run.prompt).toBe('x y z');
  expect(bench.state().tokens).toHaveLength(3);
});

test('a prompt the model refuses leaves the run that was there, and it can still go on', () => {
  const bench = liveBench();
  bench.producer.refused.add('run');
  bench.do(prompt('b c d'));
  bench.producer.answerAll();
  expect(bench.notices()).toEqual(['It broke.']);
  bench.do(stepToken);
  bench.producer.answerAll();
  bench.tickToRest();
  expect(lit(bench.state())).toBe('222');
});

test('stop cancels what is computed and forgets what is waited for; stepping goes on from there', () => {
  const bench = liveBench();
  bench.do(play, { kind: 'stop' });
  expect(bench.producer.sentOf('cancel')).toHaveLength(1);
  expect(bench.state()).toMatchObject({ playing: false, awaitedTokens: 0 });
  bench.do(stepToken);
  bench.producer.answerAll();
  bench.tickToRest();
  expect(lit(bench.state())).toBe('222');
});

test('stop forgets a prompt that waits for the model', () => {
  const bench = createInterpreterBench();
  bench.setEngine('loading');
  bench.do(prompt('hello'), { kind: 'stop' });
  bench.setEngine('ready');
  expect(bench.producer.sent).toEqual([]);
  expect(bench.state()).toMatchObject({ awaitedPrompt: undefined, notices: [] });
});

test('stepping after a prompt was stopped half read has it read on', () => {
  const bench = createInterpreterBench();
  bench.setEngine('ready');
  bench.do(prompt('a b'), { kind: 'stop' });
  const [run] = bench.producer.sentOf('run');
  if (run) bench.live(control(helloFor(run)));
  bench.do(stepToken);
  expect(bench.producer.sentOf('generate')).toMatchObject([{ count: 0 }]);
});
