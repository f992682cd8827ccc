import type { Intent } from '#contract/intent.ts';
import { expect, test } from './app-test.ts';
import type { CityPage } from './city-page.ts';
import { pullLayer, slice, tearBeam, type Device } from './verb-acts.ts';
import { VerbAnswers, type VerbCase } from './verb-cases.ts';
import { hashesOf, spokenHashes } from './verb-hashes.ts';

test.use({ hasTouch: true, contextOptions: { reducedMotion: 'reduce' } });

const answers = new VerbAnswers();

test.afterAll(() => {
  answers.dispose();
});

async function carryOut(city: CityPage, device: Device, { change }: VerbCase): Promise<void> {
  switch (change.kind) {
    case 'layer':
      await pullLayer(city, device, change.layer);
      return;
    case 'stop':
      await slice(city, device, change.layer);
      return;
    case 'beam': {
      const { layer, head, query, key } = change;
      await tearBeam(city, device, { layer, head, query, key });
      return;
    }
    case 'head':
      throw new Error('A head is switched off without a gesture.');
  }
}

test('by mouse and by finger each verb changes the model as its intent does, down to the store’s hash', async ({
  city,
}) => {
  test.setTimeout(240_000);
  await city.open();
  await city.waitForModel();
  const wanted = await spokenHashes(city, answers);
  for (const device of ['mouse', 'touch'] as const) {
    const seen = await hashesOf(city, answers, (verb) => carryOut(city, device, verb));
    expect(seen, device).toEqual(wanted);
  }
  const intents = await city.page.evaluate(() => window.neuralCity.spokenIntents);
  const verbs = intents.filter(
    (intent): intent is Intent & { kind: 'verb' } => intent.kind === 'verb',
  );
  expect(verbs).toHaveLength(6);
  expect(verbs.slice(3)).toEqual(verbs.slice(0, 3));
});
