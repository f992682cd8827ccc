import type { DecodedValues } from '#contract/decoded-message.ts';
import type { Target } from '#contract/intent.ts';
import { isSameTarget } from '#contract/same-target.ts';
import type { ReadableStore, StoreState } from '#store/read.ts';
import { litLayerAt } from '#view/focus-position.ts';
import { countWords } from '#view/number-words.ts';
import { siteFormulas } from '#view/site-formulas.ts';
import { unitOfSite } from '#view/site-units.ts';
import { tokenWords } from '#view/token-words.ts';
import { barList, hueOf, indexAt, lineOf, type ActivationPlace } from './activation-value.ts';
import { tokenCells } from './board-cells.ts';
import { BoardMemo } from './board-memo.ts';
import type { Board } from './board.ts';
import { exactRows, exactRowsAt, type ExactRows } from './exact-rows.ts';
import { isComputed, shownCount, tokenNames } from './shown-tokens.ts';
import { valueRow, type ValueRow } from './value-row.ts';

/** A board and the rows it is made of. */
export interface Series<Rows extends ExactRows = ExactRows> {
  readonly board: Board;
  readonly rows: Rows;
}

/** Values shown on each side of the one asked for. */
const neighbourCount = 16;
const memo = new BoardMemo<Board>();

const valueOf = (values: DecodedValues | undefined, index: number | undefined): number =>
  (index === undefined ? undefined : values?.data[index]) ?? NaN;

const targetOf = (place: ActivationPlace, change: Partial<ActivationPlace>): Target => {
  const { site, layer, position, index } = { ...place, ...change };
  return { kind: 'value', site, layer, position, index };
};

const keyOf = ({ site, layer, position, index }: ActivationPlace): readonly unknown[] => [
  ...[site, layer, position, index],
];

/** The value among those that stand beside it in its row, in its own head. */
export function neighbours(place: ActivationPlace, store: ReadableStore): Series<ValueRow> {
  const { state } = store;
  const { site, layer, position, index } = place;
  const rows = valueRow(store, site, layer, position);
  const line = lineOf(place, state);
  const from = Math.max(line.from, index - neighbourCount);
  const to = Math.min(line.to, index + neighbourCount + 1);
  const inputs = [...keyOf(place), rows.data, rows.missing];
  const board = memo.take(store, 'neighbours', inputs, () => {
    const values = Float32Array.from(
      { length: to - from },
      (_, nth) => rows.data?.[from + nth] ?? NaN,
    );
    const unit = unitOfSite(site);
    return barList({
      key: 'neighbours',
      title: 'Beside it',
      plain: `The ${unit}s ${String(from - line.from)} to ${String(to - 1 - line.from)}, in the order of their numbers, which means nothing to the model.`,
      findingOf: (row, value) =>
        `Here ${unit} ${String(from + row - line.from)} is the strongest: ${value}.`,
      name: `blocks.${String(layer)}.${site}[position ${String(position)}, values ${String(from)} to ${String(to - 1)}]`,
      made: siteFormulas[site],
      values,
      rowNames: Array.from(values, (_, nth) => String(from + nth - line.from)),
      hue: hueOf(place),
      targetAt: (row) =>
        row >= 0 && row < to - from ? targetOf(place, { index: from + row }) : undefined,
      cellOf: (target) =>
        target.kind === 'value' &&
        target.index >= from &&
        target.index < to &&
        isSameTarget(targetOf(place, { index: target.index }), target)
          ? target.index - from
          : -1,
      missing: rows.missing,
    });
  });
  return { board, rows };
}

/** The same value at every shown token. */
export function overTokens(place: ActivationPlace, store: ReadableStore): Series {
  const { state } = store;
  const { site, layer } = place;
  const count = shownCount(state, layer);
  const positions = Array.from({ length: count }, (_, position) => position);
  const rows = exactRows(store, site, layer, positions);
  const inputs = [...keyOf(place), state.tokens, rows.missing, ...rows.rows];
  const board = memo.take(store, 'over-tokens', inputs, () => {
    const targets = positions.map((position) => indexAt(place, position));
    return barList({
      key: 'over-tokens',
      title: 'At every token',
      plain: `The same value at each of ${countWords(count, 'token')}.`,
      findingOf: (row, value) => `It is strongest at ${tokenWords(state, row)}: ${value}.`,
      name: `blocks.${String(layer)}.${site}[every position]`,
      made: siteFormulas[site],
      values: Float32Array.from(rows.rows, (values, position) =>
        valueOf(values, targets[position]),
      ),
      rowNames: tokenNames(state, count),
      hue: hueOf(place),
      ...withoutAbsent(
        tokenCells(count, (position) =>
          targetOf(place, { position, index: targets[position] ?? -1 }),
        ),
        targets,
      ),
      missing: rows.missing,
    });
  });
  return { board, rows };
}

/** A pattern's row has no cell for a key that comes after it. */
function withoutAbsent(
  cells: Pick<Board, 'targetAt' | 'cellOf'>,
  indices: readonly (number | undefined)[],
): Pick<Board, 'targetAt' | 'cellOf'> {
  return {
    ...cells,
    targetAt: (row, column) =>
      indices[row] === undefined ? undefined : cells.targetAt(row, column),
  };
}

/** The same index on every layer that is lit at the token, the last on top as in its tower. */
export function overLayers(place: ActivationPlace, store: ReadableStore): Series {
  const { state } = store;
  const { site, position } = place;
  const layers = litLayers(state, position);
  const rows = exactRowsAt(
    store,
    layers.map((layer) => ({ site, layer, position })),
  );
  const inputs = [...keyOf(place), rows.missing, ...layers, ...rows.rows];
  const board = memo.take(store, 'over-layers', inputs, () =>
    barList({
      key: 'over-layers',
      title: 'On every layer',
      plain: layerWords(place, state),
      findingOf: (row, value) =>
        `It is strongest on layer ${String(layers[row] ?? NaN)}: ${value}.`,
      name: `blocks.{layer}.${site}[position ${String(position)}, value ${String(place.index)}]`,
      made: siteFormulas[site],
      values: Float32Array.from(rows.rows, (values) => valueOf(values, place.index)),
      rowNames: layers.map((layer) => `layer ${String(layer)}`),
      hue: hueOf(place),
      targetAt: (row) => {
        const layer = layers[row];
        return layer === undefined ? undefined : targetOf(place, { layer });
      },
      cellOf: (target) =>
        target.kind === 'value' && isSameTarget(targetOf(place, { layer: target.layer }), target)
          ? layers.indexOf(target.layer)
          : -1,
      missing: rows.missing,
    }),
  );
  return { board, rows };
}

function litLayers(state: StoreState, position: number): readonly number[] {
  return Array.from({ length: litLayerAt(state, position) + 1 }, (_, layer) => layer)
    .filter((layer) => isComputed(state, layer, position))
    .reverse();
}

/** Only the stream's dimensions are the same thing on every layer. */
function layerWords({ site, position }: ActivationPlace, state: StoreState): string {
  const words = tokenWords(state, position);
  if (unitOfSite(site) === 'scale') return `The scale ${site} of every layer at ${words}.`;
  const isStream = !site.startsWith('attn.') && !site.startsWith('mlp.');
  return isStream
    ? `The same dimension on every layer at ${words}.`
    : `The value of the same number on every layer at ${words}; another layer’s has nothing in common with it but the number.`;
}
