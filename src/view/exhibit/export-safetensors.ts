import { rowShape, siteName, type LayerSite } from '#contract/hook-site.ts';
import type { Target } from '#contract/intent.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import type { Tensor } from '#contract/safetensors-dtype.ts';
import { encodeSafetensors } from '#contract/safetensors.ts';
import type { ReadableStore } from '#store/read.ts';
import { isKeyedSite, ownRow } from '#view/own-row.ts';
import type { Board, Exhibit } from './board.ts';

/**
 * What an exhibit shows, as a safetensors file: exact rows whole, under their site's full name, F32
 * [positions, row…], their positions beside them (`….positions`, U32); what is derived, or known
 * from display codes only, as it is shown, under `shown.<key>`, F32 [rows, columns]. The metadata
 * says of which run all is, and how each shown tensor was made. Undefined when nothing is here yet.
 */
export function exhibitSafetensors(
  exhibit: Exhibit,
  store: ReadableStore,
): Uint8Array<ArrayBuffer> | undefined {
  const { hello } = store.state;
  const boards = exhibit.boards.filter(({ missing }) => missing === undefined);
  if (!hello || boards.length === 0) return undefined;
  const tensors = new Map<string, Tensor>();
  const metadata = new Map([
    ['kind', 'exhibit'],
    ['title', exhibit.title],
    ['place', JSON.stringify(exhibit.place)],
    ['model', hello.model.name],
    ['model sha256', hello.model.sha256],
    ['precision', hello.run.precision],
    ['prompt', hello.run.prompt],
  ]);
  const rows = new ExactRowSet(store);
  for (const board of boards) {
    if (board.status === 'REAL' && rows.addBoard(board)) continue;
    const { key, name, status, made, values, rowCount, columnCount } = board;
    const tensor: Tensor = { dtype: 'F32', shape: [rowCount, columnCount], data: values.slice() };
    tensors.set(`shown.${key}`, tensor);
    metadata.set(`shown.${key}`, `${name}. ${status}: ${made}`);
  }
  rows.writeTo(tensors, hello.model);
  return encodeSafetensors({ metadata, tensors });
}

interface RowPlace {
  readonly site: LayerSite;
  readonly layer: number;
  readonly position: number;
}

/** Whole rows that cells of boards belong to. */
class ExactRowSet {
  readonly #store: ReadableStore;
  /** By the site's full name, then by position. */
  readonly #rows = new Map<string, Map<number, RowPlace>>();

  constructor(store: ReadableStore) {
    this.#store = store;
  }

  /** Takes the rows of all cells; none, and false, unless every cell's row is here. */
  addBoard({ values, rowCount, columnCount, targetAt }: Board): boolean {
    const found = new Set<RowPlace>();
    for (let row = 0; row < rowCount; row += 1) {
      for (let column = 0; column < columnCount; column += 1) {
        if (Number.isNaN(values[row * columnCount + column] ?? NaN)) continue;
        const place = rowPlaceOf(targetAt(row, column));
        if (!place || !ownRow(this.#store, place.site, place.layer, place.position)) return false;
        found.add(place);
      }
    }
    for (const place of found) {
      const name = siteName(place.site, place.layer);
      const rows = this.#rows.get(name) ?? new Map<number, RowPlace>();
      this.#rows.set(name, rows.set(place.position, place));
    }
    return found.size > 0;
  }

  writeTo(tensors: Map<string, Tensor>, model: ModelShape): void {
    for (const [name, rows] of this.#rows) {
      const group = [...rows.values()].sort((a, b) => a.position - b.position);
      const positions = Uint32Array.from(group, ({ position }) => position);
      tensors.set(name, this.#tensorOf(group, model));
      tensors.set(`${name}.positions`, {
        dtype: 'U32',
        shape: [positions.length],
        data: positions,
      });
    }
  }

  /** Rows over keys are as long as the longest, filled as the model's own are (SPEC.md, VAL2). */
  #tensorOf(group: readonly RowPlace[], model: ModelShape): Tensor {
    const { site = 'hook_resid_post' } = group[0] ?? {};
    const last = Math.max(...group.map(({ position }) => position));
    const row = rowShape(site, model, last + 1);
    const length = row.reduce((all, size) => all * size, 1);
    const data = new Float32Array(group.length * length);
    if (site === 'attn.hook_attn_scores') data.fill(-Infinity);
    const width = row.at(-1) ?? 1;
    for (const [nth, { layer, position }] of group.entries()) {
      const own = ownRow(this.#store, site, layer, position) ?? new Float32Array(0);
      const ownWidth = isKeyedSite(site) ? position + 1 : width;
      for (let part = 0; part * ownWidth < own.length; part += 1) {
        const values = own.subarray(part * ownWidth, (part + 1) * ownWidth);
        data.set(values, nth * length + part * width);
      }
    }
    return { dtype: 'F32', shape: [group.length, ...row], data };
  }
}

/** The exact row a cell is a number of; undefined for cells that stand for more than one number. */
function rowPlaceOf(target: Target | undefined): RowPlace | undefined {
  if (target?.kind === 'value') return target;
  if (target?.kind !== 'beam') return undefined;
  return { site: 'attn.hook_pattern', layer: target.layer, position: target.query };
}
