import type { Target } from '#contract/intent.ts';
import { postBinCount, residBinCount } from '#contract/texel-layout.ts';
import { isTourRun, tourPlace, tourStops, type TourStop } from '#contract/tour-stop.ts';
import { capitalised } from '#kit/capitalised.ts';
import type { ReadableStore, StoreState } from '#store/read.ts';
import { shownBinValue, type BinTarget } from './bin-value.ts';
import { changeResult } from './change-result.ts';
import { describeTarget } from './describe-target.ts';
import type { GlossaryKey } from './glossary.ts';
import type { HoverModel, ValuesAddress } from './hover-model.ts';
import { shortNumber } from './number-words.ts';
import { targetActs, tearBackKey, type TargetAct } from './target-acts.ts';
import { tokenWords } from './token-words.ts';
import { partingWords, tornWords, tourWords, type TourFacts } from './tour-words.ts';

/** What one stop of the tour says, and what it points at. */
export interface TourStopModel {
  readonly stop: TourStop;
  /** "A beam is attention". */
  readonly title: string;
  /** Plain words, with the run's own numbers where they are here. */
  readonly sentence: string;
  /** What the field calls it; empty at the last stop. */
  readonly term: string;
  /** Where the glossary tells more. */
  readonly glossaryKey: GlossaryKey | undefined;
  /** Its true name, as TransformerLens writes it, with the index; empty until the run is here. */
  readonly name: string;
  /** What is marked in the city; undefined until the run is here. */
  readonly target: Target | undefined;
  /** The exact row the sentence would be better told with. */
  readonly wants: ValuesAddress | undefined;
  /** What a button does here; undefined where nothing is to be done, or the run is not here. */
  readonly act: TargetAct | undefined;
}

export interface TourModel extends TourStopModel {
  /** Counts from 0. */
  readonly index: number;
  readonly count: number;
}

/** What the tour says now; undefined when there is no tour. */
export function tourModel(store: ReadableStore): TourModel | undefined {
  const { tourStop } = store.state.settings;
  const stop = tourStop === null ? undefined : tourStops[tourStop];
  if (tourStop === null || stop === undefined) return undefined;
  return { ...tourStopModel(stop, store), index: tourStop, count: tourStops.length };
}

export function tourStopModel(stop: TourStop, store: ReadableStore): TourStopModel {
  const { title, plain, here, term, glossaryKey } = tourWords[stop];
  const { state } = store;
  const target = tourTarget(stop, state);
  const told = target && describeTarget(target, store);
  const facts = tourFacts(state);
  const ofThisRun = here ? facts && here(facts) : told?.sentence;
  const sentence = ofThisRun === undefined ? plain : `${plain} ${ofThisRun}`;
  const act = stop === 'visitor' ? target && tearAct(target, state) : undefined;
  return {
    stop,
    title,
    sentence: stop === 'visitor' ? visitorSentence(plain, act, state) : sentence,
    act,
    term,
    glossaryKey,
    name: nameOf(stop, told),
    target,
    wants: told?.wants,
  };
}

/** What the marked beam is torn out or put back with. */
function tearAct(target: Target, state: StoreState): TargetAct | undefined {
  const acts = targetActs(target, state);
  const back = acts.find(({ key }) => key === tearBackKey);
  if (back) return { ...back, label: 'Put it back' };
  const tear = acts.find(({ key }) => key === 'tear-later');
  return tear && { ...tear, label: 'Tear it out' };
}

/** Why it cannot be done yet, what is under way, or what came of it. */
function visitorSentence(plain: string, act: TargetAct | undefined, state: StoreState): string {
  if (state.pendingChanges) return 'The model reads the sentence again.';
  if (act?.refusal !== undefined) return `${plain} ${capitalised(act.refusal)}.`;
  if (act?.key !== tearBackKey) return plain;
  const result = changeResult(state);
  const isAnswered = result?.position === tourPosition(state);
  const hasFallen = isAnswered && result?.before[0]?.words !== result?.after[0]?.words;
  const said = [isAnswered ? result?.sentence : undefined, hasFallen ? tornWords : undefined];
  return [...said.filter((each) => each !== undefined), partingWords].join(' ');
}

/** A layer as a whole is named by its block; what it leaves behind is another stop. */
function nameOf(stop: TourStop, told: HoverModel | undefined): string {
  if (stop === 'visitor') return '';
  if (stop === 'layer') return `blocks.${String(tourPlace.layer)}`;
  return told?.name ?? '';
}

/** The token the tour stays with, the prompt's last; undefined until all of the prompt is here. */
function tourPosition({ hello, arrivedCount }: StoreState): number | undefined {
  if (!isTourRun(hello) || arrivedCount < hello.run.promptTokenCount) return undefined;
  return hello.run.promptTokenCount - 1;
}

/** What a stop points at in the run shown. */
export function tourTarget(stop: TourStop, state: StoreState): Target | undefined {
  const position = tourPosition(state);
  if (position === undefined) return undefined;
  const { layer, head, keyPosition } = tourPlace;
  switch (stop) {
    case 'token':
      return { kind: 'token', position };
    case 'layer':
      return { kind: 'layer', layer };
    case 'activation':
      return brightestBin(state, { site: 'mlp.hook_post', position, layer });
    case 'residual stream':
      return brightestBin(state, { site: 'hook_resid_post', position, layer });
    case 'attention weight':
    case 'visitor':
      return { kind: 'beam', layer, head, query: position, key: keyPosition };
    case 'prediction':
      return { kind: 'prediction', position };
  }
}

type Row = Pick<BinTarget, 'position' | 'layer'> & {
  readonly site: 'mlp.hook_post' | 'hook_resid_post';
};

/** The window of a row whose number is the largest. */
function brightestBin(state: StoreState, row: Row): BinTarget {
  const binCount = row.site === 'mlp.hook_post' ? postBinCount : residBinCount;
  let brightest: BinTarget = { kind: 'bin', ...row, bin: 0 };
  let most = 0;
  for (let bin = 0; bin < binCount; bin += 1) {
    const each: BinTarget = { kind: 'bin', ...row, bin };
    const magnitude = Math.abs(shownBinValue(state, each) ?? 0);
    if (magnitude <= most) continue;
    most = magnitude;
    brightest = each;
  }
  return brightest;
}

function tourFacts(state: StoreState): TourFacts | undefined {
  const position = tourPosition(state);
  const overview = position === undefined ? undefined : state.overviews[position];
  if (position === undefined || !overview || !state.hello) return undefined;
  const { layerCount } = state.hello.model;
  return {
    token: tokenWords(state, position),
    tokenCount: state.hello.run.promptTokenCount,
    layerCount,
    firstNorm: shortNumber(overview.residNorm[0] ?? 0),
    lastNorm: shortNumber(overview.residNorm[layerCount - 1] ?? 0),
  };
}
