import { decodeDifferenceCode, encodeDifferenceCode } from '#contract/difference-code.ts';
import { decodeDisplayCode, encodeDisplayCode, invalidCode } from '#contract/display-code.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import {
  againstCosine,
  texelLayout,
  washRange,
  type TexelColumns,
  type TexelLayout,
} from '#contract/texel-layout.ts';
import { reject } from './message-rejection.ts';

/** What one token's texels are packed from; layers outermost. */
export interface TexelSource {
  readonly zCodes: Uint8Array;
  readonly postCodes: Uint8Array;
  readonly residCodes: Uint8Array;
  readonly added: Float32Array;
  readonly addedCosine: Float32Array;
  readonly lnScale: Float32Array;
}

/** What one token's difference is packed from; layers outermost (SPEC.md, DIFF). */
export interface DifferenceSource {
  readonly zCodes: Uint8Array;
  readonly postCodes: Uint8Array;
  readonly residCodes: Uint8Array;
  readonly wholeCodes: Uint8Array;
}

/** The scale of a kind of codes: what magnitudes mean, and how a mean of them is coded. */
interface CodeScale {
  /** Square of the magnitude each code stands for. */
  readonly squares: Float64Array;
  readonly codeOf: (magnitude: number) => number;
}

/** Where one hook's bins, signs and mips stand. `step` groups of four make one coarse group. */
interface HookColumns {
  readonly bins: TexelColumns;
  readonly sign: TexelColumns;
  readonly max4: TexelColumns;
  readonly rms4: TexelColumns;
  readonly coarseMax: TexelColumns;
  readonly coarseRms: TexelColumns;
  readonly step: number;
}

/** Magnitudes relative to the scale's top. */
const displayScale: CodeScale = {
  squares: squaresOf((code) => decodeDisplayCode(code, 1)),
  codeOf: (magnitude) => encodeDisplayCode(magnitude, 1),
};

const differenceScale: CodeScale = {
  squares: squaresOf(decodeDifferenceCode),
  codeOf: (magnitude) => encodeDifferenceCode(magnitude, false),
};

function squaresOf(decode: (code: number) => number): Float64Array {
  return Float64Array.from({ length: 128 }, (_, code) => decode(code) ** 2);
}

/** Packs overviews and differences into the activation texture's columns (`texel-layout.ts`), mips included. */
export class TexelPacker {
  readonly layout: TexelLayout;
  readonly byteLength: number;
  readonly #layerCount: number;
  /** One layer's columns while they are made; the padding at its end stays 0. */
  readonly #row: Uint8Array;
  readonly #z: HookColumns;
  readonly #post: HookColumns;
  readonly #resid: HookColumns;

  constructor(shape: ModelShape) {
    const layout = texelLayout(shape);
    this.layout = layout;
    this.#layerCount = shape.layerCount;
    this.#row = new Uint8Array(layout.width);
    this.byteLength = shape.layerCount * layout.width;
    this.#z = {
      bins: layout.z,
      sign: layout.zSign,
      max4: layout.zMax4,
      rms4: layout.zRms4,
      coarseMax: layout.zMax8,
      coarseRms: layout.zRms8,
      step: 2,
    };
    this.#post = {
      bins: layout.post,
      sign: layout.postSign,
      max4: layout.postMax4,
      rms4: layout.postRms4,
      coarseMax: layout.postMax16,
      coarseRms: layout.postRms16,
      step: 4,
    };
    this.#resid = {
      bins: layout.resid,
      sign: layout.residSign,
      max4: layout.residMax4,
      rms4: layout.residRms4,
      coarseMax: layout.residMax16,
      coarseRms: layout.residRms16,
      step: 4,
    };
  }

  /**
   * Writes all of `into`, `byteLength` bytes, [layer, column]. Returns how many bins are clipped
   * (SPEC.md, CODE3).
   * @throws MessageRejection for an invalid code (CODE4); `into` is then half written.
   */
  pack(source: TexelSource, into: Uint8Array): number {
    const row = this.#row;
    const { added, against, scale, width } = this.layout;
    let clippedCount = 0;
    for (let layer = 0; layer < this.#layerCount; layer++) {
      clippedCount += this.#packBins(source, layer, displayScale);
      for (let half = 0; half < 2; half++) {
        const place = 2 * layer + half;
        row[added.first + half] = washCode(source.added[place]!);
        row[against.first + half] = source.addedCosine[place]! < againstCosine ? 255 : 0;
        row[scale.first + half] = scaleCode(source.lnScale[place]!);
      }
      into.set(row, layer * width);
    }
    return clippedCount;
  }

  /**
   * The same columns for a difference. Its wash says how far each storey as a whole moved, `added`
   * and `against` of z and post; `scale` says it of the residual.
   * @throws MessageRejection for an invalid code (DIFF2); `into` is then half written.
   */
  packDifference(source: DifferenceSource, into: Uint8Array): void {
    const row = this.#row;
    const { added, against, scale, width } = this.layout;
    for (let layer = 0; layer < this.#layerCount; layer++) {
      this.#packBins(source, layer, differenceScale);
      const z = source.wholeCodes[3 * layer]!;
      const post = source.wholeCodes[3 * layer + 1]!;
      const resid = source.wholeCodes[3 * layer + 2]!;
      const isInvalid = z === invalidCode || post === invalidCode || resid === invalidCode;
      if (isInvalid) reject('A row holds the invalid code 128.');
      row[added.first] = 2 * (z & 127);
      row[added.first + 1] = 2 * (post & 127);
      row[against.first] = -(z >> 7);
      row[against.first + 1] = -(post >> 7);
      row[scale.first] = 2 * (resid & 127);
      row[scale.first + 1] = -(resid >> 7);
      into.set(row, layer * width);
    }
  }

  /** Returns how many of the layer's bins are clipped. */
  #packBins(
    source: Pick<TexelSource, 'zCodes' | 'postCodes' | 'residCodes'>,
    layer: number,
    scale: CodeScale,
  ): number {
    return (
      this.#packHook(source.zCodes, layer, this.#z, scale) +
      this.#packHook(source.postCodes, layer, this.#post, scale) +
      this.#packHook(source.residCodes, layer, this.#resid, scale)
    );
  }

  /** Returns how many of the layer's bins are clipped. */
  #packHook(codes: Uint8Array, layer: number, columns: HookColumns, scale: CodeScale): number {
    const into = this.#row;
    const { squares } = scale;
    const { count: binCount, first: binColumn } = columns.bins;
    const { step } = columns;
    const signColumn = columns.sign.first;
    const maxColumn = columns.max4.first;
    const rmsColumn = columns.rms4.first;
    const first = layer * binCount;
    let clippedCount = 0;
    let isInvalid = false;
    let coarseLargest = 0;
    let coarseSum = 0;
    for (let bin = 0; bin < binCount; bin += 4) {
      let largest = 0;
      let sum = 0;
      for (let i = bin; i < bin + 4; i++) {
        const code = codes[first + i]!;
        const magnitude = code & 127;
        if (code === invalidCode) isInvalid = true;
        // 1 for 127 alone.
        clippedCount += (magnitude + 1) >> 7;
        if (magnitude > largest) largest = magnitude;
        sum += squares[magnitude]!;
        into[binColumn + i] = magnitude;
        // 255 where bit 7 is set.
        into[signColumn + i] = -(code >> 7);
      }
      const group = bin >> 2;
      into[maxColumn + group] = largest;
      into[rmsColumn + group] = rmsCode(sum, 4, scale);
      if (largest > coarseLargest) coarseLargest = largest;
      coarseSum += sum;
      if (group % step === step - 1) {
        const coarse = (group - step + 1) / step;
        into[columns.coarseMax.first + coarse] = coarseLargest;
        into[columns.coarseRms.first + coarse] = rmsCode(coarseSum, 4 * step, scale);
        coarseLargest = 0;
        coarseSum = 0;
      }
    }
    if (isInvalid) reject('A bin holds the invalid code 128.');
    return clippedCount;
  }
}

/** 0 … 255 over the wash's range, logarithmic; beyond it clipped. */
function washCode(ratio: number): number {
  return byteOverLog(ratio, washRange.low, washRange.high);
}

/** 0 … 255 over 0.01 … 1000, logarithmic; beyond it clipped. */
function scaleCode(scale: number): number {
  return byteOverLog(scale, 0.01, 1000);
}

function byteOverLog(value: number, low: number, high: number): number {
  if (!(value > low)) return 0;
  return Math.min(255, Math.round((255 * Math.log(value / low)) / Math.log(high / low)));
}

function rmsCode(sumOfSquares: number, count: number, scale: CodeScale): number {
  return scale.codeOf(Math.sqrt(sumOfSquares / count));
}
