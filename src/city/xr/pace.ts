/** What is given up while frames are late, one after the other. */
export interface PaceStep {
  /** How much less finely the edge of an eye's picture is drawn, 0 … 1. */
  readonly foveation: number;
  readonly hasReflections: boolean;
}

export const paceSteps: readonly [PaceStep, ...PaceStep[]] = [
  { foveation: 0.5, hasReflections: true },
  { foveation: 1, hasReflections: true },
  { foveation: 1, hasReflections: false },
];

/** Frames are looked at together for so long. */
const windowMillis = 500;
/** Times a frame's due time: longer is late, up to the other is in time. */
const lateShare = 1.2;
const timelyShare = 1.05;
/** One long frame alone tells nothing: it counts as so many. */
const longestFrames = 3;
/**
 * A display shows no frame early, so whether there is room for more can only be tried: after so long
 * without a late window. A try that fails makes the next one wait twice as long.
 */
const patienceMillis = { first: 5000, longest: 80_000 } as const;

/** Which way quality goes after some frames. @param meanMillis - their mean. @param dueMillis - a frame's due time. */
export function verdictOn(meanMillis: number, dueMillis: number): 'late' | 'even' | 'timely' {
  if (meanMillis > dueMillis * lateShare) return 'late';
  return meanMillis <= dueMillis * timelyShare ? 'timely' : 'even';
}

/** Keeps a headset's frames in time: quality steps down where they are late, and up where there is room again. */
export class Pace {
  #at = 0;
  #frames = 0;
  #sumMillis = 0;
  #timelyMillis = 0;
  #patienceMillis: number = patienceMillis.first;
  /** Since the last step up; a step down soon after it says that there was no room. */
  #sinceUpMillis = Infinity;

  get step(): PaceStep {
    return paceSteps[this.#at] ?? paceSteps[0];
  }

  get isReduced(): boolean {
    return this.#at > 0;
  }

  /** For a new session. */
  reset(): void {
    this.#at = 0;
    this.#patienceMillis = patienceMillis.first;
    this.#sinceUpMillis = Infinity;
    this.rest();
  }

  /** Frames do not follow each other now: what was seen of them is forgotten. */
  rest(): void {
    this.#frames = this.#sumMillis = this.#timelyMillis = 0;
  }

  /**
   * @param deltaMillis - since the frame before; 0 tells nothing.
   * @param frameRate - of the display, a second; unknown: nothing is judged.
   * @returns whether the step has changed.
   */
  noteFrame(deltaMillis: number, frameRate: number | undefined): boolean {
    if (deltaMillis <= 0 || !frameRate) return false;
    const dueMillis = 1000 / frameRate;
    this.#frames += 1;
    this.#sumMillis += Math.min(deltaMillis, dueMillis * longestFrames);
    if (this.#sumMillis < windowMillis) return false;
    const verdict = verdictOn(this.#sumMillis / this.#frames, dueMillis);
    this.#sinceUpMillis += this.#sumMillis;
    this.#timelyMillis = verdict === 'timely' ? this.#timelyMillis + this.#sumMillis : 0;
    this.#frames = this.#sumMillis = 0;
    return verdict === 'late' ? this.#stepDown() : this.#stepUp();
  }

  #stepDown(): boolean {
    if (this.#at === paceSteps.length - 1) return false;
    if (this.#sinceUpMillis <= patienceMillis.first) {
      this.#patienceMillis = Math.min(patienceMillis.longest, this.#patienceMillis * 2);
    }
    this.#at += 1;
    return true;
  }

  #stepUp(): boolean {
    if (this.#at === 0 || this.#timelyMillis < this.#patienceMillis) return false;
    this.#timelyMillis = 0;
    this.#sinceUpMillis = 0;
    this.#at -= 1;
    return true;
  }
}
