import type { Clock } from './decoded-message.ts';
import { rowShape, siteName, type Site } from './hook-site.ts';
import type { ModelShape } from './model-shape.ts';
import { encodeSafetensors } from './safetensors.ts';
import type { Tensor } from './safetensors-dtype.ts';

export interface ValuesQuestion {
  readonly request: number;
  readonly site: Site;
  readonly layer: number;
  /** Not empty. */
  readonly positions: readonly number[];
}

/** A values message while it is filled row by row (SPEC.md, VAL). */
export class ValuesMessage {
  readonly #question: ValuesQuestion;
  /** [positions, row…], rows as long as the longest position's. */
  readonly #shape: readonly number[];
  readonly #data: Float32Array<ArrayBuffer>;

  constructor(question: ValuesQuestion, shape: ModelShape) {
    const { site, positions } = question;
    this.#question = question;
    this.#shape = [positions.length, ...rowShape(site, shape, Math.max(...positions) + 1)];
    this.#data = new Float32Array(this.#shape.reduce((all, size) => all * size, 1));
    if (site === 'attn.hook_attn_scores') this.#data.fill(-Infinity);
  }

  /** `row` as the producer has it: rows of scores and patterns end at their own position (VAL2). */
  setRow(index: number, row: Float32Array): void {
    const length = this.#data.length / this.#question.positions.length;
    const groupLength = this.#shape.at(-1) ?? 1;
    const ownLength = (row.length * groupLength) / length;
    for (let group = 0; group * groupLength < length; group++) {
      const own = row.subarray(group * ownLength, (group + 1) * ownLength);
      this.#data.set(own, index * length + group * groupLength);
    }
  }

  /** The blob, of its own memory. */
  encode(clock: Clock): Uint8Array<ArrayBuffer> {
    const { site, layer, positions, request } = this.#question;
    const { branch, step, position, token, revision } = clock;
    const clockValues = Int32Array.of(branch, step, position, token, revision);
    const tensors = new Map<string, Tensor>([
      ['clock', { dtype: 'I32', shape: [5], data: clockValues }],
      ['request', { dtype: 'U32', shape: [1], data: Uint32Array.of(request) }],
      ['positions', { dtype: 'U32', shape: [positions.length], data: Uint32Array.from(positions) }],
      [siteName(site, layer), { dtype: 'F32', shape: this.#shape, data: this.#data }],
    ]);
    return encodeSafetensors({ metadata: new Map([['kind', 'values']]), tensors });
  }
}
