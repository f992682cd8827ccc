import { expect, livePrompt, test } from './app-test.ts';
import type { CityPage } from './city-page.ts';
import { beamTorn, layerPulled, sliced, VerbAnswers, verbCases } from './verb-cases.ts';
import { expectLens, hashesOf } from './verb-hashes.ts';

const answers = new VerbAnswers();

test.afterAll(() => {
  answers.dispose();
});

/** The sentence read anew, so that nothing of the tests before is left, not even a count. */
async function readAnew(city: CityPage): Promise<void> {
  await city.reset(livePrompt);
  await city.run(livePrompt);
  await expectLens(city);
}

test('each verb, all the way: the model answers as PyTorch and the command say, and undone it is the very run it was', async ({
  liveCity: city,
}) => {
  await city.reset(livePrompt);
  const hashes = await hashesOf(city, answers, async (verb) => {
    await city.dispatch(verb.intent);
    await city.expectState({ light: 'difference', differenceCount: 5 });
    expect((await city.state()).changes.map(({ change }) => change)).toEqual([verb.change]);
  });
  expect(new Set(hashes).size).toBe(verbCases.length);
});

test('changes act in their listed order, and each can be switched off and on', async ({
  liveCity: city,
}) => {
  await readAnew(city);
  await city.dispatch(layerPulled.intent, beamTorn.intent, sliced.intent);
  await city.expectState({ branch: 3, canUndoChange: true });
  const { changes } = await city.state();
  expect(changes.map(({ change }) => change.kind)).toEqual(['layer', 'beam', 'stop']);
  const [layer, beam, stop] = changes.map(({ id }) => id);
  for (const change of [layer ?? 0, stop ?? 0]) {
    await city.dispatch({ kind: 'set-change-on', change, on: false });
  }
  await city.expectState({ branch: 5 });
  await answers.expectAnswer(city, beamTorn);
  await city.dispatch({ kind: 'remove-change', change: beam ?? 0 });
  await city.expectState({ branch: 0 });
  expect((await city.state()).changes.map(({ isOn }) => isOn)).toEqual([false, false]);
  await city.dispatch({ kind: 'clear-changes' });
  await city.expectState({ changes: [] });
});

test('a changed run goes on by itself beside the original, and each comes back as it was left', async ({
  liveCity: city,
}) => {
  await readAnew(city);
  await city.dispatch(layerPulled.intent);
  await city.expectState({ branch: 1 });
  await city.find('token-next').click();
  await city.expectCursor({ position: 5, layer: 29 });
  await city.expectState({ texts: [...livePromptTexts, ' New'], besideTexts: livePromptTexts });
  await city.dispatch({ kind: 'show-run', run: 'original' });
  await city.expectState({ branch: 0, texts: livePromptTexts });
  await city.find('token-next').click();
  await city.expectCursor({ position: 5, layer: 29 });
  await city.expectState({
    texts: [...livePromptTexts, ' Paris'],
    besideTexts: [...livePromptTexts, ' New'],
  });
  await city.dispatch({ kind: 'show-run', run: 'changed' });
  await city.expectState({ branch: 1, texts: [...livePromptTexts, ' New'] });
});

const livePromptTexts = ['The', ' capital', ' of', ' France', ' is'];

test('a layer that builds the sink is told with the sink and without it', async ({
  liveCity: city,
}) => {
  await readAnew(city);
  const answerBefore = await answerLogprob(city);
  await city.dispatch({ kind: 'verb', verb: 'grab', layer: 11, stage: 'change' });
  await expect.poll(async () => (await city.state()).spared?.allAnswerLogprob).toBeDefined();
  const { answerLogprob: spared = NaN, allAnswerLogprob: all = NaN } =
    (await city.state()).spared ?? {};
  // As PyTorch has them: 9.5 nats with the sink, 0.1 without it.
  expect(answerBefore - all).toBeCloseTo(9.5, 1);
  expect(answerBefore - spared).toBeCloseTo(0.1, 1);
});

async function answerLogprob(city: CityPage): Promise<number> {
  return city.page.evaluate(
    () => window.neuralCity.store.state.overviews[4]?.predictionLogprob[0] ?? NaN,
  );
}

test('what heads and beams are worth is measured, and the strongest flips the answer', async ({
  liveCity: city,
}) => {
  test.slow();
  await readAnew(city);
  await city.dispatch({ kind: 'measure-effects', position: 4 });
  await expect
    .poll(() =>
      city.page.evaluate(() => {
        const { effects } = window.neuralCity.store.state;
        return effects && !effects.isMeasuring ? effects.measuredCount - effects.tests.length : -1;
      }),
    )
    .toBe(0);
  const strongest = await city.page.evaluate(() => {
    const results = window.neuralCity.store.state.effects?.results ?? [];
    const beams = results.filter((each) => each?.test.kind === 'beam');
    return beams.reduce((a, b) => ((b?.nats ?? 0) < (a?.nats ?? 0) ? b : a));
  });
  expect(strongest?.test).toEqual({ kind: 'beam', layer: 23, head: 4, key: 3 });
  await city.dispatch({ kind: 'forget-effects' });
});
