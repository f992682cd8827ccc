import type { TestedLogits } from '#contract/forward-pass.ts';
import { applyChanges, touchVersions } from './apply-changes.ts';
import type { FinalRows } from './final-rows.ts';
import type { Heap } from './heap.ts';
import { HookArena, tileRows } from './hook-arena.ts';
import type { Llama } from './llama.ts';
import { groupTests, type PlannedTest } from './test-batches.ts';
import type { RunningBranch } from './tile-runner.ts';

/** A branch whose position is tried under other interventions. */
export interface TestedBranch extends RunningBranch {
  readonly tokens: readonly number[];
}

export interface TestRunnerParts {
  readonly heap: Heap;
  readonly llama: Llama;
  readonly finalRows: FinalRows;
  readonly maxPositions: number;
}

/**
 * Runs one position of a branch in several versions at once, a row of a tile each. All read the keys
 * and values of the positions before, which no version changes; each has its own for its own position.
 * Rows are computed as if they were alone, so their bits are those of a run of their own.
 */
export class TestRunner {
  private readonly parts: TestRunnerParts;
  private readonly hooks: HookArena;
  /** The versions' residual stream, [tileRows, width]: what a layer reads and what it writes. */
  private readonly residuals: Residuals;
  /** The versions' own keys and values, [tileRows, kvHeadCount · headWidth]. */
  private readonly ownKeys: number;
  private readonly ownValues: number;
  /** Keys and values of all positions, [maxPositions, kvHeadCount · headWidth]; the last is a version's. */
  private readonly keys: number;
  private readonly values: number;

  constructor(parts: TestRunnerParts) {
    const { heap, llama, maxPositions } = parts;
    const { width } = llama.shape;
    this.parts = parts;
    this.hooks = new HookArena(heap, llama.shape, { layerCount: 1, maxPositions });
    this.residuals = [heap.allocate(width * tileRows * 4), heap.allocate(width * tileRows * 4)];
    this.ownKeys = heap.allocate(this.kvRowBytes * tileRows);
    this.ownValues = heap.allocate(this.kvRowBytes * tileRows);
    this.keys = heap.allocate(this.kvRowBytes * maxPositions);
    this.values = heap.allocate(this.kvRowBytes * maxPositions);
  }

  /**
   * One turn per layer, then one for every few rows of logits.
   * @param tests - local ones of equal depth in the order of their first layers, at most `tileRows`
   */
  *run(
    branch: TestedBranch,
    tests: readonly PlannedTest[],
    position: number,
  ): Generator<readonly TestedLogits[], void, void> {
    const depth = tests[0]?.plan.depth ?? 0;
    let residuals: Residuals = this.residuals;
    let running = 0;
    for (let layer = tests[0]?.firstLayer ?? depth; layer <= depth; layer += 1) {
      const joined = joinedAt(tests, layer);
      const target = residuals[0] + running * this.residualBytes;
      this.takeIn(branch, tests.slice(running, joined), { layer, position, target });
      running = joined;
      if (layer === depth) break;
      this.runLayer(branch, tests.slice(0, running), { layer, position, residuals });
      residuals = [residuals[1], residuals[0]];
      yield [];
    }
    yield* this.unembed(tests, residuals[0]);
  }

  private get kvRowBytes(): number {
    const { kvHeadCount, headWidth } = this.parts.llama.shape;
    return kvHeadCount * headWidth * 4;
  }

  private get residualBytes(): number {
    return this.parts.llama.shape.width * 4;
  }

  /** Writes what the versions read at that layer: what the branch itself reads there. */
  private takeIn(
    { rows, tokens }: TestedBranch,
    joining: readonly PlannedTest[],
    { layer, position, target }: { layer: number; position: number; target: number },
  ): void {
    const { heap, llama } = this.parts;
    const rowBytes = this.residualBytes;
    for (const [nth, { plan }] of joining.entries()) {
      const address = target + nth * rowBytes;
      if (layer > 0) {
        const from = rows.rowAt('residuals', layer, position);
        heap.u8.copyWithin(address, from, from + rowBytes);
        continue;
      }
      llama.embed(tokens[position]!, address);
      const tile = { firstPosition: position, count: 1 };
      applyChanges(plan.embeddingChanges, { heap, address, rowBytes, tile });
    }
  }

  private runLayer(
    { rows }: TestedBranch,
    tests: readonly PlannedTest[],
    { layer, position, residuals }: { layer: number; position: number; residuals: Residuals },
  ): void {
    const { heap, llama } = this.parts;
    for (const [kind, target] of [
      ['keys', this.keys],
      ['values', this.values],
    ] as const) {
      const from = rows.rowAt(kind, layer, 0);
      heap.u8.copyWithin(target, from, from + position * this.kvRowBytes);
    }
    const tile = {
      positionStep: 0,
      ...{ firstPosition: position, count: tests.length },
      ...{ residualIn: residuals[0], residualOut: residuals[1] },
      ...{ newKeys: this.ownKeys, newValues: this.ownValues },
      ...{ keys: this.keys, values: this.values },
      hooks: this.hooks.hooksOf(0),
    } as const;
    const changes = tests.map(({ plan }) => plan.layers[layer]);
    llama.runLayer(layer, tile, touchVersions(heap, position, changes));
  }

  private *unembed(
    tests: readonly PlannedTest[],
    residuals: number,
  ): Generator<readonly TestedLogits[], void, void> {
    const { heap, llama, finalRows } = this.parts;
    const { width, vocabularySize } = llama.shape;
    for (let first = 0; first < tests.length; first += groupTests) {
      const group = tests.slice(first, first + groupTests);
      const rows = heap.floatsAt(residuals + first * this.residualBytes, group.length * width);
      const logits = finalRows.unembedded(rows);
      yield group.map(({ test }, row) => ({
        test,
        logits: logits.subarray(row * vocabularySize, (row + 1) * vocabularySize),
      }));
    }
  }
}

/** Addresses: what a layer reads, what it writes. */
type Residuals = readonly [number, number];

/** How many of the tests run from this layer on: all that begin here, filled up to whole groups. */
function joinedAt(tests: readonly PlannedTest[], layer: number): number {
  const count = tests.filter(({ firstLayer }) => firstLayer <= layer).length;
  return Math.min(tests.length, Math.ceil(count / groupTests) * groupTests);
}
