import { afterEach, describe, expect, test } from 'vitest';
import { startNotedProducer } from '#tests/fakes/noted-producer.ts';

const disposals: (() => void)[] = [];
afterEach(() => {
  for (const dispose of disposals.splice(0)) dispose();
});

function startProducer(creditBytes?: number): ReturnType<typeof startNotedProducer> {
  const started = startNotedProducer(creditBytes);
  disposals.push(started.dispose);
  return started;
}

describe('a run', () => {
  test('[MSG3] [MSG4] answers with hello, tokens and overviews, in that order', async () => {
    const { run, until, kinds, sent, count } = startProducer();
    run('Hello', 7);
    await until(() => count('overview') === 5);
    expect(kinds()).toEqual([
      'hello',
      ...Array.from({ length: 5 }, () => 'token'),
      ...Array.from({ length: 5 }, () => 'overview'),
    ]);
    expect(sent[0]).toMatchObject({ request: 7 });
    expect(sent.filter(({ kind }) => kind === 'progress').every((p) => p.request === 7)).toBe(true);
  });

  test('[CLOCK1] counts its steps from 0 without gaps', async () => {
    const { run, generate, until, sent, count } = startProducer();
    run('Hello');
    generate(3);
    await until(() => count('overview') === 8);
    const clocks = sent.filter(({ kind }) => kind === 'overview').map(({ clock }) => clock);
    expect(clocks.map((clock) => clock?.[1])).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(clocks.map((clock) => clock?.[2])).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('[MSG5] sends nothing of the run before once the new one was answered', async () => {
    const { run, generate, until, sent, count, settle } = startProducer();
    run('A first prompt', 1);
    generate(100, 2);
    await until(() => count('overview') === 20);
    run('Second', 3);
    await until(() => sent.some(({ kind, request }) => kind === 'hello' && request === 3));
    await settle();
    const hello = sent.findIndex(({ kind, request }) => kind === 'hello' && request === 3);
    const after = sent.slice(hello + 1).filter(({ kind }) => kind === 'overview');
    expect(after.map(({ clock }) => clock?.[2])).toEqual([0, 1, 2, 3, 4, 5]);
    expect(sent.slice(hello).every(({ request = 3 }) => request === 3)).toBe(true);
  });

  test('a new prompt interrupts a prefill between two layers', async () => {
    const { run, until, sent, count, settle, model } = startProducer();
    run('x'.repeat(100), 1);
    await until(() => count('progress') === 2);
    run('ab', 2);
    await until(() => count('overview') > 0);
    await settle();
    expect(model.forward.counts.prefilled).toBe(2);
    expect(count('overview')).toBe(2);
    expect(sent.filter(({ kind }) => kind === 'hello')).toHaveLength(2);
  });

  test.each([
    ['[MSG11] an empty prompt', '', 'empty-prompt'],
    ['[MSG11] a prompt without tokens', '\n', 'empty-prompt'],
    ['[MSG11] 129 tokens', 'x'.repeat(129), 'prompt-too-long'],
    ['[MSG11] 10,000 characters', 'x'.repeat(10_000), 'prompt-too-long'],
  ])('%s is refused in words and the run before goes on', async (_, prompt, code) => {
    const { run, generate, until, sent, count } = startProducer();
    run('before', 1);
    generate(2, 2);
    run(prompt, 3);
    await until(() => count('overview') === 8);
    const error = sent.find(({ kind }) => kind === 'error');
    expect(error).toMatchObject({ request: 3, code, fatal: false });
    expect(error?.message).toMatch(/\.$/u);
    if (code === 'prompt-too-long') expect(error?.message).toMatch(/129|10,000/u);
  });

  test.each([
    ['emoji', '👩‍🚀🌆'],
    ['right-to-left text', 'مدينة من نور'],
    ['control characters', '\u0000\u0007\u001b[31m\u202e'],
  ])('%s are read like any text', async (_, prompt) => {
    const { run, until, sent, count } = startProducer();
    run(prompt);
    const length = new TextEncoder().encode(prompt).length;
    await until(() => count('overview') === length);
    expect(sent.some(({ kind }) => kind === 'error')).toBe(false);
  });
});

describe('generating', () => {
  test('[MSG4] [MSG10] sends each token before its overview, no more than asked', async () => {
    const { run, generate, until, kinds, count, settle } = startProducer();
    run('Hi');
    generate(3);
    await until(() => count('overview') === 5);
    await settle();
    const pairs = ['token', 'overview'];
    expect(kinds().slice(-6)).toEqual([...pairs, ...pairs, ...pairs]);
  });

  test('[MSG10] stops when cancelled, keeps what is finished and can go on', async () => {
    const { run, generate, send, until, count, settle, sent } = startProducer();
    run('Hi');
    generate(100);
    await until(() => count('overview') === 4);
    send({ kind: 'cancel', request: 3 });
    await settle();
    const finished = count('overview');
    expect(finished).toBeLessThan(7);
    generate(1, 4);
    await until(() => count('overview') === finished + 1);
    const last = sent.filter(({ kind }) => kind === 'overview').at(-1);
    expect(last?.clock?.[2]).toBe(finished);
  });

  test('[MSG10] goes on with a prompt whose reading was cancelled', async () => {
    const { run, generate, send, until, count, settle } = startProducer();
    run('x'.repeat(20));
    await until(() => count('overview') === 4);
    send({ kind: 'cancel', request: 2 });
    await settle();
    expect(count('overview')).toBeLessThan(20);
    generate(1, 3);
    await until(() => count('overview') === 21);
  });

  test('[MSG7] ends in words at the 128 tokens that are shown', async () => {
    const { run, generate, until, sent, count } = startProducer();
    run('x'.repeat(126));
    generate(10, 5);
    await until(() => count('end') === 1);
    expect(count('overview')).toBe(128);
    expect(sent.at(-1)).toMatchObject({ kind: 'end', request: 5 });
    expect(JSON.stringify(sent.at(-1))).toContain('128 tokens');
  });

  test('[MSG7] ends before the token that ends a text', async () => {
    const { model, run, generate, until, sent, count } = startProducer();
    run('Hi');
    generate(1);
    await until(() => count('overview') === 3);
    const made = sent.filter(({ kind }) => kind === 'token').at(-1) as unknown as { id: number };
    (model.endTokens as Set<number>).add(made.id);
    run('Hi', 4);
    generate(5, 6);
    await until(() => count('end') === 1);
    expect(count('token')).toBe(5);
  });

  test('the same seed draws the same tokens, one by one or all at once', async () => {
    const sampling = { temperature: 1, topK: 0, topP: 1, seed: 5 };
    const texts: string[] = [];
    for (const counts of [[6], [1, 1, 1, 1, 1, 1]]) {
      const { run, send, until, sent, count } = startProducer();
      run('Hi');
      for (const [i, many] of counts.entries()) {
        send({ kind: 'generate', request: 2 + i, count: many, sampling });
      }
      await until(() => count('overview') === 8);
      texts.push(JSON.stringify(sent.filter(({ kind }) => kind === 'token')));
    }
    expect(texts[0]).toBe(texts[1]);
  });
});

describe('credit', () => {
  test('[CREDIT1] [CREDIT3] nothing is computed ahead of what the viewer has taken', async () => {
    const { model, run, generate, send, until, sent, count, settle } = startProducer(1);
    run('Hi');
    generate(5);
    await until(() => count('overview') === 1);
    await settle();
    expect(count('overview')).toBe(1);
    expect(model.forward.counts.steps).toBe(0);
    const cost = sent.find(({ kind }) => kind === 'overview')?.bytes ?? 0;
    send({ kind: 'credit', bytes: cost });
    await until(() => count('overview') === 2);
    await settle();
    expect(count('overview')).toBe(2);
    expect(model.forward.counts.steps).toBe(0);
  });

  test('[CREDIT2] a refusal needs none', () => {
    const { run, sent } = startProducer(0);
    run('', 9);
    expect(sent).toMatchObject([{ kind: 'error', request: 9 }]);
  });
});
