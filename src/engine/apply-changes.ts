import type { Change, Effect } from './change.ts';
import type { Heap } from './heap.ts';
import type { LayerChanges } from './intervention-plan.ts';
import type { Touch } from './llama.ts';

export interface ChangedRows {
  readonly heap: Heap;
  /** The tile's first row; rows are `rowBytes` apart. */
  readonly address: number;
  readonly rowBytes: number;
  readonly tile: { readonly firstPosition: number; readonly count: number };
}

/** Applies changes to the rows of a tile, in listed order, each on what the one before left. */
export function applyChanges(changes: readonly Change[], rows: ChangedRows): void {
  const { heap, address, rowBytes, tile } = rows;
  for (const change of changes) {
    for (let row = 0; row < tile.count; row += 1) {
      const position = tile.firstPosition + row;
      if (!covers(change, position)) continue;
      const partLength = change.partLength || position + 1;
      const start = (address + row * rowBytes) / 4;
      changeRow(heap.f32, start, partLength, change);
    }
  }
}

/** For a tile that is a run of positions: what happens at each site of one layer. */
export function touchTile(
  heap: Heap,
  tile: ChangedRows['tile'],
  changes: LayerChanges | undefined,
): Touch {
  if (!changes) return touchNothing;
  return (site, address, rowBytes) => {
    const list = changes.get(site);
    if (list) applyChanges(list, { heap, address, rowBytes, tile });
  };
}

/** For versions of one position, each with changes of its own: what happens at each site of one layer. */
export function touchVersions(
  heap: Heap,
  position: number,
  changes: readonly (LayerChanges | undefined)[],
): Touch {
  const tile = { firstPosition: position, count: 1 };
  return (site, address, rowBytes) => {
    for (const [row, ofRow] of changes.entries()) {
      const list = ofRow?.get(site);
      if (list) applyChanges(list, { heap, address: address + row * rowBytes, rowBytes, tile });
    }
  };
}

function touchNothing(): void {
  // Nothing is to change.
}

function covers(change: Change, position: number): boolean {
  if (position < change.firstPosition || position > change.lastPosition) return false;
  return change.onlyPositions?.has(position) ?? true;
}

function changeRow(f32: Float32Array, start: number, partLength: number, change: Change): void {
  const { component } = change;
  const first = component < 0 ? 0 : component;
  const last = component < 0 ? partLength : component + 1;
  let nth = 0;
  for (let head = change.firstHead; head < change.lastHead; head += 1) {
    for (let i = first; i < last; i += 1) {
      const inRow = head * partLength + i;
      f32[start + inRow] = changed(f32[start + inRow]!, change.effect, inRow, nth);
      nth += 1;
    }
  }
}

function changed(before: number, effect: Effect, inRow: number, nth: number): number {
  switch (effect.kind) {
    case 'scale':
      // A masked score stays masked: −∞ · 0 would be NaN.
      return before === -Infinity ? before : before * effect.factor;
    case 'add':
      return before + effect.values[nth % effect.values.length]!;
    case 'set':
      return effect.values[nth % effect.values.length]!;
    case 'replace':
      return effect.row[inRow]!;
  }
}
