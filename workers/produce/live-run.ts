import {
  shownTokenLimit,
  type ProducerMessage,
  type ViewerMessage,
} from '#contract/control-message.ts';
import type { Branch, Progress } from '#contract/forward-pass.ts';
import type { Intervention } from '#contract/interventions.ts';
import type { Sampling } from '#contract/sampling.ts';
import type { ValuesQuestion } from '#contract/values-message.ts';
import type { Slices } from './job-queue.ts';
import { lastLayerOf } from './overview-encoder.ts';
import { demandFinite, RunBranch } from './run-branch.ts';
import type { RunEncoders } from './run-encoders.ts';
import type { RunnableModel } from './runnable-model.ts';
import { SinkTracker } from './sink-tracker.ts';
import { encodeValues } from './values-encoder.ts';

/** Where a run's messages go. */
export interface MessageSink {
  control(message: ProducerMessage): void;
  tensors(message: ArrayBuffer): void;
}

type EffectMessage = Extract<ViewerMessage, { kind: 'effect' }>;

/** What is left of a `generate`. */
export interface WantedTokens {
  count: number;
  readonly sampling: Sampling;
}

/**
 * One run of one prompt: its branches, what has been sent of them, and the work it can be asked for,
 * in slices. Nothing here waits or schedules.
 */
export class LiveRun {
  readonly #model: RunnableModel;
  readonly #encoders: RunEncoders;
  readonly #out: MessageSink;
  readonly #promptTokens: readonly number[];
  /** The branch without interventions. */
  readonly #original: RunBranch;
  #changed: RunBranch | undefined;
  /** One of the two: whatever is asked for is of it. */
  #current: RunBranch;
  #forkCount = 0;
  #step = 0;

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
    const { shape } = model.forward;
    const sinks = new SinkTracker(shape.layerCount, shownTokenLimit);
    this.#original = new RunBranch(0, model.forward.createBranch(), sinks);
    this.#current = this.#original;
  }

  dispose(): void {
    this.#original.dispose();
    this.#changed?.dispose();
  }

  /** Runs and shows what is missing of the prompt; `request` goes into its progress. */
  *prefill(request: number): Slices {
    const { branch } = this.#original;
    // Reading may have been cancelled between computing positions and showing them.
    yield* this.#showComputed(this.#original);
    for (const progress of branch.prefill(this.#promptTokens.slice(branch.tokens.length))) {
      this.#reportProgress(request, progress);
      yield;
      if (progress.finished) yield* this.#showComputed(this.#original);
    }
  }

  /**
   * Appends tokens while some are `wanted`, each shown before the next is chosen (SPEC.md, MSG7,
   * MSG10). Begun again, it goes on with what is left.
   */
  *generate(request: number, wanted: WantedTokens): Slices {
    this.#demandWholePrompt();
    yield* this.showCurrent();
    const { forward } = this.#model;
    while (wanted.count > 0) {
      const position = this.#current.tokens.length;
      if (position >= Math.min(shownTokenLimit, forward.maxPositions)) {
        this.#end(
          request,
          `This version shows ${String(position)} tokens at most; this run is full.`,
        );
        return;
      }
      const token = this.#current.chooseNext(wanted.sampling, forward);
      if (this.#model.endTokens.has(token)) {
        const written = this.#model.textOf(token);
        this.#end(request, `The model ended its text here, with ${written}.`);
        return;
      }
      this.#out.control(tokenMessage(this.#model, token, position, 'sampler'));
      this.#current.branch.step(token);
      wanted.count--;
      this.#showNext(this.#current);
      yield;
    }
  }

  /**
   * Puts the tokens so far under other interventions and says so (SPEC.md, BR1, BR2, IV5); what is
   * to be shown of the new branch comes with `showCurrent`. Until `onTaken` is called, the run is as
   * it was.
   */
  *intervene(request: number, interventions: readonly Intervention[], onTaken: () => void): Slices {
    this.#demandWholePrompt();
    if (interventions.length === 0) {
      this.#current = this.#original;
      this.#replaceChanged(undefined);
      onTaken();
      this.#announce(request, { parent: 0, firstPosition: this.#current.tokens.length });
      return;
    }
    const parent = this.#current;
    const { layerCount } = this.#model.forward.shape;
    const depthChanges =
      lastLayerOf(interventions, layerCount) !==
      lastLayerOf(parent.branch.interventions, layerCount);
    // A stop changes what every position shows without computing any of them again.
    let firstPosition = depthChanges ? 0 : parent.shownCount;
    const fork = parent.branch.fork(interventions);
    try {
      for (let next = fork.next(); ; next = fork.next()) {
        if (next.done === true) {
          this.#takeFork(parent, next.value, firstPosition);
          onTaken();
          this.#announce(request, { parent: parent.number, firstPosition });
          return;
        }
        firstPosition = Math.min(firstPosition, next.value.firstPosition);
        this.#reportProgress(request, next.value);
        yield;
      }
    } finally {
      fork.return(parent.branch);
    }
  }

  /** @throws RangeError for a branch whose numbers went out of range; the run is then as it was. */
  #takeFork(parent: RunBranch, branch: Branch, firstPosition: number): void {
    const last = lastLayerOf(branch.interventions, this.#model.forward.shape.layerCount);
    try {
      demandFinite(branch, firstPosition, last);
    } catch (error) {
      branch.dispose();
      throw error;
    }
    const number = ++this.#forkCount;
    this.#current = RunBranch.forkedFrom(parent, { number, branch, firstPosition });
    this.#replaceChanged(this.#current);
  }

  /** SPEC.md, BR3. Until `onTaken` is called, the run is as it was. */
  switchTo(request: number, number: number, onTaken: () => void): void {
    const kept = this.#keptBranch(number);
    this.#current = kept;
    onTaken();
    this.#announce(request, { parent: number, firstPosition: kept.tokens.length });
  }

  /** Shows what has been computed of the current branch and not been shown. */
  showCurrent(): Slices {
    return this.#showComputed(this.#current);
  }

  /** SPEC.md, LENS. */
  *lens(position: number): Slices {
    const { clock, answer } = this.#current.shownAt(position);
    this.#out.tensors(yield* this.#encoders.lens.encode(this.#current.branch, clock, answer));
  }

  /** SPEC.md, CARRY. */
  *carried(position: number): Slices {
    const { clock } = this.#current.shownAt(position);
    this.#out.tensors(yield* this.#encoders.carried.encode(this.#current.branch, clock));
  }

  /** SPEC.md, DIFF. */
  *difference(position: number): Slices {
    const { clock } = this.#current.shownAt(position);
    if (this.#current === this.#original) {
      throw new RangeError('Nothing of what is shown is changed, so there is no difference.');
    }
    const before = this.#original.tokens;
    if (this.#current.tokens.some((id, at) => at <= position && id !== before[at])) {
      throw new RangeError('The two texts differ here, so their numbers cannot be compared.');
    }
    const branches = [this.#original.branch, this.#current.branch] as const;
    this.#out.tensors(yield* this.#encoders.difference.encode(...branches, clock));
  }

  /** SPEC.md, EFF. */
  effect({ request, branch: number, position, tests }: EffectMessage): Slices {
    const of = this.#keptBranch(number);
    const { clock, answer } = of.shownAt(position);
    const question = { request, tests, clock, answer };
    return this.#encoders.effect.encode(of.branch, question, (message) => {
      this.#out.tensors(message);
    });
  }

  /** SPEC.md, VAL. */
  *values(asked: ValuesQuestion): Slices {
    const { branch } = this.#current;
    for (const position of asked.positions) this.#current.shownAt(position);
    const position = asked.positions.at(-1) ?? 0;
    const { step, token } = this.#current.shownAt(position).clock;
    const clock = this.#current.clockOf({ step, position, token });
    const { shape } = this.#model.forward;
    this.#out.tensors(yield* encodeValues(branch, shape, asked, clock));
  }

  #demandWholePrompt(): void {
    if (this.#original.tokens.length >= this.#promptTokens.length) return;
    throw new RangeError('The prompt has not been read to its end; send it again.');
  }

  #keptBranch(number: number): RunBranch {
    const kept = [this.#original, this.#changed].find((branch) => branch?.number === number);
    if (!kept) throw new RangeError(`There is no branch ${String(number)} any more.`);
    return kept;
  }

  #replaceChanged(branch: RunBranch | undefined): void {
    this.#changed?.dispose();
    this.#changed = branch;
  }

  /** SPEC.md, BR2. */
  #announce(request: number, from: { parent: number; firstPosition: number }): void {
    const { number, tokens } = this.#current;
    this.#out.control({
      kind: 'branch',
      request,
      branch: number,
      revision: number,
      tokenCount: tokens.length,
      ...from,
    });
  }

  *#showComputed(of: RunBranch): Slices {
    while (of.shownCount < of.tokens.length) {
      this.#showNext(of);
      yield;
    }
  }

  #showNext(of: RunBranch): void {
    this.#out.tensors(of.showNext(this.#step, this.#encoders.overview));
    this.#step++;
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
