import { wantedChanges } from '#store/read/change-state.ts';
import type { Ablation, Change, ChangeEntry, TearScope } from '#contract/change.ts';
import { capitalised } from '#kit/capitalised.ts';
import type { StoreState } from '#store/read.ts';
import { changeName, changeSentence, headName } from './change-words.ts';
import { tokenWords } from './token-words.ts';

/** One thing done to the model, as it stands in the list. */
export interface ChangeRow {
  readonly id: number;
  /** What it does, in one plain sentence. */
  readonly sentence: string;
  /** Its true name, as TransformerLens writes the site, and what is done there. */
  readonly name: string;
  readonly isOn: boolean;
  /** Of a torn beam: for which words. */
  readonly scope: TearScope | undefined;
  /** Of a layer: what is left of it. */
  readonly by: Ablation | undefined;
  /** What comes of it beside the others, a sentence each; none while it is off. */
  readonly notes: readonly string[];
}

/** Everything that was done, in the order it acts; what was sent and is not through yet included. */
export function changeRows(state: StoreState): readonly ChangeRow[] {
  const entries = wantedChanges(state);
  return entries.map((entry, place) => {
    const { id, change, isOn } = entry;
    return {
      id,
      isOn,
      sentence: changeSentence(change, state),
      name: changeName(change),
      scope: change.kind === 'beam' ? change.scope : undefined,
      by: change.kind === 'layer' ? change.by : undefined,
      notes: isOn ? notesOf(change, { entries, place, state }) : [],
    };
  });
}

interface Surroundings {
  readonly entries: readonly ChangeEntry[];
  /** Of the change itself in `entries`. */
  readonly place: number;
  readonly state: StoreState;
}

function notesOf(change: Change, { entries, place, state }: Surroundings): readonly string[] {
  const others = entries.filter(({ isOn }, at) => isOn && at !== place).map((each) => each.change);
  const before = entries.slice(0, place).filter(({ isOn }) => isOn);
  return [
    ...unreachedNote(change, others),
    ...replacedNote(change, others),
    ...(before.some((entry) => isAtSameSite(entry.change, change))
      ? ['It acts on what the change above it left.']
      : []),
    ...emptiedNote(change, others, state),
  ];
}

/** Above the layer after which the run stops nothing is computed. */
function unreachedNote(change: Change, others: readonly Change[]): readonly string[] {
  const stop = others.find((other) => other.kind === 'stop' && other.layer < change.layer);
  return stop === undefined
    ? []
    : [`It has no effect: the run stops after layer ${String(stop.layer)}.`];
}

/** What a head adds is part of what its layer's attention adds. */
function replacedNote(change: Change, others: readonly Change[]): readonly string[] {
  if (change.kind !== 'beam' && change.kind !== 'head') return [];
  const layer = others.find((other) => other.kind === 'layer' && other.layer === change.layer);
  if (layer !== undefined) {
    return [`It has no effect: all that layer ${String(change.layer)} adds is replaced.`];
  }
  const isHeadOff = others.some(
    (other) =>
      other.kind === 'head' &&
      change.kind === 'beam' &&
      change.scope === 'this' &&
      other.layer === change.layer &&
      other.head === change.head &&
      other.position === change.query,
  );
  return isHeadOff ? ['It has no effect: that head is switched off there.'] : [];
}

function isAtSameSite(one: Change, other: Change): boolean {
  if (one.kind !== other.kind || one.layer !== other.layer) return false;
  if (one.kind !== 'beam' || other.kind !== 'beam') return one.kind === 'layer';
  if (one.head !== other.head) return false;
  const isBoth = one.scope === 'later' && other.scope === 'later';
  return isBoth || reads(one, other.query) || reads(other, one.query);
}

type Beam = Change & { readonly kind: 'beam' };

/** Whether the beam is torn out for that query too. */
function reads({ scope, query }: Beam, other: number): boolean {
  return scope === 'later' ? other >= query : other === query;
}

/** A head whose keys are all torn out of a query's row has nothing to read there. */
function emptiedNote(
  change: Change,
  others: readonly Change[],
  state: StoreState,
): readonly string[] {
  if (change.kind !== 'beam') return [];
  const torn = [change, ...others].filter(
    (each): each is Beam =>
      each.kind === 'beam' && each.layer === change.layer && each.head === change.head,
  );
  const emptied = state.tokens
    .map(({ position }) => position)
    .filter((query) => reads(change, query) && isEmptied(query, torn));
  return emptied.map(
    (query) =>
      `${capitalised(tokenWords(state, query))} can read nothing there: ${headName(change.layer, change.head)} has no word left, and adds nothing for it.`,
  );
}

function isEmptied(query: number, torn: readonly Beam[]): boolean {
  const keys = new Set(torn.filter((beam) => reads(beam, query)).map(({ key }) => key));
  return keys.size > query;
}
