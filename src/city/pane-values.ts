import type { Display } from '#contract/control-message.ts';
import { decodeDisplayCode } from '#contract/display-code.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { postBinCount, residBinCount, zBinsPerHead } from '#contract/texel-layout.ts';
import type { WallSite } from '#plan/facade-plan.ts';
import type { ReadableStore } from '#store/read.ts';

/** What one window stands for. */
export interface PaneValue {
  /** The value of largest magnitude in the bin: exact, or the middle of its display code's step. */
  readonly value: number;
  /** Index of that value in its row (in its head for attn.hook_z); −1 when only the code is known. */
  readonly index: number;
  /** Signed display code. */
  readonly code: number;
}

/** Values [from, to) of a row that a bin holds (SPEC.md, OV2). */
export function binRange(
  site: WallSite,
  bin: number,
  shape: ModelShape,
): { readonly from: number; readonly to: number } {
  if (site === 'attn.hook_z') {
    const head = Math.floor(bin / zBinsPerHead);
    const inHead = bin % zBinsPerHead;
    const first = head * shape.headWidth;
    return {
      from: first + Math.floor((inHead * shape.headWidth) / zBinsPerHead),
      to: first + Math.floor(((inHead + 1) * shape.headWidth) / zBinsPerHead),
    };
  }
  const count = site === 'mlp.hook_post' ? postBinCount : residBinCount;
  const length = site === 'mlp.hook_post' ? shape.neuronCount : shape.width;
  return {
    from: Math.floor((bin * length) / count),
    to: Math.floor(((bin + 1) * length) / count),
  };
}

export interface PaneAddress {
  readonly site: WallSite;
  readonly position: number;
  readonly layer: number;
  readonly bin: number;
}

/** REAL when the store has the row, else DERIVED from the display code; undefined before either is here. */
export function paneValue(
  store: ReadableStore,
  at: PaneAddress,
  model: { readonly shape: ModelShape; readonly display: Display },
): PaneValue | undefined {
  const code = paneCode(store, at, model.shape);
  if (code === undefined) return undefined;
  const exact = store.valuesOf(at.site, at.layer, at.position);
  if (exact) return { ...largest(exact.data, at, model.shape), code };
  const hi = model.display.hooks[at.site].hi[at.layer] ?? 0;
  return { value: decodeDisplayCode(code, hi) * codeUnit(store, at, model.shape), index: -1, code };
}

function largest(
  row: Float32Array,
  at: PaneAddress,
  shape: ModelShape,
): { readonly value: number; readonly index: number } {
  const { from, to } = binRange(at.site, at.bin, shape);
  let found = from;
  for (let index = from; index < to; index += 1) {
    if (Math.abs(row[index] ?? 0) > Math.abs(row[found] ?? 0)) found = index;
  }
  const isHead = at.site === 'attn.hook_z';
  return { value: row[found] ?? NaN, index: isHead ? found % shape.headWidth : found };
}

function paneCode(store: ReadableStore, at: PaneAddress, shape: ModelShape): number | undefined {
  const overview = store.state.overviews[at.position];
  switch (at.site) {
    case 'attn.hook_z':
      return overview?.zCodes[at.layer * shape.headCount * zBinsPerHead + at.bin];
    case 'mlp.hook_post':
      return overview?.postCodes[at.layer * postBinCount + at.bin];
    case 'hook_resid_post':
      return overview?.residCodes[at.layer * residBinCount + at.bin];
  }
}

/** Codes of the residual count in units of the LayerNorm that reads it (SPEC.md, OV3): resid.norm / √width. */
function codeUnit(store: ReadableStore, at: PaneAddress, shape: ModelShape): number {
  if (at.site !== 'hook_resid_post') return 1;
  const norm = store.state.overviews[at.position]?.residNorm[at.layer] ?? 0;
  return norm / Math.sqrt(shape.width);
}

/**
 * A number short enough for a pane: three significant digits, two and "≈" for what is known from
 * its display code only.
 */
export function paneNumberText(value: number, isExact: boolean): string {
  const magnitude = Math.abs(value);
  const digits = isExact ? 3 : 2;
  const sign = value < 0 ? '−' : '';
  return `${isExact ? '' : '≈'}${sign}${shortNumber(magnitude, digits)}`;
}

function shortNumber(magnitude: number, digits: number): string {
  if (magnitude === 0) return '0';
  if (!Number.isFinite(magnitude)) return String(magnitude);
  if (magnitude >= 0.001 && magnitude < 1e5) {
    const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(magnitude)));
    return magnitude.toFixed(Math.min(decimals, 5));
  }
  return magnitude.toExponential(1).replace('e-', 'e−').replace('e+', 'e');
}
