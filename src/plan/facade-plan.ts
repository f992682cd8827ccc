import type { ModelShape } from '#contract/model-shape.ts';
import { paneRows, postBinCount, residBinCount, zBinsPerHead } from '#contract/texel-layout.ts';
import {
  attentionBaseMetres,
  cityMeasures,
  feedForwardBaseMetres,
  windowSpanMetres,
} from './city-measures.ts';
import { spineIsLeft, windowsLeft } from './face.ts';
import type { Face, FaceRect } from './face.ts';

/** The two storeys of a floor: attention below, feed-forward above. */
export type Storey = 'attention' | 'feed-forward';
/** Hooks whose bins have a place on the wall. */
export type WallSite = 'attn.hook_z' | 'mlp.hook_post' | 'hook_resid_post';

/** Columns of a wall of four rows: bin i stands in column ⌊i / 4⌋, row i mod 4 from the top. */
export const zColumnsPerHead = zBinsPerHead / paneRows;
export const postColumnCount = postBinCount / paneRows;
/** The spine: bin i stands in row ⌊i / 4⌋ from the top, column i mod 4 from the left. */
export const spineColumnCount = 4;
export const spineRowCount = residBinCount / spineColumnCount;

/** The window band of a storey on a wall, metres from the wall's left edge and the floor's base. */
export function storeyRect(storey: Storey, face: Face): FaceRect {
  const left = windowsLeft(face);
  const bottom = storey === 'attention' ? attentionBaseMetres : feedForwardBaseMetres;
  return {
    left,
    right: left + windowSpanMetres,
    bottom,
    top: bottom + cityMeasures.storeyMetres,
  };
}

/** The bay of one attention head, margins included: bays fill the storey from left to right. */
export function bayRect(head: number, shape: ModelShape, face: Face): FaceRect {
  const storey = storeyRect('attention', face);
  const width = windowSpanMetres / shape.headCount;
  return {
    ...storey,
    left: storey.left + head * width,
    right: storey.left + (head + 1) * width,
  };
}

/** The spine's part of a wall on one floor, from the slab's upper edge to the next floor. */
export function spineRect(face: Face): FaceRect {
  const left = spineIsLeft(face) ? 0 : cityMeasures.towerMetres - cityMeasures.spineMetres;
  return {
    left,
    right: left + cityMeasures.spineMetres,
    bottom: attentionBaseMetres,
    top: cityMeasures.floorMetres,
  };
}

/**
 * The glass of one bin on a wall. For attn.hook_z, `bin` counts head × 8 + bin of the head.
 * @throws RangeError when the model has no such bin.
 */
export function paneRect(site: WallSite, bin: number, shape: ModelShape, face: Face): FaceRect {
  const count = site === 'attn.hook_z' ? shape.headCount * zBinsPerHead : postBinCount;
  if (!Number.isInteger(bin) || bin < 0 || bin >= count) {
    throw new RangeError(`${site} has bins 0 to ${String(count - 1)}, not ${String(bin)}.`);
  }
  switch (site) {
    case 'attn.hook_z': {
      const bay = bayRect(Math.floor(bin / zBinsPerHead), shape, face);
      const inner = {
        ...bay,
        left: bay.left + cityMeasures.bayMarginMetres,
        right: bay.right - cityMeasures.bayMarginMetres,
      };
      const inBay = bin % zBinsPerHead;
      return cell(
        inner,
        { column: Math.floor(inBay / paneRows), columnCount: zColumnsPerHead },
        inBay,
      );
    }
    case 'mlp.hook_post':
      return cell(
        storeyRect('feed-forward', face),
        { column: Math.floor(bin / paneRows), columnCount: postColumnCount },
        bin,
      );
    case 'hook_resid_post':
      return spineCell(spineRect(face), bin);
  }
}

function cell(
  wall: FaceRect,
  across: { readonly column: number; readonly columnCount: number },
  bin: number,
): FaceRect {
  const width = (wall.right - wall.left) / across.columnCount;
  const height = (wall.top - wall.bottom) / paneRows;
  const left = wall.left + across.column * width;
  const top = wall.top - (bin % paneRows) * height;
  return shrunk({ left, right: left + width, bottom: top - height, top });
}

function spineCell(wall: FaceRect, bin: number): FaceRect {
  const width = (wall.right - wall.left) / spineColumnCount;
  const height = (wall.top - wall.bottom) / spineRowCount;
  const left = wall.left + (bin % spineColumnCount) * width;
  const top = wall.top - Math.floor(bin / spineColumnCount) * height;
  return shrunk({ left, right: left + width, bottom: top - height, top });
}

function shrunk(rect: FaceRect): FaceRect {
  const x = (rect.right - rect.left) * cityMeasures.paneMarginShare;
  const y = (rect.top - rect.bottom) * cityMeasures.paneMarginShare;
  return { left: rect.left + x, right: rect.right - x, bottom: rect.bottom + y, top: rect.top - y };
}
