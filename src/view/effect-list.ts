import type { Change } from '#contract/change.ts';
import type { Intent } from '#contract/intent.ts';
import { capitalised } from '#kit/capitalised.ts';
import {
  type EffectResult,
  type EffectState,
  type EffectTest,
  wantedChanges,
} from '#store/read/change-state.ts';
import type { StoreState } from '#store/read.ts';
import { changeName, headName, keyWords } from './change-words.ts';
import { countWords, percentWords, shortNumber } from './number-words.ts';
import { strongestEffect, type StrongestEffect } from './strongest-effect.ts';
import { tokenWords, vocabularyWords } from './token-words.ts';
import { changeOfGrip, entryOf } from './verb-outcome.ts';

/** What one head or beam is worth to the answer. */
export interface EffectRow {
  /** Stable from one list to the next. */
  readonly key: string;
  /** "Head 4 of layer 23, reading “␣France”". */
  readonly words: string;
  /** Its true name, and what the test does there. */
  readonly name: string;
  /** What the answer loses without it, nats: "1.94", "−0.3" where it gains. */
  readonly nats: string;
  /** "without it “␣the” 31 %", where it changes the answer; empty where it does not. */
  readonly flip: string;
  /** At what the answer needs most of all that is measured; empty for others. */
  readonly mark: '' | StrongestEffect['mark'];
  /** Does to the model what the test did. */
  readonly intent: Extract<Intent, { kind: 'verb' | 'switch-off-head' }>;
}

export interface EffectList {
  readonly position: number;
  /** "What matters for “␣Paris” after “␣is”". */
  readonly title: string;
  /** "117 of 270 heads", then beams; what came of it at the end. */
  readonly progress: string;
  readonly isMeasuring: boolean;
  /** 0 … 1. */
  readonly share: number;
  /** Those that matter most, what the answer needs first. */
  readonly rows: readonly EffectRow[];
  /** How many are left out, and how little they matter; empty where there are none. */
  readonly rest: string;
}

/** How effects are measured. */
export const effectMethod =
  'Each head, then each beam above the threshold, is switched off alone and the model runs again: what the answer loses, in nats, is what it is worth.';

/** Why effects are read with care. */
export const effectCaution =
  'Each was switched off alone. Effects do not add up: two parts can do the same work, or need each other.';

const shownCount = 12;

/** What has been measured so far; undefined when nobody asked. */
export function effectList(state: StoreState): EffectList | undefined {
  const { effects } = state;
  if (!effects) return undefined;
  const strongest = strongestEffect(effects);
  // What is pointed out in the city is in the list, whatever stands against the answer.
  const weight = (result: EffectResult): number =>
    result === strongest?.result ? Infinity : Math.abs(result.nats);
  const known = effects.results
    .filter((result) => result !== undefined)
    .sort((a, b) => weight(b) - weight(a));
  const shown = known.slice(0, shownCount).sort((a, b) => a.nats - b.nats);
  return {
    position: effects.position,
    title: titleOf(effects, state),
    progress: progressOf(effects, state),
    isMeasuring: effects.isMeasuring,
    share: effects.tests.length === 0 ? 0 : effects.measuredCount / effects.tests.length,
    rows: shown.map((result) => rowOf(result, { effects, state, strongest })),
    rest: restOf(known.slice(shownCount)),
  };
}

function titleOf(effects: EffectState, state: StoreState): string {
  const { position } = effects;
  const answer = answerOf(effects, state);
  const token = tokenWords(state, position);
  return answer === undefined
    ? `What matters after ${token}`
    : `What matters for ${vocabularyWords(state, answer)} after ${token}`;
}

/** What the run they were measured on answers; undefined when that run is gone. */
function answerOf({ branch, position }: EffectState, state: StoreState): number | undefined {
  const measured = [state, state.beside].find((each) => each?.branch === branch);
  return measured?.overviews[position]?.predictionToken[0];
}

function progressOf(effects: EffectState, state: StoreState): string {
  const { tests, measuredCount, isMeasuring } = effects;
  const headCount = tests.filter(({ kind }) => kind === 'head').length;
  const beamCount = tests.length - headCount;
  const heads = `${String(Math.min(measuredCount, headCount))} of ${countWords(headCount, 'head')}`;
  const beams = `${String(Math.max(0, measuredCount - headCount))} of ${countWords(beamCount, 'beam')}`;
  if (isMeasuring) return `Measuring: ${measuredCount < headCount ? heads : beams}.`;
  const run = answerOf(effects, state) === undefined ? ', before the last change' : '';
  return measuredCount < tests.length
    ? `Stopped: ${heads} and ${beams} are measured${run}.`
    : `${countWords(headCount, 'head')} and ${countWords(beamCount, 'beam')} are measured${run}.`;
}

interface RowWorld {
  readonly effects: EffectState;
  readonly state: StoreState;
  readonly strongest: StrongestEffect | undefined;
}

function rowOf(result: EffectResult, { effects, state, strongest }: RowWorld): EffectRow {
  const { test, nats, token, logprob } = result;
  const { position } = effects;
  const answer = answerOf(effects, state);
  const isFlipped = answer !== undefined && token !== answer;
  const share = percentWords(Math.min(1, Math.exp(logprob)));
  return {
    key: keyOf(test),
    words: wordsOf(test, position, state),
    name: changeName(changeOf(test, position)),
    // Adding 0 makes a −0 a 0.
    nats: shortNumber(-nats + 0),
    flip: isFlipped ? `without it ${vocabularyWords(state, token)} ${share}` : '',
    mark: strongest?.result === result ? strongest.mark : '',
    intent: intentOf(test, position),
  };
}

function keyOf(test: EffectTest): string {
  const head = `${String(test.layer)}-${String(test.head)}`;
  return test.kind === 'head' ? head : `${head}-${String(test.key)}`;
}

function wordsOf(test: EffectTest, position: number, state: StoreState): string {
  const head = capitalised(headName(test.layer, test.head));
  return test.kind === 'head' ? head : `${head}, reading ${keyWords(state, position, test.key)}`;
}

/** What the test did, as a change: for that word alone. */
function changeOf({ layer, head, ...test }: EffectTest, position: number): Change {
  if (test.kind === 'head') return { kind: 'head', layer, head, position };
  return { kind: 'beam', layer, head, key: test.key, query: position, scope: 'this' };
}

function intentOf(test: EffectTest, position: number): EffectRow['intent'] {
  const { layer, head } = test;
  if (test.kind === 'head') return { kind: 'switch-off-head', layer, head, position };
  const beam = { verb: 'pull', layer, head, query: position, key: test.key } as const;
  return { kind: 'verb', stage: 'change', ...beam, scope: 'this' };
}

function restOf(left: readonly EffectResult[]): string {
  const strongest = left[0];
  if (!strongest) return '';
  const most = shortNumber(Math.abs(strongest.nats));
  return `${String(left.length)} more move it by at most ${most} nats each.`;
}

/** What the button beside an effect does: the same intent takes a thing away and puts it back. */
export function effectActWords({ intent }: EffectRow, state: StoreState): string {
  const changes = wantedChanges(state);
  const isBack =
    intent.kind === 'verb'
      ? changeOfGrip(intent, changes)
      : entryOf({ ...intent, kind: 'head' }, changes);
  if (isBack) return 'Put it back';
  return intent.kind === 'verb' ? 'Tear it out' : 'Switch it off';
}
