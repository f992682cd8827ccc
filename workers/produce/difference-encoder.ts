import type { Clock } from '#contract/decoded-message.ts';
import { encodeDifferenceCode } from '#contract/difference-code.ts';
import type { Branch, ForwardPass } from '#contract/forward-pass.ts';
import type { LayerSite } from '#contract/hook-site.ts';
import { binBounds, differenceTensors } from '#contract/overview.ts';
import { postBinCount, residBinCount, zBinsPerHead } from '#contract/texel-layout.ts';
import { writeClock } from './clock.ts';
import { createMessageTemplate, type MessageTemplate } from './message-template.ts';
import { lastLayerOf } from './overview-encoder.ts';

/** One hook whose rows are compared, and how they are cut into bins; their order is that of `whole`. */
interface ComparedHook {
  readonly site: LayerSite & ('attn.hook_z' | 'mlp.hook_post' | 'hook_resid_post');
  /** First value of each bin of a row, and one past the last: bin i holds bounds[i] … bounds[i + 1] − 1. */
  readonly bounds: readonly number[];
  /** The row of branch 0, kept while the other is read. */
  readonly before: Float32Array;
}

/** Makes difference messages (SPEC.md, DIFF): how far one position's numbers moved from branch 0. */
export class DifferenceEncoder {
  readonly #forward: ForwardPass;
  readonly #template: MessageTemplate;

  constructor(forward: ForwardPass) {
    this.#forward = forward;
    this.#template = createMessageTemplate('difference', differenceTensors(forward.shape));
  }

  /**
   * One slice per layer; a position's rows may have to be computed again on both branches. `clock`
   * is that of the changed branch's overview. Returns the message.
   */
  *encode(
    original: Branch,
    changed: Branch,
    clock: Clock,
  ): Generator<undefined, ArrayBuffer, void> {
    const { layerCount } = this.#forward.shape;
    const hooks = comparedHooks(this.#forward);
    const message = hooks.map(({ bounds }) => new Uint8Array(layerCount * (bounds.length - 1)));
    const whole = new Uint8Array(layerCount * hooks.length);
    for (let layer = 0; layer <= lastLayerOf(changed.interventions, layerCount); layer++) {
      for (const { site, before } of hooks) {
        before.set(original.borrowRow(site, layer, clock.position));
      }
      for (const [index, { site, bounds, before }] of hooks.entries()) {
        const after = changed.borrowRow(site, layer, clock.position);
        const rowSquare = squareOf(before, 0, before.length);
        const binCount = bounds.length - 1;
        for (let bin = 0; bin < binCount; bin++) {
          const range = [bounds[bin] ?? 0, bounds[bin + 1] ?? 0] as const;
          message[index]![layer * binCount + bin] = codeOf(before, after, range, rowSquare);
        }
        const all = [0, before.length] as const;
        whole[layer * hooks.length + index] = codeOf(before, after, all, rowSquare);
      }
      yield;
    }
    // Another position's may have been made in between: the template is filled in one go.
    writeClock(this.#template.i32('clock'), clock);
    for (const [index, { site }] of hooks.entries()) this.#template.u8(site).set(message[index]!);
    this.#template.u8('whole').set(whole);
    return this.#template.takeMessage();
  }
}

function comparedHooks({ shape }: ForwardPass): readonly ComparedHook[] {
  const { headCount, headWidth, neuronCount, width } = shape;
  const hook = (site: ComparedHook['site'], bounds: readonly number[]) => ({
    ...{ site, bounds },
    before: new Float32Array(bounds.at(-1) ?? 0),
  });
  return [
    hook('attn.hook_z', boundsOf(headCount, zBinsPerHead, headWidth)),
    hook('mlp.hook_post', boundsOf(1, postBinCount, neuronCount)),
    hook('hook_resid_post', boundsOf(1, residBinCount, width)),
  ];
}

/** SPEC.md, OV2. */
function boundsOf(groupCount: number, binCount: number, valueCount: number): readonly number[] {
  const bounds = [0];
  for (let group = 0; group < groupCount; group++) {
    for (let bin = 0; bin < binCount; bin++) {
      bounds.push(group * valueCount + binBounds(bin, binCount, valueCount)[1]);
    }
  }
  return bounds;
}

/** SPEC.md, DIFF1, DIFF2: of the values first … end − 1. */
function codeOf(
  before: Float32Array,
  after: Float32Array,
  [first, end]: readonly [number, number],
  rowSquare: number,
): number {
  let moved = 0;
  for (let i = first; i < end; i++) moved += (after[i]! - before[i]!) ** 2;
  if (moved === 0) return 0;
  const d = Math.sqrt(moved / (end - first) / (rowSquare / before.length));
  return encodeDifferenceCode(d, squareOf(after, first, end) < squareOf(before, first, end));
}

function squareOf(row: Float32Array, first: number, end: number): number {
  let sum = 0;
  for (let i = first; i < end; i++) sum += row[i]! ** 2;
  return sum;
}
