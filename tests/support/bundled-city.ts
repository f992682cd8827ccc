import { createCity, type City } from '#city/city.ts';
import type { Preview } from '#contract/preview.ts';
import { createFakeStore, type FakeStore } from '#tests/fakes/fake-store.ts';
import { loadBundledStore } from './bundled-store.ts';

/** The bundled run's city on a small canvas of this page, its first light on. */
export async function openBundledCity(
  preview: Preview,
): Promise<{ readonly fake: FakeStore; readonly city: City }> {
  const fake = createFakeStore((await loadBundledStore()).store.state);
  const canvas = document.createElement('canvas');
  canvas.style.cssText = 'width:320px;height:240px;display:block';
  document.body.append(canvas);
  const city = createCity({
    canvas,
    store: fake.store,
    preview,
    nowMillis: () => performance.now(),
    reducedMotion: () => true,
  });
  await city.firstLight;
  return { fake, city };
}
