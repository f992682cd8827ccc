import type { Branch, ForwardPass } from '#contract/forward-pass.ts';
import type { LayerSite } from '#contract/hook-site.ts';
import type { Intervention } from '#contract/interventions.ts';
import type { ModelShape, Precision } from '#contract/model-shape.ts';
import type { RowMath } from '#contract/row-math.ts';
import { BranchRows } from './branch-rows.ts';
import { CalibrationMean } from './calibration-mean.ts';
import { FinalRows } from './final-rows.ts';
import { planInterventions, type InterventionPlan } from './intervention-plan.ts';
import { checkToken, LlamaBranch, type BranchContext } from './llama-branch.ts';
import { Llama } from './llama.ts';
import { HeapRowMath } from './row-math.ts';
import { TestRunner } from './test-runner.ts';
import { TileRunner } from './tile-runner.ts';
import { WeightReadings } from './weight-readings.ts';
import type { ModelWeights } from './weights.ts';

export interface ForwardPassOptions {
  /** From a `WeightLoader`. Several forward passes may share them; each takes its own arena for good. */
  readonly weights: ModelWeights;
  readonly precision: Precision;
  /** Positions one branch can hold; bounded by the model's context length. */
  readonly maxPositions: number;
  /**
   * First 64 tokens of the calibration text (contract/calibration-text.ts), for `mean`. Without
   * them that intervention is refused.
   */
  readonly calibrationTokens?: readonly number[];
  /**
   * False: layers take turns in one layer's space, and every hook is computed again when read. For
   * measuring what keeping them costs.
   */
  readonly keepHooks?: boolean;
}

/** Takes the memory for hooks and scratch and readies the model to run. */
export function createForwardPass(options: ForwardPassOptions): ForwardPass {
  return new LlamaForwardPass(options);
}

class LlamaForwardPass implements ForwardPass, BranchContext {
  readonly shape: ModelShape;
  readonly precision: Precision;
  readonly maxPositions: number;
  readonly rowMath: RowMath;
  readonly heap: ModelWeights['heap'];
  readonly llama: Llama;
  readonly runner: TileRunner;
  readonly finalRows: FinalRows;
  private readonly readings: WeightReadings;
  private readonly branches = new Map<number, LlamaBranch>();
  private readonly calibrationMean: CalibrationMean | undefined;
  private lazyTestRunner: TestRunner | undefined;
  private nextId = 0;

  constructor(options: ForwardPassOptions) {
    const { weights, precision } = options;
    const { heap, config } = weights;
    if (!Number.isInteger(options.maxPositions) || options.maxPositions < 1) {
      throw new RangeError(`${String(options.maxPositions)} positions cannot be kept.`);
    }
    this.heap = heap;
    this.shape = config.shape;
    this.precision = precision;
    this.maxPositions = Math.min(options.maxPositions, config.shape.contextLength);
    const { maxPositions } = this;
    this.rowMath = new HeapRowMath(heap, this.shape, maxPositions);
    this.llama = new Llama(weights, { precision, maxPositions });
    const keepHooks = options.keepHooks ?? true;
    this.runner = new TileRunner(heap, this.llama, { maxPositions, keepHooks });
    this.finalRows = new FinalRows(heap, this.llama);
    this.readings = new WeightReadings(heap, this.llama);
    if (options.calibrationTokens) {
      this.calibrationMean = new CalibrationMean(this, options.calibrationTokens);
    }
  }

  /** Made when tests are first asked for: it takes memory of its own. */
  get testRunner(): TestRunner {
    this.lazyTestRunner ??= new TestRunner(this);
    return this.lazyTestRunner;
  }

  createBranch(interventions: readonly Intervention[] = []): Branch {
    const plan = this.plan(interventions);
    const rows = new BranchRows(this.heap, this.shape, this.maxPositions);
    const state = { tokens: [], interventions, revision: 0, plan, rows };
    return this.register((id) => new LlamaBranch(id, this, state));
  }

  borrowUnembedded(residual: Float32Array): Float32Array {
    return this.finalRows.unembedded(residual);
  }

  borrowUnembeddingDirection(token: number): Float32Array {
    checkToken(token, this.shape.vocabularySize);
    return this.finalRows.unembeddingDirection(token);
  }

  borrowHeadOutputs(layer: number, values: Float32Array): Float32Array {
    return this.readings.headOutputs(layer, values);
  }

  borrowNeuronDirection(layer: number, neuron: number): Float32Array {
    return this.readings.neuronDirection(layer, neuron);
  }

  borrowDirectionLogits(direction: Float32Array): Float32Array {
    return this.finalRows.directionLogits(direction);
  }

  plan(list: readonly Intervention[], previous?: InterventionPlan): InterventionPlan {
    const sources = {
      meanRow: (site: LayerSite, layer: number) => this.meanRow(site, layer),
      patchRow: (run: number, site: LayerSite, layer: number, position: number) =>
        this.branchOf(run).borrowRow(site, layer, position).slice(),
    };
    return planInterventions(list, { shape: this.shape, sources, previous });
  }

  register(create: (id: number) => LlamaBranch): LlamaBranch {
    const branch = create(this.nextId);
    this.branches.set(this.nextId, branch);
    this.nextId += 1;
    return branch;
  }

  forget(id: number): void {
    this.branches.delete(id);
  }

  private branchOf(run: number): LlamaBranch {
    const branch = this.branches.get(run);
    if (!branch) throw new RangeError(`There is no run ${String(run)} to take values from.`);
    return branch;
  }

  private meanRow(site: LayerSite, layer: number): Float32Array {
    if (!this.calibrationMean) {
      throw new RangeError('The mean needs a calibration text, and none was given.');
    }
    return this.calibrationMean.row(site, layer);
  }
}
