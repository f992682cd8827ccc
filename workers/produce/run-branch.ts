import type { Clock } from '#contract/decoded-message.ts';
import type { Branch, ForwardPass } from '#contract/forward-pass.ts';
import type { Sampling } from '#contract/sampling.ts';
import { Sampler } from '#engine/sampler.ts';
import type { OverviewEncoder } from './overview-encoder.ts';
import type { SinkTracker } from './sink-tracker.ts';

/** What was said of a position when its overview was made. */
interface ShownPosition {
  readonly clock: Clock;
  readonly answer: number;
}

/** One branch of a run, with everything that has been said of it. */
export class RunBranch {
  /** Its `branch` and its `revision` in messages: both are new with each branch (SPEC.md, BR1, VAL4). */
  readonly number: number;
  readonly branch: Branch;
  readonly #sinks: SinkTracker;
  #shown: ShownPosition[] = [];
  #drawing: { readonly settings: string; readonly sampler: Sampler } | undefined;

  constructor(number: number, branch: Branch, sinks: SinkTracker) {
    this.number = number;
    this.branch = branch;
    this.#sinks = sinks;
  }

  /** What `parent` was, under other interventions: what was said below `firstPosition` holds here too. */
  static forkedFrom(
    parent: RunBranch,
    { number, branch, firstPosition }: { number: number; branch: Branch; firstPosition: number },
  ): RunBranch {
    const fork = new RunBranch(number, branch, parent.#sinks.copy());
    fork.#shown = parent.#shown.slice(0, firstPosition);
    // Both go on with the same draws: what differs from here on is what was changed.
    const drawing = parent.#drawing;
    fork.#drawing = drawing && { ...drawing, sampler: drawing.sampler.copy() };
    return fork;
  }

  get tokens(): readonly number[] {
    return this.branch.tokens;
  }

  /** Positions that have been shown, from 0 on without gaps. */
  get shownCount(): number {
    return this.#shown.length;
  }

  /** @throws RangeError for a position whose overview has not been made. */
  shownAt(position: number): ShownPosition {
    const shown = this.#shown[position];
    if (!shown) throw new RangeError(`Position ${String(position)} has not been computed.`);
    return shown;
  }

  /** The overview of the first position not shown yet, which must be finished. */
  showNext(step: number, encoder: OverviewEncoder): ArrayBuffer {
    const position = this.#shown.length;
    const clock = this.clockOf({ step, position, token: this.tokens[position] ?? 0 });
    // A try before this one may have failed half-way.
    this.#sinks.forgetFrom(position);
    const message = encoder.encode(this.branch, clock, this.#sinks);
    this.#shown.push({ clock, answer: encoder.likeliestToken });
    return message;
  }

  /** Names this branch as the one that holds now. */
  clockOf(at: Pick<Clock, 'step' | 'position' | 'token'>): Clock {
    return { branch: this.number, ...at, revision: this.number };
  }

  /** The next token under these settings; draws go on where the last ones ended. */
  chooseNext(sampling: Sampling, { shape }: ForwardPass): number {
    const settings = JSON.stringify(sampling);
    if (this.#drawing?.settings !== settings) {
      this.#drawing = { settings, sampler: new Sampler(shape.vocabularySize, sampling) };
    }
    return this.#drawing.sampler.choose(this.branch.borrowLogits());
  }

  dispose(): void {
    this.branch.dispose();
  }
}

/**
 * Looks at what the last layer left of the positions from `firstPosition` on: whatever went out of
 * range below has come up to there.
 * @throws RangeError when a number is not finite.
 */
export function demandFinite(branch: Branch, firstPosition: number, lastLayer: number): void {
  for (let position = firstPosition; position < branch.tokens.length; position++) {
    const row = branch.borrowRow('hook_resid_post', lastLayer, position);
    if (row.every(Number.isFinite)) continue;
    throw new RangeError(
      `Under this change the numbers at position ${String(position)} are no longer finite.`,
    );
  }
}
