import type { Clock } from '#contract/decoded-message.ts';
import type { Branch, ForwardPass } from '#contract/forward-pass.ts';
import { lensTensors, predictionCount } from '#contract/overview.ts';
import { rankOfToken } from '#engine/log-probabilities.ts';
import { writeClock } from './clock.ts';
import { createMessageTemplate, type MessageTemplate } from './message-template.ts';
import { lastLayerOf } from './overview-encoder.ts';

/** Makes lens messages (SPEC.md, LENS): the logit lens of one position after every layer. */
export class LensEncoder {
  readonly #forward: ForwardPass;
  readonly #template: MessageTemplate;
  readonly #residual: Float32Array;

  constructor(forward: ForwardPass) {
    this.#forward = forward;
    this.#template = createMessageTemplate('lens', lensTensors(forward.shape));
    this.#residual = new Float32Array(forward.shape.width);
  }

  /** One slice per layer. `answer` is the token whose rank is followed. Returns the message. */
  *encode(branch: Branch, clock: Clock, answer: number): Generator<undefined, ArrayBuffer, void> {
    const { layerCount, vocabularySize } = this.#forward.shape;
    const message = {
      token: new Int32Array(layerCount * predictionCount).fill(-1),
      logprob: new Float32Array(layerCount * predictionCount),
      rank: new Uint32Array(layerCount).fill(vocabularySize),
    };
    for (let layer = 0; layer <= lastLayerOf(branch.interventions, layerCount); layer++) {
      this.#residual.set(branch.borrowRow('hook_resid_post', layer, clock.position));
      const logits = this.#forward.borrowUnembedded(this.#residual);
      const first = layer * predictionCount;
      this.#forward.rowMath.fillTopTokens(
        logits,
        message.token.subarray(first, first + predictionCount),
        message.logprob.subarray(first, first + predictionCount),
      );
      message.rank[layer] = rankOfToken(logits, answer);
      yield;
    }
    // Another position's lens may have been made in between: the template is filled in one go.
    writeClock(this.#template.i32('clock'), clock);
    this.#template.i32('token').set(message.token);
    this.#template.f32('logprob').set(message.logprob);
    this.#template.u32('rank').set(message.rank);
    return this.#template.takeMessage();
  }
}
