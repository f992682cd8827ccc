import type { Vec3 } from '#contract/preview.ts';
import type { AvenuePlan } from '#plan/avenue-plan.ts';
import { emptySignColumn, signShare, writeSignColumn } from '#plan/sign-column.ts';
import type { SignColumn } from '#plan/sign-column.ts';
import { signMeasures } from '#plan/sign-measures.ts';
import type { StoreState } from '#store/read.ts';
import type { LabelDraw } from './label-draw.ts';
import { lensPositionOf } from './lens-labels.ts';

/** One column as it hangs for the eye of this frame. */
export interface HungColumn {
  readonly column: SignColumn;
  /** Share of full size; 0 hides it. */
  share: number;
}

/** Lens signs and floor numbers hang on the outlines of their towers, wherever the eye is. */
export class SignColumns {
  readonly lens: HungColumn = { column: emptySignColumn(), share: 0 };
  readonly ruler: HungColumn = { column: emptySignColumn(), share: 0 };

  hang(
    draw: LabelDraw,
    plan: AvenuePlan,
    view: { readonly eye: Vec3; readonly state: StoreState; readonly lensWidthMetres: number },
  ): void {
    const lensPosition = Math.min(lensPositionOf(view.state), plan.tokenCount - 1);
    const lens = { widthMetres: view.lensWidthMetres, mostShare: signMeasures.lensMostShare };
    place(this.lens, plan, { ...view, position: lensPosition, side: 1 }, lens);
    const ruler = { widthMetres: signMeasures.rulerWidthMetres, mostShare: 1 };
    place(this.ruler, plan, { ...view, position: 0, side: -1 }, ruler);
    draw.hang('lens', this.lens.column, this.lens.share);
    draw.hang('ruler', this.ruler.column, this.ruler.share);
  }
}

function place(
  hung: HungColumn,
  plan: AvenuePlan,
  at: { readonly eye: Vec3; readonly position: number; readonly side: 1 | -1 },
  size: { readonly widthMetres: number; readonly mostShare: number },
): void {
  const isPlaced = writeSignColumn(hung.column, at.eye, {
    position: at.position,
    tokenCount: plan.tokenCount,
    preferredSide: at.side,
    neededMetres: size.widthMetres,
  });
  hung.share = isPlaced ? signShare(hung.column, size.widthMetres, size.mostShare) : 0;
}
