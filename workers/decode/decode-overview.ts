import { shownTokenLimit, type Hello } from '#contract/control-message.ts';
import type { DecodedDifference, DecodedOverview } from '#contract/decoded-message.ts';
import { decodeShareCode } from '#contract/display-code.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { noKey, overviewTensors, predictionCount, type TensorRule } from '#contract/overview.ts';
import type { Safetensors } from '#contract/safetensors.ts';
import { decodeDifference } from './decode-difference.ts';
import { reject } from './message-rejection.ts';
import { TexelPacker } from './pack-texels.ts';
import { readClock } from './read-clock.ts';
import {
  checkTensors,
  requirePredictions,
  requireRange,
  type CheckedTensors,
} from './read-tensors.ts';

/** Rounding that a cosine may show. */
const cosineSlack = 1e-4;
const shareOfCode = Float32Array.from({ length: 256 }, (_, code) => decodeShareCode(code));

/** Checks and unpacks overviews of one model (SPEC.md, OV). */
export class OverviewDecoder {
  readonly #shape: ModelShape;
  readonly #topK: number;
  readonly #rules: readonly TensorRule[];
  readonly #packer: TexelPacker;
  /** Per position the last head that had it among its keys. */
  readonly #seenIn = new Int32Array(shownTokenLimit);

  constructor(hello: Hello) {
    this.#shape = hello.model;
    this.#topK = hello.display.topK;
    this.#rules = overviewTensors(hello.model, hello.display.topK);
    this.#packer = new TexelPacker(hello.model);
  }

  /** Bytes of one token's texels. */
  get texelByteLength(): number {
    return this.#packer.byteLength;
  }

  /**
   * Arrays of the result are views into the message's memory where they can be. `texels` is filled
   * and becomes part of the result.
   * @throws MessageRejection
   */
  decode(blob: Safetensors, takeTexels: () => Uint8Array<ArrayBuffer>): DecodedOverview {
    const tensors = checkTensors(blob, this.#rules);
    const clock = readClock(tensors.i32('clock'), this.#shape);
    checkFloats(tensors);
    requirePredictions(tensors, this.#shape, predictionCount);
    this.#checkKeys(tensors, clock.position);
    const [weight, self, sink, rest] = decodeShares(
      ['weight', 'self', 'sink', 'rest'].map((name) => tensors.u8(`attention.${name}`)),
    ) as [
      Float32Array<ArrayBuffer>,
      Float32Array<ArrayBuffer>,
      Float32Array<ArrayBuffer>,
      Float32Array<ArrayBuffer>,
    ];
    const codes = {
      zCodes: tensors.u8('attn.hook_z'),
      postCodes: tensors.u8('mlp.hook_post'),
      residCodes: tensors.u8('hook_resid_post'),
      added: tensors.f32('added'),
      addedCosine: tensors.f32('added.cosine'),
      lnScale: tensors.f32('ln_scale'),
    };
    const texels = takeTexels();
    const clippedCount = this.#packer.pack(codes, texels);
    return {
      type: 'overview',
      clock,
      texels,
      ...codes,
      residCosine: tensors.f32('resid.cosine'),
      residNorm: tensors.f32('resid.norm'),
      lnFinal: tensors.f32('ln_final')[0]!,
      attentionKey: tensors.u16('attention.key'),
      attentionWeight: weight,
      attentionSelf: self,
      attentionSink: sink,
      attentionRest: rest,
      predictionToken: tensors.i32('prediction.token'),
      predictionLogprob: tensors.f32('prediction.logprob'),
      clippedCount,
    };
  }

  /**
   * A difference (SPEC.md, DIFF), into the same columns as an overview's.
   * @throws MessageRejection
   */
  decodeDifference(
    blob: Safetensors,
    takeTexels: () => Uint8Array<ArrayBuffer>,
  ): DecodedDifference {
    return decodeDifference(blob, { shape: this.#shape, packer: this.#packer, takeTexels });
  }

  /** SPEC.md, OV7. */
  #checkKeys(tensors: CheckedTensors, position: number): void {
    const keys = tensors.u16('attention.key');
    const weights = tensors.u8('attention.weight');
    const seenIn = this.#seenIn.fill(-1);
    const topK = this.#topK;
    for (let head = 0; head * topK < keys.length; head++) {
      let strongest = 255;
      for (let place = head * topK; place < (head + 1) * topK; place++) {
        const key = keys[place]!;
        const weight = weights[place]!;
        if (key === noKey && weight === 0) {
          // After the first unused place nothing is weak enough.
          strongest = 0;
          continue;
        }
        const isUsable = key < position && weight > 0 && weight <= strongest;
        if (!isUsable) reject(keyFault(key, weight, strongest));
        if (seenIn[key] === head) reject(`attention.key holds ${String(key)} twice in one head.`);
        seenIn[key] = head;
        strongest = weight;
      }
    }
  }
}

function keyFault(key: number, weight: number, strongest: number): string {
  if (key === noKey) return 'An unused place of attention.key has a weight.';
  if (weight > strongest) return 'attention.weight is not sorted, strongest first.';
  return `attention.key holds ${String(key)} with weight code ${String(weight)}, which cannot be.`;
}

function checkFloats(tensors: CheckedTensors): void {
  for (const name of ['added', 'resid.norm', 'ln_scale', 'ln_final']) {
    requireRange(name, tensors.f32(name), 0, 3.4e38);
  }
  for (const name of ['added.cosine', 'resid.cosine']) {
    requireRange(name, tensors.f32(name), -1 - cosineSlack, 1 + cosineSlack);
  }
}

/** Shares as numbers, all in one new buffer. */
function decodeShares(codes: readonly Uint8Array[]): readonly Float32Array<ArrayBuffer>[] {
  const total = codes.reduce((all, { length }) => all + length, 0);
  const buffer = new ArrayBuffer(4 * total);
  let offset = 0;
  return codes.map((part) => {
    const shares = new Float32Array(buffer, offset, part.length);
    offset += 4 * part.length;
    for (let i = 0; i < part.length; i++) shares[i] = shareOfCode[part[i]!]!;
    return shares;
  });
}
