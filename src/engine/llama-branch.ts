import type { Branch, Progress, TestedLogits } from '#contract/forward-pass.ts';
import { isModelSite, rowShape, type LayerSite, type Site } from '#contract/hook-site.ts';
import type { Intervention } from '#contract/interventions.ts';
import type { BranchRows } from './branch-rows.ts';
import type { FinalRows } from './final-rows.ts';
import type { Heap } from './heap.ts';
import { isArenaSite, tileRows } from './hook-arena.ts';
import { firstTouched, type InterventionPlan } from './intervention-plan.ts';
import type { Llama } from './llama.ts';
import { batchesOf, planTest, testsPerSort, type PlannedTest } from './test-batches.ts';
import type { TestRunner } from './test-runner.ts';
import type { TileRunner } from './tile-runner.ts';

/** Tests planned before the caller may stop. */
const plansPerTurn = 32;

/** What all branches of one forward pass share. */
export interface BranchContext {
  readonly heap: Heap;
  readonly llama: Llama;
  readonly runner: TileRunner;
  readonly finalRows: FinalRows;
  readonly testRunner: TestRunner;
  readonly maxPositions: number;
  plan(list: readonly Intervention[], previous?: InterventionPlan): InterventionPlan;
  /** Gives the branch an id and makes it known to `patch`. */
  register(create: (id: number) => LlamaBranch): LlamaBranch;
  forget(id: number): void;
}

export interface BranchState {
  readonly tokens: readonly number[];
  readonly interventions: readonly Intervention[];
  readonly revision: number;
  readonly plan: InterventionPlan;
  readonly rows: BranchRows;
}

export class LlamaBranch implements Branch {
  readonly id: number;
  readonly interventions: readonly Intervention[];
  readonly revision: number;
  readonly rows: BranchRows;
  readonly plan: InterventionPlan;
  private readonly context: BranchContext;
  private readonly tokenList: number[];
  private disposed = false;

  constructor(id: number, context: BranchContext, state: BranchState) {
    this.id = id;
    this.context = context;
    this.interventions = state.interventions;
    this.revision = state.revision;
    this.plan = state.plan;
    this.rows = state.rows;
    this.tokenList = [...state.tokens];
  }

  get tokens(): readonly number[] {
    return this.tokenList;
  }

  *prefill(tokens: readonly number[]): Generator<Progress, void, void> {
    this.checkTokens(tokens);
    for (let offset = 0; offset < tokens.length; offset += tileRows) {
      const tile = tokens.slice(offset, offset + tileRows);
      const first = this.tokenList.length;
      for (let layer = 0; layer < this.plan.depth; layer += 1) {
        this.checkAlive();
        if (this.tokenList.length !== first) {
          throw new Error('The branch was changed while a prefill of it was under way.');
        }
        if (layer === 0) this.context.runner.embed(this, first, tile);
        this.context.runner.runLayer(this, layer, { first, count: tile.length });
        const finished = layer === this.plan.depth - 1;
        if (finished) this.tokenList.push(...tile);
        yield { layer, firstPosition: first, positionCount: tile.length, finished };
      }
    }
  }

  step(token: number): void {
    const tokens = [token];
    this.checkTokens(tokens);
    const first = this.tokenList.length;
    this.context.runner.embed(this, first, tokens);
    for (let layer = 0; layer < this.plan.depth; layer += 1) {
      this.context.runner.runLayer(this, layer, { first, count: 1 });
    }
    this.tokenList.push(token);
  }

  borrowLogits(): Float32Array {
    return this.borrowRow('logits', 0, this.tokenList.length - 1);
  }

  borrowRow(site: Site, layer: number, position: number): Float32Array {
    this.checkPosition(position);
    if (!isModelSite(site)) this.checkLayer(layer);
    const address = this.addressOf(site, layer, position);
    const shape = rowShape(site, this.context.llama.shape, position + 1);
    const length = shape.reduce((product, size) => product * size, 1);
    return this.context.heap.floatsAt(address, length);
  }

  *fork(interventions: readonly Intervention[]): Generator<Progress, Branch, void> {
    this.checkAlive();
    const plan = this.context.plan(interventions, this.plan);
    const touched = firstTouched(this.plan, plan);
    const branch = this.derived({
      ...{ interventions, plan, tokens: this.tokens },
      revision: this.revision + 1,
      rows: this.rows.sharedTo(plan.depth),
    });
    const from = touched ?? { layer: this.plan.depth, position: this.tokenList.length };
    let isDone = false;
    try {
      yield* branch.runAgain({ layer: this.plan.depth, first: 0, end: from.position });
      yield* branch.runAgain({ layer: from.layer, first: from.position, end: Infinity });
      isDone = true;
    } finally {
      if (!isDone) branch.dispose();
    }
    return branch;
  }

  *runTests(
    position: number,
    tests: readonly (readonly Intervention[])[],
  ): Generator<readonly TestedLogits[], void, void> {
    this.checkPosition(position);
    const planned: PlannedTest[] = [];
    for (const [test, list] of tests.entries()) {
      const all = [...this.interventions, ...list];
      planned.push(
        planTest(this.plan, { test, list: all, plan: this.planOf(test, all) }, position),
      );
      if (test % plansPerTurn === plansPerTurn - 1) yield [];
    }
    for (let first = 0; first < planned.length; first += testsPerSort) {
      const some = planned.slice(first, first + testsPerSort);
      for (const batch of batchesOf(some)) {
        this.checkAlive();
        yield* this.context.testRunner.run(this, batch, position);
      }
      for (const test of some) if (!test.isLocal) yield* this.runForked(test, position);
    }
  }

  truncatedTo(positionCount: number): LlamaBranch {
    this.checkAlive();
    if (!Number.isInteger(positionCount) || positionCount < 0) {
      throw new RangeError(`A run cannot be cut to ${String(positionCount)} positions.`);
    }
    const { interventions, plan, revision } = this;
    const tokens = this.tokenList.slice(0, positionCount);
    return this.derived({
      ...{ interventions, plan, revision, tokens },
      rows: this.rows.sharedTo(plan.depth),
    });
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.rows.dispose();
    this.context.forget(this.id);
  }

  /** A test that touches earlier positions: a run of its own. */
  private *runForked(
    { test, list }: PlannedTest,
    position: number,
  ): Generator<readonly TestedLogits[], void, void> {
    const base = this.truncatedTo(position + 1);
    const fork = base.fork(list);
    let branch: Branch | undefined;
    try {
      for (let next = fork.next(); ; next = fork.next()) {
        if (next.done) {
          branch = next.value;
          break;
        }
        yield [];
      }
      yield [{ test, logits: branch.borrowLogits() }];
    } finally {
      fork.return(base);
      branch?.dispose();
      base.dispose();
    }
  }

  private planOf(test: number, list: readonly Intervention[]): InterventionPlan {
    try {
      return this.context.plan(list, this.plan);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new RangeError(`Test ${String(test)}: ${error.message}`, { cause: error });
    }
  }

  private derived(state: BranchState): LlamaBranch {
    return this.context.register((id) => new LlamaBranch(id, this.context, state));
  }

  /** Runs the layers from `layer` on for positions first … end − 1 of the tokens that are there. */
  private *runAgain(span: { layer: number; first: number; end: number }): Generator<Progress> {
    const end = Math.min(span.end, this.tokenList.length);
    if (span.layer >= this.plan.depth) return;
    for (let first = span.first; first < end; first += tileRows) {
      const count = Math.min(tileRows, end - first);
      if (span.layer === 0) {
        this.context.runner.embed(this, first, this.tokenList.slice(first, first + count));
      }
      for (let layer = span.layer; layer < this.plan.depth; layer += 1) {
        this.checkAlive();
        this.context.runner.runLayer(this, layer, { first, count });
        const finished = layer === this.plan.depth - 1;
        yield { layer, firstPosition: first, positionCount: count, finished };
      }
    }
  }

  private addressOf(site: Site, layer: number, position: number): number {
    const { runner, finalRows } = this.context;
    if (site === 'hook_embed') return runner.embeddingRow(this.tokenList[position]!);
    if (isModelSite(site)) {
      const residual = this.rows.rowAt('residuals', this.plan.depth, position);
      return finalRows.rowAt(site, residual, { branch: this.id, position });
    }
    if (isArenaSite(site)) {
      return runner.hookRow(this, { site, layer, position }, this.tokenList.length);
    }
    return this.keptRow(site, layer, position);
  }

  private keptRow(site: LayerSite, layer: number, position: number): number {
    switch (site) {
      case 'hook_resid_pre':
        return this.rows.rowAt('residuals', layer, position);
      case 'hook_resid_post':
        return this.rows.rowAt('residuals', layer + 1, position);
      case 'attn.hook_v':
        return this.rows.rowAt('values', layer, position);
      default:
        return this.rows.rowAt('keys', layer, position);
    }
  }

  private checkLayer(layer: number): void {
    const { layerCount } = this.context.llama.shape;
    if (!Number.isInteger(layer) || layer < 0 || layer >= layerCount) {
      throw new RangeError(
        `There is no layer ${String(layer)}, only 0 to ${String(layerCount - 1)}.`,
      );
    }
    if (layer >= this.plan.depth) {
      throw new RangeError(
        `Layer ${String(layer)} was not computed: this run stops after layer ${String(this.plan.depth - 1)}.`,
      );
    }
  }

  private checkTokens(tokens: readonly number[]): void {
    this.checkAlive();
    const { maxPositions, llama } = this.context;
    const total = this.tokenList.length + tokens.length;
    if (total > maxPositions) {
      throw new RangeError(
        `${String(total)} tokens do not fit: at most ${String(maxPositions)} positions are kept.`,
      );
    }
    for (const token of tokens) checkToken(token, llama.shape.vocabularySize);
  }

  private checkPosition(position: number): void {
    this.checkAlive();
    if (Number.isInteger(position) && position >= 0 && position < this.tokenList.length) return;
    throw new RangeError(
      `There is no position ${String(position)}: the run has ${String(this.tokenList.length)} tokens.`,
    );
  }

  private checkAlive(): void {
    if (this.disposed) throw new Error('This branch has been disposed.');
  }
}

/** @throws RangeError for an id that is not in the vocabulary */
export function checkToken(token: number, vocabularySize: number): void {
  if (Number.isInteger(token) && token >= 0 && token < vocabularySize) return;
  throw new RangeError(`There is no token ${String(token)} in the vocabulary.`);
}
