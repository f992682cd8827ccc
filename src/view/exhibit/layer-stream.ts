import { decodeDisplayCode } from '#contract/display-code.ts';
import type { Target } from '#contract/intent.ts';
import { binBounds } from '#contract/overview.ts';
import { isSameTarget } from '#contract/same-target.ts';
import { residBinCount } from '#contract/texel-layout.ts';
import type { ReadableStore, StoreState } from '#store/read.ts';
import { commonRange } from '#view/common-range.ts';
import { exactNumber, roughNumber } from '#view/number-words.ts';
import { tokenWords } from '#view/token-words.ts';
import { BoardMemo } from './board-memo.ts';
import type { Board } from './board.ts';
import { isComputed, shownCount, tokenNames } from './shown-tokens.ts';

const memo = new BoardMemo<Board>();

/** The residual stream after a layer, a row of 64 bins for each shown token, in the windows' light. */
export function streamBoard(store: ReadableStore, layer: number): Board {
  const { state } = store;
  const count = shownCount(state, layer);
  const { overviews, tokens, settings, hello } = state;
  const inputs = [layer, count, overviews, tokens, settings.commonScale, hello];
  return memo.take(store, 'resid', inputs, () => makeBoard(state, layer, count));
}

function makeBoard(state: StoreState, layer: number, count: number): Board {
  const { width = 0 } = state.hello?.model ?? {};
  const values = binValues(state, layer, count);
  const [dark, full] = brightnessOf(state, layer);
  const targetOf = (position: number, bin: number): Target => ({
    kind: 'bin',
    site: 'hook_resid_post',
    position,
    layer,
    bin,
  });
  const size = Math.ceil(width / residBinCount);
  return {
    key: 'resid',
    group: 'Residual stream',
    title: 'The stream after the layer',
    sentence: `Each row is a token, each cell the strongest of ${String(size)} neighbouring dimensions of its residual stream, as the next layer sees it.${strongestWords(state, values)}`,
    name: `blocks.${String(layer)}.hook_resid_post ÷ its RMS`,
    status: 'DERIVED',
    made: `Strongest of ${String(size)}, sign kept, divided by the LayerNorm scale that reads it next; from display codes, within 4.7 %. Light is |value| on a log scale: dark at ${exactNumber(dark)}, full at ${exactNumber(full)}${state.settings.commonScale ? ', one scale for all layers' : ''}.`,
    chart: 'heat',
    values,
    rowCount: count,
    columnCount: residBinCount,
    rowNames: tokenNames(state, count),
    columnNames: [],
    scale: { kind: 'log', dark, full },
    hue: { kind: 'residual' },
    targetAt: (row, column) =>
      Number.isNaN(values[row * residBinCount + column] ?? NaN) ? undefined : targetOf(row, column),
    cellOf: (target) =>
      target.kind === 'bin' &&
      target.position < count &&
      isSameTarget(targetOf(target.position, target.bin), target)
        ? target.position * residBinCount + target.bin
        : -1,
    missing: undefined,
  };
}

/** [count, 64], in units of the LayerNorm scale (SPEC.md, OV3). */
function binValues(state: StoreState, layer: number, count: number): Float32Array {
  const hi = state.hello?.display.hooks.hook_resid_post.hi[layer] ?? 0;
  const valueOfCode = Float32Array.from({ length: 256 }, (_, code) => decodeDisplayCode(code, hi));
  const values = new Float32Array(count * residBinCount).fill(NaN);
  for (let position = 0; position < count; position += 1) {
    const codes = state.overviews[position]?.residCodes;
    if (!codes || !isComputed(state, layer, position)) continue;
    for (let bin = 0; bin < residBinCount; bin += 1) {
      const code = codes[layer * residBinCount + bin] ?? 0;
      values[position * residBinCount + bin] = valueOfCode[code] ?? NaN;
    }
  }
  return values;
}

/** The windows' own scale: of the layer, or one for all. */
function brightnessOf({ hello, settings }: StoreState, layer: number): readonly [number, number] {
  const brightness = hello?.display.hooks.hook_resid_post.brightness ?? [];
  return settings.commonScale ? commonRange(brightness) : (brightness[layer] ?? [0, 0]);
}

function strongestWords(state: StoreState, values: Float32Array): string {
  let place = -1;
  for (const [cell, value] of values.entries()) {
    if (Math.abs(value) > Math.abs(values[place] ?? 0)) place = cell;
  }
  if (place < 0) return '';
  const bin = place % residBinCount;
  const [from, to] = binBounds(bin, residBinCount, state.hello?.model.width ?? 0);
  const owner = tokenWords(state, Math.floor(place / residBinCount));
  return ` The strongest stands in dimensions ${String(from)} to ${String(to - 1)} of ${owner}: ${roughNumber(values[place] ?? 0)} times its root mean square.`;
}
