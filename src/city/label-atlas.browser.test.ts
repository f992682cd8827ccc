import { expect, test, vi } from 'vitest';
import { createPreview } from '#input/create-preview.ts';
import { towerMiddleMetres } from '#tests/support/avenue.ts';
import { createFakeStore } from '#tests/fakes/fake-store.ts';
import { loadBundledStore } from '#tests/support/bundled-store.ts';
import { createCity } from './city.ts';

test('texts that find no room in the atlas are left out for good instead of pushing others out in every frame', async () => {
  const { state } = (await loadBundledStore()).store;
  const [token, overview] = [state.tokens[1], state.overviews[1]];
  if (!token || !overview || !state.hello) throw new Error('There should be a run.');
  const count = 128;
  const nth = Array.from({ length: count }, (_, position) => position);
  const { store } = createFakeStore({
    ...state,
    hello: { ...state.hello, run: { ...state.hello.run, promptTokenCount: count } },
    tokens: nth.map((position) => ({
      ...token,
      position,
      id: position,
      text: `${String(position)}${'w'.repeat(18)}`,
    })),
    overviews: nth.map(() => overview),
    lenses: [],
    arrivedCount: count,
    cursor: { position: count - 1, layer: 29, sweep: true },
    selectedPosition: count - 1,
  });
  const canvas = document.createElement('canvas');
  document.body.append(canvas);
  canvas.style.cssText = 'width:640px;height:400px;display:block';
  const city = createCity({
    canvas,
    store,
    preview: createPreview(),
    nowMillis: () => performance.now(),
    reducedMotion: () => true,
  });
  const standBefore = (position: number): void => {
    const x = towerMiddleMetres(position);
    city.rig.setPose({ position: { x, y: 1, z: -4 }, target: { x, y: 0.5, z: 0 } });
    city.drawNow();
  };
  const isRead = (position: number): boolean =>
    city.fittings.labelRectangles().some(({ text }) => text?.startsWith(`${String(position)}ww`));

  standBefore(count - 1);
  const drawAll = (): boolean => {
    city.drawNow();
    return city.fittings.areLabelsComplete;
  };
  await vi.waitUntil(drawAll, { timeout: 50_000 });
  expect(isRead(count - 1), 'the newest has found room').toBe(true);
  standBefore(0);
  expect(isRead(0), 'the oldest has not').toBe(false);
  city.dispose();
});
