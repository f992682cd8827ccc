import type { City } from './city.ts';

/**
 * The city as it looks now, as a PNG. It is drawn and read in the same task, before the browser
 * takes the picture away. Undefined when the browser makes none.
 */
export async function takePicture(
  city: City,
  canvas: HTMLCanvasElement,
): Promise<Blob | undefined> {
  city.drawNow();
  return new Promise((resolve) => {
    canvas.toBlob((blob) => {
      resolve(blob ?? undefined);
    }, 'image/png');
  });
}
