import { shownTokenLimit, type ProducerMessage } from '#contract/control-message.ts';
import type { Clock } from '#contract/decoded-message.ts';
import type { Branch, Progress } from '#contract/forward-pass.ts';
import type { Intervention } from '#contract/interventions.ts';
import type { Sampling } from '#contract/sampling.ts';
import type { ValuesQuestion } from '#contract/values-message.ts';
import { Sampler } from '#engine/sampler.ts';
import { CarriedEncoder } from './carried-encoder.ts';
import type { Slices } from './job-queue.ts';
import { LensEncoder } from './lens-encoder.ts';
import { lastLayerOf, OverviewEncoder } from './overview-encoder.ts';
import type { RunnableModel } from './runnable-model.ts';
import { SinkTracker } from './sink-tracker.ts';
import { encodeValues } from './values-encoder.ts';

/** Where a run's messages go. */
export interface MessageSink {
  control(message: ProducerMessage): void;
  tensors(message: ArrayBuffer): void;
}

/** What the run keeps between runs: its scratch memory. */
export interface RunEncoders {
  readonly overview: OverviewEncoder;
  readonly lens: LensEncoder;
  readonly carried: CarriedEncoder;
}

/** The encoders of a model, to be made once. */
export function createRunEncoders({ forward, display }: RunnableModel): RunEncoders {
  return {
    overview: new OverviewEncoder(forward, display, shownTokenLimit),
    lens: new LensEncoder(forward),
    carried: new CarriedEncoder(forward),
  };
}

/** What was said of a position when its overview was made. */
interface ShownPosition {
  readonly clock: Clock;
  readonly answer: number;
}

/**
 * One run of one prompt: its branch, what has been sent of it, and the work it can be asked for, in
 * slices. Nothing here waits or schedules.
 */
export class LiveRun {
  readonly #model: RunnableModel;
  readonly #encoders: RunEncoders;
  readonly #out: MessageSink;
  readonly #promptTokens: readonly number[];
  #branch: Branch;
  #sinks: SinkTracker;
  #shown: ShownPosition[] = [];
  #branchCount = 1;
  #branchNumber = 0;
  #revision = 0;
  #step = 0;
  #sampler: { readonly settings: string; readonly sampler: Sampler } | undefined;

  constructor(
    model: RunnableModel,
    encoders: RunEncoders,
    promptTokens: readonly number[],
    out: MessageSink,
  ) {
    this.#model = model;
    this.#encoders = encoders;
    this.#promptTokens = promptTokens;
    this.#out = out;
    this.#branch = model.forward.createBranch();
    this.#sinks = new SinkTracker(model.forward.shape.layerCount, shownTokenLimit);
  }

  dispose(): void {
    this.#branch.dispose();
  }

  /** Runs what is missing of the prompt; `request` goes into its progress. */
  *prefill(request: number): Slices {
    const missing = this.#promptTokens.slice(this.#branch.tokens.length);
    if (missing.length === 0) return;
    for (const progress of this.#branch.prefill(missing)) {
      this.#reportProgress(request, progress);
      yield;
      if (progress.finished) yield* this.#showPositions(progress);
    }
  }

  /** Appends up to `count` tokens, each shown before the next is chosen (SPEC.md, MSG7, MSG10). */
  *generate(request: number, count: number, sampling: Sampling): Slices {
    this.#demandWholePrompt();
    for (let made = 0; made < count; made++) {
      const position = this.#branch.tokens.length;
      if (position >= Math.min(shownTokenLimit, this.#model.forward.maxPositions)) {
        this.#end(
          request,
          `This version shows ${String(position)} tokens at most; this run is full.`,
        );
        return;
      }
      const token = this.#samplerFor(sampling).choose(this.#branch.borrowLogits());
      if (this.#model.endTokens.has(token)) {
        const written = this.#model.textOf(token);
        this.#end(request, `The model ended its text here, with ${written}.`);
        return;
      }
      this.#out.control(tokenMessage(this.#model, token, position, 'sampler'));
      this.#branch.step(token);
      this.#showPosition(position);
      yield;
    }
  }

  /**
   * Runs the tokens so far again under other interventions and shows every position that was
   * computed again (SPEC.md, IV5). Until `onTaken` is called, the run is as it was.
   */
  *intervene(request: number, interventions: readonly Intervention[], onTaken: () => void): Slices {
    this.#demandWholePrompt();
    const { layerCount } = this.#model.forward.shape;
    const depthChanges =
      lastLayerOf(interventions, layerCount) !==
      lastLayerOf(this.#branch.interventions, layerCount);
    // A stop changes what every position shows without computing any of them again.
    let firstPosition = depthChanges ? 0 : this.#branch.tokens.length;
    const fork = this.#branch.fork(interventions);
    try {
      for (let next = fork.next(); ; next = fork.next()) {
        if (next.done === true) {
          this.#takeBranch(next.value, interventions.length > 0, firstPosition);
          onTaken();
          break;
        }
        firstPosition = Math.min(firstPosition, next.value.firstPosition);
        this.#reportProgress(request, next.value);
        yield;
      }
    } finally {
      fork.return(this.#branch);
    }
    for (let position = firstPosition; position < this.#branch.tokens.length; position++) {
      this.#showPosition(position);
      yield;
    }
  }

  /** SPEC.md, LENS. */
  *lens(position: number): Slices {
    const { clock, answer } = this.#shownAt(position);
    this.#out.tensors(yield* this.#encoders.lens.encode(this.#branch, clock, answer));
  }

  /** SPEC.md, CARRY. */
  *carried(position: number): Slices {
    const { clock } = this.#shownAt(position);
    this.#out.tensors(yield* this.#encoders.carried.encode(this.#branch, clock));
  }

  /** SPEC.md, VAL. */
  *values(asked: ValuesQuestion): Slices {
    for (const position of asked.positions) this.#shownAt(position);
    const last = asked.positions.at(-1) ?? 0;
    const { step, token } = this.#shownAt(last).clock;
    const clock = {
      branch: this.#branchNumber,
      step,
      position: last,
      token,
      revision: this.#revision,
    };
    const { shape } = this.#model.forward;
    this.#out.tensors(yield* encodeValues(this.#branch, shape, asked, clock));
  }

  #demandWholePrompt(): void {
    if (this.#branch.tokens.length >= this.#promptTokens.length) return;
    throw new RangeError('The prompt has not been read to its end; send it again.');
  }

  #shownAt(position: number): ShownPosition {
    const shown = this.#shown[position];
    if (!shown) throw new RangeError(`Position ${String(position)} has not been computed.`);
    return shown;
  }

  #takeBranch(branch: Branch, isChanged: boolean, firstPosition: number): void {
    this.#branch.dispose();
    this.#branch = branch;
    this.#branchNumber = isChanged ? this.#branchCount++ : 0;
    this.#revision++;
    this.#sinks = this.#sinks.copy();
    this.#sinks.forgetFrom(firstPosition);
    this.#shown = this.#shown.slice(0, firstPosition);
  }

  *#showPositions({ firstPosition, positionCount }: Progress): Slices {
    for (let position = firstPosition; position < firstPosition + positionCount; position++) {
      this.#showPosition(position);
      yield;
    }
  }

  #showPosition(position: number): void {
    const clock = {
      branch: this.#branchNumber,
      step: this.#step,
      position,
      token: this.#branch.tokens[position] ?? 0,
      revision: this.#revision,
    };
    this.#out.tensors(this.#encoders.overview.encode(this.#branch, clock, this.#sinks));
    this.#shown[position] = { clock, answer: this.#encoders.overview.likeliestToken };
    this.#step++;
  }

  #samplerFor(sampling: Sampling): Sampler {
    const settings = JSON.stringify(sampling);
    if (this.#sampler?.settings !== settings) {
      const sampler = new Sampler(this.#model.forward.shape.vocabularySize, sampling);
      this.#sampler = { settings, sampler };
    }
    return this.#sampler.sampler;
  }

  #reportProgress(request: number, progress: Progress): void {
    this.#out.control({
      kind: 'progress',
      request,
      layer: progress.layer,
      position: progress.firstPosition,
      positionCount: progress.positionCount,
    });
  }

  #end(request: number, reason: string): void {
    this.#out.control({ kind: 'end', request, reason });
  }
}

/** SPEC.md, MSG4. */
export function tokenMessage(
  model: RunnableModel,
  token: number,
  position: number,
  from: 'prompt' | 'sampler',
): ProducerMessage {
  const bytes = Array.from(model.bytesOf(token), (byte) => byte.toString(16).padStart(2, '0'));
  return {
    kind: 'token',
    position,
    id: token,
    text: model.textOf(token),
    bytes: bytes.join(''),
    from,
  };
}
