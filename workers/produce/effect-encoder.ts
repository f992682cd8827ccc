import type { Clock } from '#contract/decoded-message.ts';
import type { Branch, ForwardPass } from '#contract/forward-pass.ts';
import type { Intervention } from '#contract/interventions.ts';
import { predictionCount } from '#contract/overview.ts';
import type { RowMath } from '#contract/row-math.ts';
import { tileRows } from '#engine/hook-arena.ts';
import { encodeEffectMessage } from './effect-message.ts';

/** Tests answered by one message, so that the first answers come soon. */
const testsPerMessage = tileRows;

/** What is asked about one position. */
export interface EffectQuestion {
  readonly request: number;
  readonly tests: readonly (readonly Intervention[])[];
  readonly clock: Clock;
  /** The token whose log-probability is followed. */
  readonly answer: number;
}

/** What has been measured and not been sent. */
class MeasuredTests {
  readonly test: number[] = [];
  readonly predictionToken: number[] = [];
  readonly predictionLogprob: number[] = [];
  readonly answerLogprob: number[] = [];

  take({ request, clock }: EffectQuestion): ArrayBuffer {
    const { buffer } = encodeEffectMessage({
      ...{ request, clock },
      test: Uint32Array.from(this.test.splice(0)),
      predictionToken: Int32Array.from(this.predictionToken.splice(0)),
      predictionLogprob: Float32Array.from(this.predictionLogprob.splice(0)),
      answerLogprob: Float32Array.from(this.answerLogprob.splice(0)),
    });
    return buffer;
  }
}

/** Makes effect messages (SPEC.md, EFF): what the model would answer under other interventions. */
export class EffectEncoder {
  readonly #math: RowMath;
  readonly #tokens = new Int32Array(predictionCount);
  readonly #logprobs = new Float32Array(predictionCount);

  constructor({ rowMath }: ForwardPass) {
    this.#math = rowMath;
  }

  /** One slice per turn of the model; what has been measured is sent before the next one begins. */
  *encode(
    branch: Branch,
    question: EffectQuestion,
    send: (message: ArrayBuffer) => void,
  ): Generator<undefined, void, void> {
    const measured = new MeasuredTests();
    for (const turn of branch.runTests(question.clock.position, question.tests)) {
      for (const { test, logits } of turn) {
        measured.test.push(test);
        this.#measure(logits, question.answer, measured);
      }
      if (measured.test.length >= testsPerMessage) send(measured.take(question));
      yield;
    }
    if (measured.test.length > 0) send(measured.take(question));
  }

  #measure(logits: Float32Array, answer: number, into: MeasuredTests): void {
    this.#math.fillTopTokens(logits, this.#tokens, this.#logprobs);
    into.predictionToken.push(...this.#tokens);
    into.predictionLogprob.push(...this.#logprobs);
    const place = this.#tokens.indexOf(answer);
    // The same number either way; among the top five it is known already.
    const logprob =
      place < 0 ? logits[answer]! - this.#math.logSumExp(logits) : this.#logprobs[place]!;
    into.answerLogprob.push(logprob);
  }
}
