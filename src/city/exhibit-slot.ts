import type { ExhibitStand } from '#plan/exhibit-stand.ts';
import type { Topic } from '#store/read.ts';
import type { CityContext, CityPart } from './city-part.ts';
import type { ExhibitPart } from './exhibit-part.ts';
import { LateScript } from './late-script.ts';
import type { LabelOptions, Labels } from './labels.ts';
import type { OpenedPart } from './opened-part.ts';

/** What the camera is to know of an exhibit. */
export interface ShownExhibit {
  readonly stand: ExhibitStand;
  readonly poseFor: OpenedPart['poseFor'];
}

export interface ExhibitSlotOptions extends LabelOptions {
  readonly labels: Labels;
}

/** Keeps the place of what stands open, and fetches its program when a place is first gone to. */
export class ExhibitSlot implements CityPart {
  readonly #context: CityContext;
  readonly #late: LateScript<typeof ExhibitPart>;
  #part: OpenedPart | undefined;
  #isDisposed = false;
  #shown: ShownExhibit | undefined;

  constructor(context: CityContext, options: ExhibitSlotOptions) {
    this.#context = context;
    this.#late = new LateScript(
      async () => (await import('./exhibit-part.ts')).ExhibitPart,
      (create) => {
        if (this.#isDisposed) return;
        const { labels, requestValues } = options;
        this.#part = new create(context, { atlas: labels.atlas, requestValues });
        context.requestFrame();
      },
    );
  }

  get part(): OpenedPart | undefined {
    return this.#part;
  }

  /** Whether nothing of it is still on its way. */
  get isComplete(): boolean {
    return this.#part ? this.#part.isComplete : !this.#isWanted;
  }

  /** 'coming' while a place is looked at whose exhibit cannot be drawn yet. */
  get shown(): ShownExhibit | 'coming' | undefined {
    const part = this.#part;
    if (!part) return this.#isWanted ? 'coming' : undefined;
    const stand = part.stand();
    if (stand === this.#shown?.stand) return this.#shown;
    this.#shown = stand && { stand, poseFor: part.poseFor.bind(part) };
    return this.#shown;
  }

  apply(topics: ReadonlySet<Topic>): void {
    this.#part?.apply(topics);
    this.#late.retry();
  }

  tick(...frame: Parameters<CityPart['tick']>): boolean {
    if (this.#part) return this.#part.tick(...frame);
    if (this.#isWanted) this.#late.need();
    return false;
  }

  restore(): void {
    this.#part?.restore?.();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#part?.dispose();
    this.#part = undefined;
  }

  get #isWanted(): boolean {
    return this.#context.store.state.zoom.level !== 'model';
  }
}
