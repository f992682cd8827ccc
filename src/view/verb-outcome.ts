import { wantedChanges } from '#store/read/change-state.ts';
import { isSameThing, type Change, type ChangeEntry } from '#contract/change.ts';
import type { HeldGrip } from '#contract/preview.ts';
import type { Grip, VerbStage } from '#contract/verb.ts';
import type { StoreState } from '#store/read.ts';
import { changeRefusal } from '#store/read/change-refusal.ts';
import { ablatedLayer, headName, keyWords } from './change-words.ts';

/** What letting go would do now, said before it happens. */
export interface VerbOutcome {
  /** "release: layer 23 × 0", or, while it does nothing, "pull on to open layer 23". */
  readonly words: string;
  /** What pulling further would do, or why it could do no more; empty when there is no further. */
  readonly next: string;
  /** `back` undoes a change that is on. */
  readonly effect: 'nothing' | 'read' | 'change' | 'back';
}

/** What becomes of a thing that is held, by how far it is pulled and what was done to it before. */
export function verbOutcome(
  { grip, stage, isLost }: Pick<HeldGrip, 'grip' | 'stage' | 'isLost'>,
  state: StoreState,
): VerbOutcome {
  const refusal = verbRefusal(grip, state);
  const outcome = outcomeAt(refusal === undefined ? stage : stage && 'read', {
    grip,
    state,
    refusal,
  });
  if (!isLost) return outcome;
  return { ...outcome, next: 'the hand is out of sight: all stays as it is until it is back' };
}

/** What can be done with a thing that is pointed at and not held yet. */
export function handleWords(grip: Grip, state: StoreState): string {
  const little = `drag: ${readingWish(grip)}`;
  if (verbRefusal(grip, state) !== undefined) return little;
  const isBack = changeOfGrip(grip, wantedChanges(state)) !== undefined;
  const all = isBack ? backOutcome(grip, state) : changeOutcome(grip, state);
  return `${little} · all the way: ${all}`;
}

/** Why a verb cannot change the model here and now; undefined when it can. */
export function verbRefusal(grip: Grip, state: StoreState): string | undefined {
  const top = (state.hello?.model.layerCount ?? 0) - 1;
  if (grip.verb === 'slice' && grip.layer >= top && state.hello !== undefined) {
    return `layer ${String(top)} is the last: the answer is read there anyway`;
  }
  return changeRefusal(state);
}

/** The entry that is on and about the same thing as a change, which would put it back. */
export function entryOf(change: Change, changes: readonly ChangeEntry[]): ChangeEntry | undefined {
  return changes.findLast((entry) => entry.isOn && isSameThing(entry.change, change));
}

/** The change that is on and that this verb would put back. */
export function changeOfGrip(grip: Grip, changes: readonly ChangeEntry[]): ChangeEntry | undefined {
  return entryOf(changeMadeBy(grip), changes);
}

/** What a grip is about; how it goes about it makes no difference here. */
function changeMadeBy(grip: Grip): Change {
  switch (grip.verb) {
    case 'grab':
      return { kind: 'layer', layer: grip.layer, by: 'zero' };
    case 'slice':
      return { kind: 'stop', layer: grip.layer };
    case 'pull':
      return { ...grip, kind: 'beam', scope: 'this' };
  }
}

interface Held {
  readonly grip: Grip;
  readonly state: StoreState;
  readonly refusal: string | undefined;
}

function outcomeAt(stage: VerbStage | undefined, held: Held): VerbOutcome {
  const { grip, state, refusal } = held;
  if (stage === undefined) {
    return { words: `pull on to ${readingWish(grip)}`, next: '', effect: 'nothing' };
  }
  const isBack = changeOfGrip(grip, wantedChanges(state)) !== undefined;
  if (stage === 'read') {
    const further = `pull on to ${isBack ? backWish(grip) : changeWish(grip, state)}`;
    return {
      words: `release: ${readOutcome(grip, state)}`,
      next: refusal ?? further,
      effect: 'read',
    };
  }
  const words = isBack ? backOutcome(grip, state) : changeOutcome(grip, state);
  return { words: `release: ${words}`, next: '', effect: isBack ? 'back' : 'change' };
}

function readingWish(grip: Grip): string {
  switch (grip.verb) {
    case 'grab':
      return `open layer ${String(grip.layer)}`;
    case 'slice':
      return `lay the towers open above layer ${String(grip.layer)}`;
    case 'pull':
      return 'keep the numbers of this beam in view';
  }
}

function readOutcome(grip: Grip, state: StoreState): string {
  switch (grip.verb) {
    case 'grab':
      return `layer ${String(grip.layer)} stays open to be read`;
    case 'slice':
      return `the towers stay open above layer ${String(grip.layer)}, to be read`;
    case 'pull':
      return `the numbers of ${beamName(grip, state)} stay in view`;
  }
}

function changeWish(grip: Grip, state: StoreState): string {
  switch (grip.verb) {
    case 'grab':
      return `pull it free: ${ablatedLayer(grip.layer, state.settings.ablation)}`;
    case 'slice':
      return 'stop the model there';
    case 'pull':
      return 'tear it out';
  }
}

function backWish(grip: Grip): string {
  return grip.verb === 'slice' ? 'let the model go on to the top again' : 'put it back';
}

function changeOutcome(grip: Grip, state: StoreState): string {
  switch (grip.verb) {
    case 'grab':
      return ablatedLayer(grip.layer, state.settings.ablation);
    case 'slice':
      return `the answer is read after layer ${String(grip.layer)}`;
    case 'pull': {
      const { layer, head, query, key } = grip;
      const where =
        state.settings.tearScope === 'this' ? 'here alone' : 'here and in every later word';
      return `${headName(layer, head)} reads nothing from ${keyWords(state, query, key)}, ${where}`;
    }
  }
}

function backOutcome(grip: Grip, state: StoreState): string {
  switch (grip.verb) {
    case 'grab':
      return `layer ${String(grip.layer)} is put back`;
    case 'slice':
      return 'the answer is read at the top again';
    case 'pull':
      return `${headName(grip.layer, grip.head)} reads ${keyWords(state, grip.query, grip.key)} again`;
  }
}

function beamName({ layer, head, query, key }: Grip & { verb: 'pull' }, state: StoreState): string {
  return `the beam of ${headName(layer, head)} from ${keyWords(state, query, key)}`;
}
