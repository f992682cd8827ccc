import {
  changedOf,
  comparableCount,
  originalOf,
  type BranchState,
  type StoreState,
} from '#store/read.ts';
import { focusPosition, litLayerAt } from './focus-position.ts';
import { listWords, percentWords, shortNumber } from './number-words.ts';
import {
  knownShareWords,
  pointsWords,
  predictionChange,
  type KnownShare,
  type PredictionChange,
  type PredictionChangeRow,
} from './prediction-change.ts';
import { tokenWords, vocabularyWords } from './token-words.ts';

/** One of a run's likeliest next tokens, with what the other run makes of it. */
export interface ResultRow {
  /** Quoted. */
  readonly words: string;
  /** Its share in this run, 0 … 1, for a bar. */
  readonly share: number;
  /** "77 %". */
  readonly probability: string;
  /** Natural logarithm of it: "−0.26". */
  readonly logprob: string;
  /** What it gained by the changes: "+15 points". */
  readonly change: string;
}

/** What the changes made of the answer, as both runs stand side by side. */
export interface ChangeResult {
  readonly position: number;
  /** "After “␣is” …": both answers in one sentence. */
  readonly sentence: string;
  readonly before: readonly ResultRow[];
  readonly after: readonly ResultRow[];
  /** What they made of it where sinks were spared, when that is another story; a sentence each figure. */
  readonly figures: readonly string[];
  /** From where on the texts differ; empty while they do not. */
  readonly fork: string;
}

/** What a result is good for. */
export const resultIsTest =
  'Attention shows where a word could come from; it is no cause. Taking it away and running the model again, as here, is the test.';

/** Figures that differ by less than this tell the same, nats. */
const tellingNats = 0.5;

/** Undefined while there are no two runs, or nothing of both is lit that can be compared. */
export function changeResult(state: StoreState): ChangeResult | undefined {
  const position = resultPosition(state);
  if (position === undefined) return undefined;
  const change = predictionChange(state, position, (id) => vocabularyWords(state, id));
  if (!change) return undefined;
  return {
    position,
    sentence: resultSentence(change, tokenWords(state, position)),
    before: change.before.map((row) => rowOf(row, row.before)),
    after: change.after.map((row) => rowOf(row, row.after)),
    figures: figuresOf(state),
    fork: forkWords(state),
  };
}

/** Both answers in few words: "“␣Paris” 77 % → “␣the” 31 %". */
export function resultHeadline(state: StoreState): string | undefined {
  const position = resultPosition(state);
  if (position === undefined) return undefined;
  const change = predictionChange(state, position, (id) => vocabularyWords(state, id));
  const [was, is] = [change?.before[0], change?.after[0]];
  if (!was || !is) return undefined;
  return `${was.text} ${knownShareWords(was.before)} → ${is.text} ${knownShareWords(is.after)}`;
}

/** The token looked at, or the last before it whose light has reached the roof in both runs. */
function resultPosition(state: StoreState): number | undefined {
  const top = (state.hello?.model.layerCount ?? 0) - 1;
  const last = comparableCount(state) - 1;
  let position = Math.min(last, focusPosition(state) ?? -1);
  while (position >= 0 && litLayerAt(state, position) < top) position -= 1;
  return position < 0 ? undefined : position;
}

function resultSentence({ before, after }: PredictionChange, token: string): string {
  const [was, is] = [before[0], after[0]];
  if (!was || !is) return '';
  if (was.id === is.id) {
    return `After ${token} the model still says ${was.text}: ${knownShareWords(was.before)} before, ${knownShareWords(was.after)} now.`;
  }
  return `After ${token} the model said ${was.text} with ${knownShareWords(was.before)}. Now it says ${is.text} with ${knownShareWords(is.after)}, and ${was.text} has ${knownShareWords(was.after)} left.`;
}

function rowOf(row: PredictionChangeRow, { percent }: KnownShare): ResultRow {
  const share = percent / 100;
  return {
    words: row.text,
    share,
    probability: percentWords(share),
    logprob: shortNumber(Math.log(share)),
    change: pointsWords(row),
  };
}

/**
 * Some layers build the sink: changed for all tokens they cost much that has nothing to do with what
 * is read. Both figures are told where they differ.
 */
function figuresOf(state: StoreState): readonly string[] {
  const { spared } = state;
  if (!spared) return [];
  const { answerLogprob: without, allAnswerLogprob: all, position } = spared;
  const overview = originalOf(state)?.overviews[position];
  const before = overview?.predictionLogprob[0];
  if (without === undefined || all === undefined || before === undefined) return [];
  if (Math.abs(all - without) <= tellingNats) return [];
  const sinks = listWords(spared.sinks.map((sink) => tokenWords(state, sink)));
  const word = vocabularyWords(state, overview?.predictionToken[0] ?? -1);
  const answer = `${word} after ${tokenWords(state, position)}`;
  return [
    `All tokens changed: ${answer} ${gainWords(before, all)}.`,
    `Without the sink ${sinks}: ${answer} ${gainWords(before, without)}.`,
    'The gap is the sink’s doing, a token on which heads rest their weight when they find nothing to read.',
  ];
}

/** "loses 9.5 nats (77 % → 0.006 %)". */
function gainWords(before: number, after: number): string {
  const nats = after - before;
  const verb = nats < 0 ? 'loses' : 'gains';
  const share = percentWords(Math.min(1, Math.exp(after)));
  return `${verb} ${shortNumber(Math.abs(nats))} nats (${percentWords(Math.exp(before))} → ${share})`;
}

/** Generated texts may part; after that both runs have read different words. */
function forkWords(state: StoreState): string {
  const [original, changed] = [originalOf(state), changedOf(state)];
  const from = comparableCount(state);
  const [said, says] = [wordAt(original, from), wordAt(changed, from)];
  if (said === undefined || says === undefined) return '';
  return `The texts part at token ${String(from)}: ${vocabularyWords(state, said)} in the original, ${vocabularyWords(state, says)} in the changed run. From there on both have read different words and are not compared.`;
}

function wordAt(branch: BranchState | undefined, position: number): number | undefined {
  return branch?.tokens[position]?.id;
}
