import type { Display } from '#contract/control-message.ts';
import type { Branch, ForwardPass } from '#contract/forward-pass.ts';
import type { LayerSite } from '#contract/hook-site.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import type { BinPlan, RowMath } from '#contract/row-math.ts';
import { attentionTopK, binSize, sinkRatio } from '#contract/overview.ts';
import { postBinCount, residBinCount, zBinsPerHead } from '#contract/texel-layout.ts';

type HookDisplay = Display['hooks']['hook_resid_post'];

/** One displayed hook's |values| and |bins| over the text, [layer, position, …]. */
interface Collected {
  readonly plan: BinPlan;
  readonly binCount: number;
  readonly binSize: number;
  readonly bins: readonly Float32Array[];
  readonly values: readonly Float32Array[];
}

const displayed = ['hook_resid_post', 'attn.hook_z', 'mlp.hook_post'] as const;
type DisplayedSite = (typeof displayed)[number];

/**
 * Runs the calibration text once and measures the scale of light (SPEC.md, CAL). One slice per
 * layer and tile, so that it can be stopped. `textHash` is the SHA-256 of the text, hex.
 */
export function* measureDisplay(
  forward: ForwardPass,
  tokens: readonly number[],
  textHash: string,
): Generator<undefined, Display, void> {
  const { shape } = forward;
  const collected = collectors(shape, tokens.length);
  const norms = Array.from({ length: shape.layerCount }, () => new Float64Array(tokens.length));
  const branch = forward.createBranch();
  try {
    for (const { finished, firstPosition, positionCount } of branch.prefill(tokens)) {
      yield;
      if (!finished) continue;
      for (let position = firstPosition; position < firstPosition + positionCount; position++) {
        collectPosition({ branch, math: forward.rowMath, position }, collected, norms);
      }
    }
  } finally {
    branch.dispose();
  }
  const kept = ordinaryPositions(norms);
  const hook = (site: DisplayedSite): HookDisplay => displayOf(collected[site], kept);
  return {
    hooks: {
      hook_resid_post: hook('hook_resid_post'),
      'attn.hook_z': hook('attn.hook_z'),
      'mlp.hook_post': hook('mlp.hook_post'),
    },
    topK: attentionTopK(shape.headCount),
    calibration: textHash,
  };
}

function collectors(shape: ModelShape, positionCount: number): Record<DisplayedSite, Collected> {
  const collector = (groups: number, binCount: number, width: number): Collected => {
    const memory = (perPosition: number): readonly Float32Array[] =>
      Array.from({ length: shape.layerCount }, () => new Float32Array(positionCount * perPosition));
    return {
      plan: { groupCount: groups, binsPerGroup: binCount },
      binCount,
      binSize: binSize(binCount, width),
      bins: memory(groups * binCount),
      values: memory(groups * width),
    };
  };
  return {
    hook_resid_post: collector(1, residBinCount, shape.width),
    'attn.hook_z': collector(shape.headCount, zBinsPerHead, shape.headWidth),
    'mlp.hook_post': collector(1, postBinCount, shape.neuronCount),
  };
}

interface Place {
  readonly branch: Branch;
  readonly math: RowMath;
  readonly position: number;
}

function collectPosition(
  { branch, math, position }: Place,
  collected: Record<DisplayedSite, Collected>,
  norms: readonly Float64Array[],
): void {
  for (const [layer, layerNorms] of norms.entries()) {
    const row = (site: LayerSite): Float32Array => branch.borrowRow(site, layer, position);
    const before = row('hook_resid_pre');
    layerNorms[position] = Math.sqrt(math.dot(before, before));
    for (const site of displayed) {
      const values = row(site);
      const scale = site === 'hook_resid_post' ? readScale(values, math) : 1;
      const { plan, bins, values: allValues } = collected[site];
      fillMagnitudes(allValues[layer]!, position, values, scale);
      fillMagnitudes(bins[layer]!, position, math.borrowStrongest(values, plan), scale);
    }
  }
}

function fillMagnitudes(
  into: Float32Array,
  position: number,
  values: Float32Array,
  scale: number,
): void {
  const first = position * values.length;
  for (let i = 0; i < values.length; i++) into[first + i] = Math.abs(values[i]!) / scale;
}

/** Positions whose rows tell what is usual: not the first, and a sink on no layer (SPEC.md, CAL3). */
function ordinaryPositions(norms: readonly Float64Array[]): readonly number[] {
  const thresholds = norms.map((row) => sinkRatio * row.toSorted()[(row.length - 1) >> 1]!);
  const all = Array.from(norms[0] ?? [], (_, position) => position);
  return all.filter(
    (position) => position > 0 && norms.every((row, layer) => row[position]! <= thresholds[layer]!),
  );
}

function displayOf(collected: Collected, kept: readonly number[]): HookDisplay {
  const { groupCount, binsPerGroup } = collected.plan;
  const positionCount = (collected.bins[0]?.length ?? 0) / (groupCount * binsPerGroup);
  const ordinary = (all: Float32Array): Float32Array => {
    const perPosition = all.length / positionCount;
    const rows = new Float32Array(kept.length * perPosition);
    for (const [place, position] of kept.entries()) {
      const row = all.subarray(position * perPosition, (position + 1) * perPosition);
      rows.set(row, place * perPosition);
    }
    return rows.sort();
  };
  const brightness = (all: Float32Array): [number, number] => {
    const sorted = ordinary(all);
    return [nearestRank(sorted, 0.5), nearestRank(sorted, 0.995)];
  };
  return {
    binCount: collected.binCount,
    binSize: collected.binSize,
    hi: collected.bins.map((all) => sixDigits(all.reduce((a, b) => Math.max(a, b), 0))),
    brightness: collected.bins.map(brightness),
    valueBrightness: collected.values.map(brightness),
  };
}

function nearestRank(sorted: Float32Array, share: number): number {
  return sixDigits(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
}

/** Enough for a scale, and short in JSON. */
function sixDigits(value: number): number {
  return Number(value.toPrecision(6));
}

/** The scale of the LayerNorm that reads a residual next (SPEC.md, OV3). */
function readScale(residual: Float32Array, math: RowMath): number {
  return Math.sqrt(math.dot(residual, residual) / residual.length + 1e-5);
}
