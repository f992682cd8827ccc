import { expect, test } from 'vitest';
import { initialState } from '#store/initial-state.ts';
import type { StoreState, Topic } from '#store/read.ts';
import { createFakeStore } from '#tests/fakes/fake-store.ts';
import type { CityContext, CityPart } from './city-part.ts';
import { latePart } from './late-part.ts';

const story: StoreState['zoom'] = { level: 'token', position: 0 };
const frame = { timeMillis: 0, deltaMillis: 16 };

function bench(fetchPart: (told: string[]) => Promise<() => CityPart>) {
  const fake = createFakeStore(initialState);
  const told: string[] = [];
  let frames = 0;
  const context = {
    store: fake.store,
    requestFrame: () => (frames += 1),
  } as unknown as CityContext;
  const create = latePart(
    ({ zoom }) => zoom.level === 'token',
    () => fetchPart(told),
  );
  return { fake, told, part: create(context), frameCount: () => frames };
}

const notingPart = (told: string[]) => (): CityPart => ({
  apply: (topics) => told.push([...topics].slice(0, 2).join(' ')),
  tick: () => true,
  dispose: () => told.push('disposed'),
});
const zoomed: ReadonlySet<Topic> = new Set<Topic>(['zoom']);

test('a part is fetched when it is wanted, not before, and told everything at first', async () => {
  const { fake, told, part, frameCount } = bench((words) => Promise.resolve(notingPart(words)));
  part.apply(zoomed);
  await Promise.resolve();
  expect(told).toEqual([]);
  fake.show({ zoom: story }, 'zoom');
  part.apply(zoomed);
  expect(part.tick(frame)).toBe(false);
  await expect.poll(frameCount).toBe(1);
  expect(told).toEqual(['run tokens']);
  part.apply(zoomed);
  expect(told).toEqual(['run tokens', 'zoom']);
  expect(part.tick(frame)).toBe(true);
  part.dispose();
  expect(told.at(-1)).toBe('disposed');
});

test('a fetch that failed is tried again', async () => {
  let tries = 0;
  const { fake, told, part } = bench((words) => {
    tries += 1;
    return tries === 1 ? Promise.reject(new Error('offline')) : Promise.resolve(notingPart(words));
  });
  fake.show({ zoom: story }, 'zoom');
  await expect
    .poll(() => {
      part.apply(zoomed);
      return told.length;
    })
    .toBeGreaterThan(0);
  expect(tries).toBe(2);
});

test('a part that is disposed while it is fetched is not made', async () => {
  const { fake, told, part, frameCount } = bench((words) => Promise.resolve(notingPart(words)));
  fake.show({ zoom: story }, 'zoom');
  part.apply(zoomed);
  part.dispose();
  await new Promise((resolve) => setTimeout(resolve));
  expect(told).toEqual([]);
  expect(frameCount()).toBe(0);
});
