import type { ModelShape } from '#contract/model-shape.ts';
import { applyChanges, touchTile } from './apply-changes.ts';
import type { BranchRows } from './branch-rows.ts';
import type { Heap } from './heap.ts';
import { HookArena, tileRows, type ArenaSite } from './hook-arena.ts';
import type { InterventionPlan } from './intervention-plan.ts';
import type { Llama } from './llama.ts';

/** What a branch hands over to have its layers run. */
export interface RunningBranch {
  readonly id: number;
  readonly rows: BranchRows;
  readonly plan: InterventionPlan;
}

/** Positions first … first + count − 1, at most `tileRows`. */
export interface PositionRange {
  readonly first: number;
  readonly count: number;
}

interface HeldRows extends PositionRange {
  readonly branch: number;
  readonly layer: number;
}

export interface TileRunnerOptions {
  readonly maxPositions: number;
  readonly keepHooks: boolean;
}

/**
 * Runs layers of any branch and knows whose values lie in the arena. Values that have been
 * overwritten are computed again from the rows a branch keeps, one layer at a time, with the same
 * kernels in the same order: the same bits.
 */
export class TileRunner {
  private readonly heap: Heap;
  private readonly llama: Llama;
  private readonly arena: HookArena;
  private readonly keepHooks: boolean;
  /** What the arena holds, by layer. */
  private readonly held: (HeldRows | undefined)[];
  private readonly again: HookArena;
  private heldAgain: HeldRows | undefined;
  /** Rows of a layer computed again that the branch has already. */
  private readonly spare: {
    readonly residuals: number;
    readonly keys: number;
    readonly values: number;
  };

  constructor(heap: Heap, llama: Llama, options: TileRunnerOptions) {
    const { shape } = llama;
    const { maxPositions, keepHooks } = options;
    this.heap = heap;
    this.llama = llama;
    this.keepHooks = keepHooks;
    this.held = Array.from({ length: shape.layerCount }, () => undefined);
    const layerCount = keepHooks ? shape.layerCount : 1;
    this.arena = new HookArena(heap, shape, { layerCount, maxPositions });
    this.again = new HookArena(heap, shape, { layerCount: 1, maxPositions });
    const kvBytes = kvWidth(shape) * tileRows * 4;
    this.spare = {
      residuals: heap.allocate(shape.width * tileRows * 4),
      keys: heap.allocate(kvBytes),
      values: heap.allocate(kvBytes),
    };
  }

  /** Writes the embeddings of `tokens` into the branch's rows from `first` on, changes applied. */
  embed({ rows, plan }: RunningBranch, first: number, tokens: readonly number[]): void {
    const rowBytes = this.llama.shape.width * 4;
    const address = rows.writableRowAt('residuals', 0, first);
    tokens.forEach((token, row) => {
      this.llama.embed(token, address + row * rowBytes);
    });
    const tile = { firstPosition: first, count: tokens.length };
    applyChanges(plan.embeddingChanges, { heap: this.heap, address, rowBytes, tile });
  }

  /** Address of a token's embedding as the file has it, borrowed. */
  embeddingRow(token: number): number {
    this.llama.embed(token, this.spare.residuals);
    return this.spare.residuals;
  }

  /** Runs one layer; its input rows and the keys and values before `first` must be there. */
  runLayer(
    { id, rows, plan }: RunningBranch,
    layer: number,
    { first, count }: PositionRange,
  ): void {
    this.held[layer] = undefined;
    const newKeys = rows.writableRowAt('keys', layer, first);
    const newValues = rows.writableRowAt('values', layer, first);
    const residualOut = rows.writableRowAt('residuals', layer + 1, first);
    const tile = {
      positionStep: 1,
      ...{ firstPosition: first, count, newKeys, newValues, residualOut },
      residualIn: rows.rowAt('residuals', layer, first),
      keys: rows.rowAt('keys', layer, 0),
      values: rows.rowAt('values', layer, 0),
      hooks: this.arena.hooksOf(layer),
    } as const;
    this.llama.runLayer(layer, tile, touchTile(this.heap, tile, plan.layers[layer]));
    if (this.keepHooks) this.held[layer] = { branch: id, layer, first, count };
  }

  /**
   * Address of one position's row at an arena site, computed again where the arena does not hold it.
   * @param positionCount - finished positions of the branch
   */
  hookRow(branch: RunningBranch, at: HookPlace, positionCount: number): number {
    const { site, layer, position } = at;
    const held = this.held[layer];
    if (held && holds(held, branch.id, at)) {
      const first = this.arena.hooksOf(layer)[site];
      return first + (position - held.first) * this.arena.rowBytes(site);
    }
    if (!this.heldAgain || !holds(this.heldAgain, branch.id, at)) {
      this.heldAgain = this.runAgain(branch, at, positionCount);
    }
    const first = this.again.hooksOf(0)[site];
    return first + (position - this.heldAgain.first) * this.again.rowBytes(site);
  }

  private runAgain(branch: RunningBranch, at: HookPlace, positionCount: number): HeldRows {
    const { layer, position } = at;
    const { id, rows, plan } = branch;
    const before = this.heldAgain;
    // One position after the other is asked for: the next ones are computed in the same tile.
    const inSequence =
      before?.branch === id && before.layer === layer && before.first + before.count === position;
    const count = inSequence ? Math.min(tileRows, positionCount - position) : 1;
    this.heldAgain = undefined;
    const tile = {
      firstPosition: position,
      positionStep: 1,
      count,
      residualIn: rows.rowAt('residuals', layer, position),
      residualOut: this.spare.residuals,
      newKeys: this.spare.keys,
      newValues: this.spare.values,
      keys: rows.rowAt('keys', layer, 0),
      values: rows.rowAt('values', layer, 0),
      hooks: this.again.hooksOf(0),
    } as const;
    this.llama.runLayer(layer, tile, touchTile(this.heap, tile, plan.layers[layer]));
    return { branch: id, layer, first: position, count };
  }
}

export interface HookPlace {
  readonly site: ArenaSite;
  readonly layer: number;
  readonly position: number;
}

function holds(held: HeldRows, branch: number, { layer, position }: HookPlace): boolean {
  const { first, count } = held;
  return (
    held.branch === branch && held.layer === layer && position >= first && position < first + count
  );
}

function kvWidth({ kvHeadCount, headWidth }: ModelShape): number {
  return kvHeadCount * headWidth;
}
