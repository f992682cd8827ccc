import { expect, test } from 'vitest';
import { createPreview } from '#input/create-preview.ts';
import { createFakeStore } from '#tests/fakes/fake-store.ts';
import { loadBundledStore } from '#tests/support/bundled-store.ts';
import { createCity } from './city.ts';
import { takePicture } from './take-picture.ts';

test('a picture holds the lit city, as large as the canvas', async () => {
  const { state } = (await loadBundledStore()).store;
  const { store } = createFakeStore(state);
  const canvas = document.createElement('canvas');
  document.body.append(canvas);
  canvas.style.cssText = 'width:320px;height:200px;display:block';
  const city = createCity({
    canvas,
    store,
    preview: createPreview(),
    nowMillis: () => performance.now(),
    reducedMotion: () => true,
  });
  await city.firstLight;
  const picture = await takePicture(city, canvas);
  expect(picture?.type).toBe('image/png');
  const bitmap = await createImageBitmap(picture ?? new Blob());
  expect([bitmap.width, bitmap.height]).toEqual([canvas.width, canvas.height]);
  const paper = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  paper?.drawImage(bitmap, 0, 0);
  const { data } = paper?.getImageData(0, 0, bitmap.width, bitmap.height) ?? { data: [] };
  // Lit windows are far brighter than the night; an emptied canvas would be black.
  expect(data.some((value, at) => at % 4 < 3 && value > 200)).toBe(true);
  city.dispose();
});
