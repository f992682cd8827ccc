import { expect, test } from './app-test.ts';

const longWords = Array.from({ length: 300 }, (_, i) => `w${String(i)}`).join(' ');

/** What is typed, and what the app answers; `undefined`: it is read like any other sentence. */
const inputs: readonly (readonly [name: string, text: string, answer: RegExp | undefined])[] = [
  ['nothing', '', /Type a sentence first/],
  ['only spaces and new lines', '  \n\t ', /Type a sentence first/],
  ['10,000 characters', 'long '.repeat(2000), /10,000 characters.*at most 2,000.*shorten/],
  ['more tokens than are shown', longWords, /128/],
  ['control characters', 'a\u0000b\u0007c\u001b[31md\u007f', undefined],
  ['right-to-left words', 'قالت المدينة مرحبا', undefined],
  ['marks that turn the direction', '\u202eabc\u2066def\u2069', undefined],
  ['emoji of many code points', '👩‍👩‍👧‍👦🏳️‍🌈 and 👍🏽', undefined],
  ['half a character', 'half \ud83d of one', undefined],
  ['markup', '<img src=x onerror=alert(1)>&amp;', undefined],
];

test.describe('whatever is typed gets an answer in words and the city lives on', () => {
  for (const [name, text, answer] of inputs) {
    test(name, async ({ liveCity: city }) => {
      const before = await city.state();
      const prompt = city.find('prompt');
      // A keyboard cannot type all of these; a script and the clipboard can.
      await prompt.evaluate((box: HTMLTextAreaElement, value) => {
        box.value = value;
      }, text);
      await prompt.press('Enter');

      if (answer === undefined) {
        await city.expectState({ runSource: 'live', playback: 'paused', awaitedPrompt: undefined });
        await expect.poll(async () => (await city.state()).prompt).not.toBe(before.prompt);
        await city.settle();
        expect((await city.state()).arrivedCount).toBeGreaterThan(0);
      } else {
        await expect(city.find('notices')).toContainText(answer);
        expect((await city.state()).texts.length).toBe(before.texts.length);
        for (const dismiss of await city.find('dismiss-notice').all()) await dismiss.click();
      }

      // Alive: the time moves and the words follow.
      const words = await city.outline();
      await city.find('layer-down').click();
      await expect.poll(() => city.outline()).not.toBe(words);
    });
  }
});

test('without WebGL2 one sentence says so, and the run is told in words', async ({
  city,
  page,
}) => {
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  await page.goto('/?probe');

  await expect(city.find('notices')).toContainText(/WebGL2.*(switch on|open it in)/);
  await city.waitForModel();
  const words = await city.outline();
  await city.find('token-back').click();
  await expect.poll(() => city.outline()).not.toBe(words);
});

test('without SIMD in WebAssembly one sentence says so, and the recorded run plays', async ({
  city,
  page,
}) => {
  await page.addInitScript(() => {
    WebAssembly.validate = () => false;
  });
  await city.open();

  await expect(city.find('engine-status')).toHaveText(
    /WebAssembly with SIMD.*open the page in.*The recorded run keeps playing\.$/,
  );
  await city.expectState({ engine: 'failed', runSource: 'recording' });
  const words = await city.outline();
  await city.find('token-back').click();
  await expect.poll(() => city.outline()).not.toBe(words);
});
