import type { Hello } from '#contract/control-message.ts';
import type { DecodedOverview } from '#contract/decoded-message.ts';
import { decodeShareCode, invalidCode } from '#contract/display-code.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { noKey, overviewTensors, type TensorRule } from '#contract/overview.ts';
import type { Safetensors } from '#contract/safetensors.ts';
import { demand } from './message-rejection.ts';
import { TexelPacker } from './pack-texels.ts';
import { readClock } from './read-clock.ts';
import { checkTensors, requireRange, type CheckedTensors } from './read-tensors.ts';

/** Rounding that a cosine or a log-probability may show. */
const slack = 1e-4;
const shareOfCode = Float32Array.from({ length: 256 }, (_, code) => decodeShareCode(code));

/** Checks and unpacks overviews of one model (SPEC.md, OV). */
export class OverviewDecoder {
  readonly #shape: ModelShape;
  readonly #topK: number;
  readonly #rules: readonly TensorRule[];
  readonly #packer: TexelPacker;

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
    const clippedCount = countClipped(tensors);
    checkFloats(tensors);
    this.#checkPrediction(tensors);
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
    this.#packer.pack(codes, texels);
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

  #checkPrediction(tensors: CheckedTensors): void {
    const tokens = tensors.i32('prediction.token');
    const logprob = tensors.f32('prediction.logprob');
    requireRange('prediction.token', tokens, 0, this.#shape.vocabularySize - 1);
    requireRange('prediction.logprob', logprob, -3.4e38, slack);
    for (let i = 1; i < logprob.length; i++) {
      demand(logprob[i]! <= logprob[i - 1]!, 'The prediction is not sorted, likeliest first.');
    }
  }

  /** SPEC.md, OV7. */
  #checkKeys(tensors: CheckedTensors, position: number): void {
    const keys = tensors.u16('attention.key');
    const weights = tensors.u8('attention.weight');
    for (let first = 0; first < keys.length; first += this.#topK) {
      for (let place = first; place < first + this.#topK; place++) {
        const fault = keyFault(keys, weights, { first, place, position });
        if (fault !== undefined) demand(false, fault);
      }
    }
  }
}

/** What is wrong with one place of a head's list, which starts at `first`. */
function keyFault(
  keys: Uint16Array,
  weights: Uint8Array,
  { first, place, position }: { first: number; place: number; position: number },
): string | undefined {
  const key = keys[place]!;
  const weight = weights[place]!;
  if (key === noKey) {
    return weight === 0 ? undefined : 'An unused place of attention.key has a weight.';
  }
  if (key >= position || weight === 0) {
    return `attention.key holds ${String(key)} with weight code ${String(weight)} at position ${String(position)}.`;
  }
  if (place > first && (keys[place - 1] === noKey || weight > weights[place - 1]!)) {
    return 'attention.key and attention.weight are not sorted, strongest first.';
  }
  for (let other = first; other < place; other++) {
    if (keys[other] === key) return `attention.key holds ${String(key)} twice in one head.`;
  }
  return undefined;
}

/** @throws MessageRejection for an invalid code (SPEC.md, CODE4). */
function countClipped(tensors: CheckedTensors): number {
  let clipped = 0;
  for (const name of ['attn.hook_z', 'mlp.hook_post', 'hook_resid_post']) {
    for (const code of tensors.u8(name)) {
      if (code === invalidCode) demand(false, `${name} holds the invalid code 128.`);
      if ((code & 127) === 127) clipped++;
    }
  }
  return clipped;
}

function checkFloats(tensors: CheckedTensors): void {
  for (const name of ['added', 'resid.norm', 'ln_scale', 'ln_final']) {
    requireRange(name, tensors.f32(name), 0, 3.4e38);
  }
  for (const name of ['added.cosine', 'resid.cosine']) {
    requireRange(name, tensors.f32(name), -1 - slack, 1 + slack);
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
