import type { Vec3 } from '#contract/preview.ts';
import type { City } from './city.ts';

/** The canvas read back, RGBA8, rows from the bottom as WebGL gives them. */
export interface CanvasPixels {
  readonly width: number;
  readonly height: number;
  readonly bytesArray: Uint8Array<ArrayBuffer>;
}

/** Draws the city and reads the canvas in the same call, before the browser takes the picture away. */
export function readCityPixels(city: City, canvas: HTMLCanvasElement): CanvasPixels {
  city.drawNow();
  const gl = canvas.getContext('webgl2');
  if (!gl) throw new Error('The city has no WebGL2 context to read from.');
  const width = gl.drawingBufferWidth;
  const height = gl.drawingBufferHeight;
  const bytesArray = new Uint8Array(width * height * 4);
  gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, bytesArray);
  return { width, height, bytesArray };
}

/** Linear light of an sRGB byte. */
const linearOfByte = Float64Array.from({ length: 256 }, (_, byte) => {
  const encoded = byte / 255;
  return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
});

function linear(pixels: CanvasPixels, at: number): number {
  return linearOfByte[pixels.bytesArray[at] ?? 0] ?? 0;
}

/** Linear RGB of one pixel; x, y from the bottom left. */
function linearColour(pixels: CanvasPixels, x: number, y: number): readonly number[] {
  const at = (y * pixels.width + x) * 4;
  return [linear(pixels, at), linear(pixels, at + 1), linear(pixels, at + 2)];
}

/** A point of the canvas in drawing-buffer pixels, y up. */
export interface CanvasPoint {
  readonly x: number;
  readonly y: number;
}

/** Where a point of the city falls on the read-back canvas, or undefined behind the eye. */
export function projectToPixels(
  city: City,
  canvas: HTMLCanvasElement,
  point: Vec3,
): CanvasPoint | undefined {
  const at = city.rig.project(point);
  if (!at) return undefined;
  return {
    x: (at.x / canvas.clientWidth) * canvas.width,
    y: (1 - at.y / canvas.clientHeight) * canvas.height,
  };
}

/**
 * Mean linear luminance (Rec. 709) of the pixels that lie wholly inside a convex quadrilateral,
 * corners in order. A pixel on its edge holds light of its neighbours too, so it does not count.
 */
export function meanLuminance(pixels: CanvasPixels, corners: readonly CanvasPoint[]): number {
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  let light = 0;
  let count = 0;
  const right = Math.min(pixels.width, Math.ceil(Math.max(...xs)));
  const top = Math.min(pixels.height, Math.ceil(Math.max(...ys)));
  for (let y = Math.max(0, Math.floor(Math.min(...ys))); y < top; y += 1) {
    for (let x = Math.max(0, Math.floor(Math.min(...xs))); x < right; x += 1) {
      if (!holdsPixel(corners, x, y)) continue;
      const [red = 0, green = 0, blue = 0] = linearColour(pixels, x, y);
      light += 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      count += 1;
    }
  }
  return count === 0 ? 0 : light / count;
}

function holdsPixel(corners: readonly CanvasPoint[], x: number, y: number): boolean {
  return (
    isInside(corners, x, y) &&
    isInside(corners, x + 1, y) &&
    isInside(corners, x, y + 1) &&
    isInside(corners, x + 1, y + 1)
  );
}

function isInside(corners: readonly CanvasPoint[], x: number, y: number): boolean {
  let sign = 0;
  for (const [index, a] of corners.entries()) {
    const b = corners[(index + 1) % corners.length] ?? a;
    const turn = (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
    if (turn === 0) continue;
    if (sign !== 0 && Math.sign(turn) !== sign) return false;
    sign = Math.sign(turn);
  }
  return true;
}
