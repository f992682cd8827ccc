import type { Clock } from '#contract/decoded-message.ts';
import type { Branch, ForwardPass } from '#contract/forward-pass.ts';
import { carriedTensors } from '#contract/overview.ts';
import { writeClock } from './clock.ts';
import { createMessageTemplate, type MessageTemplate } from './message-template.ts';
import { lastLayerOf } from './overview-encoder.ts';

/** Makes carried messages (SPEC.md, CARRY): what heads would take along from one position. */
export class CarriedEncoder {
  readonly #forward: ForwardPass;
  readonly #template: MessageTemplate;

  constructor(forward: ForwardPass) {
    this.#forward = forward;
    this.#template = createMessageTemplate('carried', carriedTensors(forward.shape));
  }

  /** One slice per layer. Returns the message. */
  *encode(branch: Branch, clock: Clock): Generator<undefined, ArrayBuffer, void> {
    const { layerCount, headCount, width } = this.#forward.shape;
    const { rowMath } = this.#forward;
    const norms = new Float32Array(layerCount * headCount);
    for (let layer = 0; layer <= lastLayerOf(branch.interventions, layerCount); layer++) {
      const values = branch.borrowRow('attn.hook_v', layer, clock.position);
      const outputs = this.#forward.borrowHeadOutputs(layer, values);
      for (let head = 0; head < headCount; head++) {
        const output = outputs.subarray(head * width, (head + 1) * width);
        norms[layer * headCount + head] = Math.sqrt(rowMath.dot(output, output));
      }
      yield;
    }
    // Another position's may have been made in between: the template is filled in one go.
    writeClock(this.#template.i32('clock'), clock);
    this.#template.f32('carried').set(norms);
    return this.#template.takeMessage();
  }
}
