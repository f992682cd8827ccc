import type { ModelShape } from '#contract/model-shape.ts';
import { paneRows, zBinsPerHead } from '#contract/texel-layout.ts';
import { cityMeasures, windowSpanMetres } from './city-measures.ts';
import {
  postColumnCount,
  spineColumnCount,
  spineRect,
  spineRowCount,
  storeyRect,
  zColumnsPerHead,
} from './facade-plan.ts';
import type { WallSite } from './facade-plan.ts';
import type { Face, FaceRect } from './face.ts';

/** What stands at a point of a wall: one bin's cell (pane and half the wall around it), or bare floor. */
export type WallCell =
  | { readonly kind: 'bin'; readonly site: WallSite; readonly bin: number; readonly head: number }
  | { readonly kind: 'floor' };

const floorCell: WallCell = { kind: 'floor' };

/**
 * The inverse of `paneRect`. `u`: metres from the wall's left edge, `v`: metres above the floor's
 * base. Cells have no gaps between them, so that a pointer does not lose its window on the frame;
 * `head` is −1 outside attention.
 */
export function wallCellAt(u: number, v: number, face: Face, shape: ModelShape): WallCell {
  const attention = storeyRect('attention', face);
  if (isInside(attention, u, v)) {
    const bayWidth = windowSpanMetres / shape.headCount;
    const head = limited((u - attention.left) / bayWidth, shape.headCount);
    const inBay = u - attention.left - head * bayWidth - cityMeasures.bayMarginMetres;
    const column = limited(
      (inBay / (bayWidth - 2 * cityMeasures.bayMarginMetres)) * zColumnsPerHead,
      zColumnsPerHead,
    );
    const bin = head * zBinsPerHead + column * paneRows + rowFromTop(attention, v);
    return { kind: 'bin', site: 'attn.hook_z', bin, head };
  }
  const feedForward = storeyRect('feed-forward', face);
  if (isInside(feedForward, u, v)) {
    const column = limited(
      ((u - feedForward.left) / windowSpanMetres) * postColumnCount,
      postColumnCount,
    );
    const bin = column * paneRows + rowFromTop(feedForward, v);
    return { kind: 'bin', site: 'mlp.hook_post', bin, head: -1 };
  }
  const spine = spineRect(face);
  if (!isInside(spine, u, v)) return floorCell;
  const share = (u - spine.left) / cityMeasures.spineMetres;
  const row = limited(
    ((spine.top - v) / (spine.top - spine.bottom)) * spineRowCount,
    spineRowCount,
  );
  const bin = row * spineColumnCount + limited(share * spineColumnCount, spineColumnCount);
  return { kind: 'bin', site: 'hook_resid_post', bin, head: -1 };
}

function rowFromTop(storey: FaceRect, v: number): number {
  return limited(((storey.top - v) / cityMeasures.storeyMetres) * paneRows, paneRows);
}

/** Rounding must not push a point on an edge into a cell that is not there. */
function limited(value: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor(value)));
}

function isInside(rect: FaceRect, u: number, v: number): boolean {
  return u >= rect.left && u <= rect.right && v >= rect.bottom && v <= rect.top;
}
