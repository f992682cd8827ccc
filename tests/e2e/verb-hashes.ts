import type { Intent } from '#contract/intent.ts';
import { expect, livePrompt } from './app-test.ts';
import type { CityPage } from './city-page.ts';
import { verbCases, type VerbAnswers, type VerbCase } from './verb-cases.ts';

/** Carries out one verb all the way, with a device of its own. */
export type CarryOut = (verb: VerbCase) => Promise<void>;

/**
 * Has the sentence read anew, then each verb carried out and undone: the model must answer as PyTorch
 * and the command do, and undone it must be the very run it was. Returns the store's hash after each
 * verb; runs that were treated alike have the same.
 */
export async function hashesOf(
  city: CityPage,
  answers: VerbAnswers,
  carryOut: CarryOut,
  readAnew: () => Promise<void> = () => city.run(livePrompt),
): Promise<readonly string[]> {
  await readAnew();
  await expectLens(city);
  const before = await city.storeHash();
  const hashes: string[] = [];
  for (const verb of verbCases) {
    await carryOut(verb);
    await answers.expectAnswer(city, verb);
    await expectLens(city);
    hashes.push(await city.storeHash());
    await city.dispatch({ kind: 'undo-change' });
    await city.expectState({ branch: 0, changes: [], light: 'activations' });
    await expectLens(city);
    expect(await city.storeHash(), `${verb.title}, undone`).toBe(before);
  }
  return hashes;
}

/** The same by saying the intents: what every device is compared with. */
export async function spokenHashes(
  city: CityPage,
  answers: VerbAnswers,
): Promise<readonly string[]> {
  return hashesOf(city, answers, async ({ intent }) => {
    await city.dispatch(intent);
  });
}

/** The last token's lens comes a little later than all else. */
export async function expectLens(city: CityPage): Promise<void> {
  const hasLens = (): Promise<boolean> =>
    city.page.evaluate(() => {
      const { lenses, overviews } = window.neuralCity.store.state;
      return lenses[4] !== undefined && lenses[4].clock.step === overviews[4]?.clock.step;
    });
  await expect.poll(hasLens).toBe(true);
}

/** The verbs that devices said, from the first. */
export async function spoken(city: CityPage): Promise<readonly Intent[]> {
  const all = await city.page.evaluate(() => window.neuralCity.spokenIntents);
  return all.filter(({ kind }) => kind === 'verb');
}
