import { expect, test, vi } from 'vitest';
import { createPreview } from '#input/create-preview.ts';
import { createFakeStore } from '#tests/fakes/fake-store.ts';
import { loadBundledStore } from '#tests/support/bundled-store.ts';
import { createCity } from './city.ts';

test('a view from before the first layer is shown too, texts and all', async () => {
  const { state } = (await loadBundledStore()).store;
  const { store } = createFakeStore({ ...state, cursor: { position: 4, layer: -1, sweep: true } });
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
  await city.firstLight;
  const isWritten = (): boolean => {
    city.rig.flyTo('street');
    city.drawNow();
    return city.fittings.labelRectangles().length > 0;
  };
  await vi.waitUntil(isWritten, { timeout: 30_000 });
  expect(store.state.cursor.layer).toBe(-1);
  city.dispose();
});
