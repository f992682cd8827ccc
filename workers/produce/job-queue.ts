/** Lets every message that has arrived by now be handled before going on. */
export interface MacrotaskYield {
  wait(): Promise<void>;
  dispose(): void;
}

/** Work done in slices: whoever drives it may stop, pause or drop it at every yield. */
export type Slices = Generator<undefined, void, void>;

export interface Job {
  /** Smaller is sooner; equal ones in the order they came. */
  readonly priority: number;
  readonly request: number;
  /** Undefined when all of it was done at once. */
  readonly begin: () => Slices | undefined;
}

interface QueuedJob {
  readonly job: Job;
  slices: Slices | undefined;
}

export interface JobQueueOptions {
  readonly macrotask: MacrotaskYield;
  /** Asked before every slice; while false nothing runs. */
  readonly mayRun: () => boolean;
  readonly onError: (job: Job, error: unknown) => void;
}

/** Runs one slice of the most urgent job at a time, with room for messages between slices. */
export class JobQueue {
  readonly #options: JobQueueOptions;
  #jobs: QueuedJob[] = [];
  #running = false;
  #disposed = false;

  constructor(options: JobQueueOptions) {
    this.#options = options;
  }

  get isEmpty(): boolean {
    return this.#jobs.length === 0;
  }

  add(job: Job): void {
    const after = this.#jobs.findIndex((other) => other.job.priority > job.priority);
    const queued = { job, slices: undefined };
    this.#jobs.splice(after < 0 ? this.#jobs.length : after, 0, queued);
    this.wake();
  }

  /** Drops jobs; what they were in the middle of is given up at once. */
  drop(which: (job: Job) => boolean): readonly Job[] {
    const dropped = this.#jobs.filter(({ job }) => which(job));
    this.#jobs = this.#jobs.filter(({ job }) => !which(job));
    for (const { slices } of dropped) slices?.return();
    return dropped.map(({ job }) => job);
  }

  /** Has jobs begin again, because what they worked on was replaced. */
  restart(which: (job: Job) => boolean): void {
    for (const queued of this.#jobs) {
      if (!which(queued.job)) continue;
      queued.slices?.return();
      queued.slices = undefined;
    }
  }

  /** To be called when `mayRun` may have changed. */
  wake(): void {
    if (this.#running || this.#disposed) return;
    this.#running = true;
    void this.#drain();
  }

  dispose(): void {
    this.#disposed = true;
    this.drop(() => true);
  }

  async #drain(): Promise<void> {
    for (;;) {
      await this.#options.macrotask.wait();
      const next = this.#jobs[0];
      if (this.#disposed || next === undefined || !this.#options.mayRun()) break;
      this.#runSlice(next);
    }
    this.#running = false;
  }

  #runSlice(queued: QueuedJob): void {
    try {
      queued.slices ??= queued.job.begin();
      if (queued.slices && queued.slices.next().done !== true) return;
      this.#jobs = this.#jobs.filter((other) => other !== queued);
    } catch (error) {
      this.#jobs = this.#jobs.filter((other) => other !== queued);
      this.#options.onError(queued.job, error);
    }
  }
}
