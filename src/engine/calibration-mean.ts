import { layerSites, rowShape, type LayerSite } from '#contract/hook-site.ts';
import type { ForwardPass } from '#contract/forward-pass.ts';
import { isAttentionMap } from './change.ts';

/**
 * Mean rows of every site over the calibration text, for the `mean` intervention. Position 0 is
 * left out: whatever stands there becomes an attention sink with a residual a hundred times the
 * others' and would be most of the mean. Computed in one run when first asked for.
 */
export class CalibrationMean {
  private readonly forwardPass: ForwardPass;
  private readonly tokens: readonly number[];
  private means: ReadonlyMap<string, Float32Array> | undefined;

  /** @param tokens - of the calibration text; at least two */
  constructor(forwardPass: ForwardPass, tokens: readonly number[]) {
    this.forwardPass = forwardPass;
    this.tokens = tokens;
  }

  /** One row in `rowShape`'s layout. Not for scores and patterns, whose rows differ in length. */
  row(site: LayerSite, layer: number): Float32Array {
    this.means ??= this.measure();
    return this.means.get(keyOf(site, layer)) ?? new Float32Array(0);
  }

  private measure(): ReadonlyMap<string, Float32Array> {
    if (this.tokens.length < 2) {
      throw new RangeError('The mean needs a calibration text of at least two tokens.');
    }
    const sums = new Map<string, Float64Array>();
    const branch = this.forwardPass.createBranch();
    for (const progress of branch.prefill(this.tokens)) {
      if (!progress.finished) continue;
      const end = progress.firstPosition + progress.positionCount;
      for (let layer = 0; layer < this.forwardPass.shape.layerCount; layer += 1) {
        for (const site of layerSites) {
          if (isAttentionMap(site)) continue;
          const key = keyOf(site, layer);
          const sum = sums.get(key) ?? new Float64Array(this.lengthOf(site));
          sums.set(key, sum);
          for (let position = Math.max(1, progress.firstPosition); position < end; position += 1) {
            addTo(sum, branch.borrowRow(site, layer, position));
          }
        }
      }
    }
    branch.dispose();
    const count = this.tokens.length - 1;
    return new Map([...sums].map(([key, sum]) => [key, Float32Array.from(sum, (x) => x / count)]));
  }

  private lengthOf(site: LayerSite): number {
    return rowShape(site, this.forwardPass.shape, 0).reduce((product, size) => product * size, 1);
  }
}

function keyOf(site: LayerSite, layer: number): string {
  return `${site} ${String(layer)}`;
}

function addTo(sum: Float64Array, row: Float32Array): void {
  for (let i = 0; i < sum.length; i += 1) sum[i] = sum[i]! + row[i]!;
}
