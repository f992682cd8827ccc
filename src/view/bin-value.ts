import { decodeDisplayCode } from '#contract/display-code.ts';
import type { Target } from '#contract/intent.ts';
import { binBounds } from '#contract/overview.ts';
import { postBinCount, residBinCount, zBinsPerHead } from '#contract/texel-layout.ts';
import type { ReadableStore, StoreState } from '#store/read.ts';

export type BinTarget = Target & { readonly kind: 'bin' };

/** Which numbers of a row one window stands for (SPEC.md, OV2). */
export interface BinRange {
  /** First index in the row and one past the last. */
  readonly from: number;
  readonly to: number;
  /** Set for attn.hook_z: the head, and where its numbers begin in the row. */
  readonly head: number | undefined;
  readonly headStart: number;
}

export function binRange(state: StoreState, { site, bin }: BinTarget): BinRange {
  const { headWidth = 0, neuronCount = 0, width = 0 } = state.hello?.model ?? {};
  if (site === 'attn.hook_z') {
    const head = Math.floor(bin / zBinsPerHead);
    const headStart = head * headWidth;
    const [from, to] = binBounds(bin % zBinsPerHead, zBinsPerHead, headWidth);
    return { from: headStart + from, to: headStart + to, head, headStart };
  }
  const isPost = site === 'mlp.hook_post';
  const [from, to] = binBounds(
    bin,
    isPost ? postBinCount : residBinCount,
    isPost ? neuronCount : width,
  );
  return { from, to, head: undefined, headStart: 0 };
}

/** The value of largest magnitude in a bin's exact row, and its index in the row; undefined without the row. */
export function exactBinValue(
  store: ReadableStore,
  target: BinTarget,
): { readonly value: number; readonly index: number } | undefined {
  const row = store.valuesOf(target.site, target.layer, target.position)?.data;
  if (!row) return undefined;
  const { from, to } = binRange(store.state, target);
  let index = from;
  for (let each = from + 1; each < to; each += 1) {
    if (Math.abs(row[each] ?? 0) > Math.abs(row[index] ?? 0)) index = each;
  }
  return { value: row[index] ?? NaN, index };
}

/** What the bin's display code stands for, ±4.7 %, in the row's own units; undefined before it arrived. */
export function shownBinValue(state: StoreState, target: BinTarget): number | undefined {
  const overview = state.overviews[target.position];
  if (!overview || !state.hello) return undefined;
  const { model, display } = state.hello;
  const hi = display.hooks[target.site].hi[target.layer] ?? 0;
  switch (target.site) {
    case 'attn.hook_z':
      return decodeDisplayCode(
        overview.zCodes[target.layer * model.headCount * zBinsPerHead + target.bin] ?? 0,
        hi,
      );
    case 'mlp.hook_post':
      return decodeDisplayCode(
        overview.postCodes[target.layer * postBinCount + target.bin] ?? 0,
        hi,
      );
    case 'hook_resid_post': {
      const code = overview.residCodes[target.layer * residBinCount + target.bin] ?? 0;
      // [OV3] Codes count in units of the LayerNorm scale that reads them next.
      const unit = (overview.residNorm[target.layer] ?? 0) / Math.sqrt(model.width);
      return decodeDisplayCode(code, hi) * unit;
    }
  }
}
