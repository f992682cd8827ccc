import { expect, test } from './app-test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const first = 'Alice was beginning to get very tired of sitting by her sister on the';
const second = 'def add(a, b):';

test('a prompt submitted while another run decodes replaces it: nothing of the old one arrives any more', async ({
  city,
  page,
}) => {
  await city.open();
  await city.waitForModel();
  await city.run(first);
  // Most of what a frame costs in software, and nothing to this.
  await city.dispatch({ kind: 'set-component', component: 'beams', shown: false });
  // Two tokens are asked for ahead at this speed, so that some are under way when the next prompt comes.
  await city.dispatch({ kind: 'set-speed', layersPerSecond: 600 });
  await city.find('play').click();
  await expect.poll(async () => (await city.state()).texts.length).toBeGreaterThan(18);
  const before = await city.state();
  expect(before.playback).toBe('playing');

  // From the moment of submitting, every state of the store is looked at, not only the last.
  await page.evaluate(
    ([old, next]) => {
      const { store } = window.neuralCity;
      const seen: string[] = [];
      Object.assign(window, { seenRuns: seen });
      let wasReplaced = false;
      const length = store.state.tokens.length;
      store.subscribe(() => {
        const { hello, tokens, awaitedPrompt } = store.state;
        const prompt = hello?.run.prompt;
        wasReplaced ||= prompt === next;
        if (wasReplaced && prompt !== next) seen.push(`the run became ${String(prompt)} again`);
        const isSubmitted = awaitedPrompt === next;
        if (isSubmitted && prompt === old && tokens.length > length + 2) {
          seen.push(`token ${String(tokens.length)} of the old run was applied after all`);
        }
      });
    },
    [first, second] as const,
  );
  await city.run(second);
  for (let step = 1; step <= 3; step += 1) await city.find('token-next').click();
  await city.settle();

  const { texts, prompt } = await city.state();
  expect(prompt).toBe(second);
  const promptCount = texts.length - 3;
  expect(texts.slice(0, promptCount).join('')).toBe(second);
  expect(texts.join('')).not.toContain('Alice');
  expect(await page.evaluate(() => (window as unknown as { seenRuns: string[] }).seenRuns)).toEqual(
    [],
  );
  const words = await city.outline();
  expect(words).not.toContain('Alice');
  expect(words).toContain('def');
});
