import { afterEach, expect, test, vi } from 'vitest';
import { createPreview } from '#input/create-preview.ts';
import type { ReadableStore } from '#store/read.ts';
import { createFakeStore } from '#tests/fakes/fake-store.ts';
import { loadBundledStore } from '#tests/support/bundled-store.ts';
import { createCity } from './city.ts';
import type { City } from './city.ts';

function openCity(store: ReadableStore): City {
  const canvas = document.createElement('canvas');
  document.body.append(canvas);
  canvas.style.cssText = 'width:640px;height:400px;display:block';
  return createCity({
    canvas,
    store,
    preview: createPreview(),
    nowMillis: () => performance.now(),
    reducedMotion: () => true,
  });
}

afterEach(() => {
  vi.restoreAllMocks();
});

test('the first frame’s towers are compiled without what only shows near by', async () => {
  const given = vi.spyOn(WebGL2RenderingContext.prototype, 'shaderSource');
  const { state } = (await loadBundledStore()).store;
  const city = openCity(createFakeStore(state).store);
  await city.firstLight;
  const showsPanes = (): readonly boolean[] =>
    given.mock.calls
      .map(([, source]) => source)
      .filter((source) => source.includes('vec3 washLight('))
      .map((source) => source.includes('paneWall('));
  expect(showsPanes()[0]).toBe(false);
  await vi.waitUntil(() => showsPanes().includes(true), { timeout: 30_000 });
  city.dispose();
});

test('a view from before the first layer is shown too, texts and all', async () => {
  const { state } = (await loadBundledStore()).store;
  const { store } = createFakeStore({ ...state, cursor: { position: 4, layer: -1, sweep: true } });
  const city = openCity(store);
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
