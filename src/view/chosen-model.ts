import type { Target } from '#contract/intent.ts';
import { capitalised } from '#kit/capitalised.ts';
import type { ReadableStore, StoreState } from '#store/read.ts';
import { headName, keyWords } from './change-words.ts';
import { describeTarget } from './describe-target.ts';
import type { HoverModel } from './hover-model.ts';
import { targetName } from './target-name.ts';
import { tokenWords } from './token-words.ts';
import { changeOfGrip } from './verb-outcome.ts';

/** What to say of a chosen thing: like a hover, but also of a beam that nobody could point at. */
export function chosenModel(target: Target, store: ReadableStore): HoverModel | undefined {
  const told = describeTarget(target, store);
  if (target.kind !== 'beam') return told;
  const { state } = store;
  // The list stays while the original is shown, in which nothing is torn.
  const changes = state.branch === 0 ? [] : state.changes;
  const isTorn = changeOfGrip({ ...target, verb: 'pull' }, changes) !== undefined;
  if (!isTorn) return told ?? faintBeam(target, state);
  const sentence = `This beam is torn out: ${headName(target.layer, target.head)} reads nothing from ${keyWords(state, target.query, target.key)}.`;
  return { ...(told ?? faintBeam(target, state)), sentence };
}

/** A weight that is not among those an overview tells: it is asked for. */
function faintBeam(target: Target & { kind: 'beam' }, state: StoreState): HoverModel {
  const { layer, head, query, key } = target;
  const read = keyWords(state, query, key);
  return {
    sentence: `${capitalised(headName(layer, head))} gives ${read} too little of what ${tokenWords(state, query)} reads to be among the beams that are told.`,
    details: [],
    name: targetName(target),
    value: '',
    place: '',
    status: 'REAL',
    made: '',
    wants: { site: 'attn.hook_pattern', layer, position: query },
  };
}
