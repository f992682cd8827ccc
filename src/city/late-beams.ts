import type { HeldGrip } from '#contract/preview.ts';
import type { StoreState } from '#store/read.ts';
import type { BeamDraw } from './beam-draw.ts';
import type { BeamRecords, BeamTouch } from './beam-records.ts';
import type { bowBeam, TouchedBeams } from './beam-touch.ts';
import type { CityContext } from './city-part.ts';
import { LateScript } from './late-script.ts';
import { askedChanges } from './shown-light.ts';

interface TouchScript {
  readonly touched: TouchedBeams;
  readonly bowBeam: typeof bowBeam;
}

export interface LateBeamsParts {
  readonly draw: BeamDraw;
  readonly records: BeamRecords;
  /** Writes all records anew. */
  readonly rewrite: () => void;
}

/**
 * What verbs and measured effects make of beams; its script is fetched with the first of them. A
 * fetch that fails is tried again with the next change or the next pull.
 */
export class LateBeams {
  readonly #context: CityContext;
  readonly #parts: LateBeamsParts;
  readonly #late: LateScript<TouchScript>;
  /** Records that a hand holds as of the last frame. */
  readonly #bowed: number[] = [];

  constructor(context: CityContext, parts: LateBeamsParts) {
    this.#context = context;
    this.#parts = parts;
    this.#late = new LateScript(fetchTouch, ({ touched }) => {
      touched.follow(context.store.state);
      parts.rewrite();
      context.requestFrame();
    });
  }

  get touch(): BeamTouch | undefined {
    return this.#late.script?.touched;
  }

  follow(state: StoreState): void {
    this.#late.script?.touched.follow(state);
    this.#late.retry();
    if (state.effects !== undefined || askedChanges(state).length > 0) this.#late.need();
  }

  /** Bows what is pulled; what was let go swings back to where it was. */
  bow(): void {
    const { draw, records } = this.#parts;
    const { recordsArray } = draw.records;
    for (const record of this.#bowed) {
      records.straighten(recordsArray, record);
      draw.markRecord(record);
    }
    this.#bowed.length = 0;
    const { held } = this.#context.preview.state;
    if (!held.some(isOfBeam)) {
      this.#late.retry();
      return;
    }
    this.#late.need();
    const { script } = this.#late;
    if (!script) return;
    for (const each of held) {
      const record = script.bowBeam(recordsArray, records, each);
      if (record < 0) continue;
      this.#bowed.push(record);
      draw.markRecord(record);
    }
  }
}

async function fetchTouch(): Promise<TouchScript> {
  const { bowBeam, TouchedBeams } = await import('./beam-touch.ts');
  return { touched: new TouchedBeams(), bowBeam };
}

// Asked every frame: no closure is made for it.
function isOfBeam({ grip }: HeldGrip): boolean {
  return grip.verb === 'pull';
}
