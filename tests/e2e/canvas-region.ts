/** A rectangle of the page, CSS pixels from the top left. */
export interface CanvasRegion {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** RGBA bytes of a region of the canvas. */
export interface RegionPixels {
  readonly bytes: Uint8Array;
}

/** A channel may differ by that much without anyone seeing it. */
const seenStep = 6;

/** How many pixels of two pictures of the same region look different. */
export function differingPixels(one: RegionPixels, other: RegionPixels): number {
  let count = 0;
  for (let at = 0; at < one.bytes.length; at += 4) {
    const steps = [0, 1, 2].map((channel) =>
      Math.abs((one.bytes[at + channel] ?? 0) - (other.bytes[at + channel] ?? 0)),
    );
    if (Math.max(...steps) > seenStep) count += 1;
  }
  return count;
}

/** How many pixels are brighter than the night: any channel above half. */
export function litPixels({ bytes }: RegionPixels): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at += 4) {
    if (Math.max(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0) > 127) count += 1;
  }
  return count;
}
