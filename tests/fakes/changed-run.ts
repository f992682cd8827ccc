import type { Change } from '#contract/change.ts';
import type { DecodedOverview } from '#contract/decoded-message.ts';
import type { BranchState, StoreState } from '#store/read.ts';
import { fakeVocabulary } from './fake-run.ts';
import { liveBench } from './interpreter-bench.ts';

/** What a run says after its last token, strongest first. */
export type Answer = readonly (readonly [id: number, share: number])[];

export interface ChangedRunOptions {
  readonly before?: Answer;
  readonly after?: Answer;
  readonly changes?: readonly Change[];
}

const paris: Answer = [
  [10, 0.77],
  [11, 0.06],
  [12, 0.04],
  [13, 0.03],
  [14, 0.02],
];
const the: Answer = [
  [11, 0.31],
  [10, 0.15],
  [12, 0.04],
  [15, 0.03],
  [16, 0.02],
];
const torn: Change = { kind: 'beam', layer: 1, head: 0, query: 1, key: 0, scope: 'later' };

/** Two tokens read live, changed, with the original beside; the vocabulary's token t reads ` w{t}`. */
export function changedState(options: ChangedRunOptions = {}): StoreState {
  const { before = paris, after = the, changes = [torn] } = options;
  const bench = liveBench();
  bench.live(fakeVocabulary());
  const { state } = bench.store;
  const original = branchOf(state);
  return {
    ...state,
    branch: 1,
    overviews: answering(original, after),
    beside: { ...original, overviews: answering(original, before) },
    changes: changes.map((change, id) => ({ id, change, isOn: true })),
    canUndoChange: true,
  };
}

function branchOf(state: BranchState): BranchState {
  const { branch, tokens, overviews, lenses, carried, differences, arrivedCount, ended } = state;
  return { branch, tokens, overviews, lenses, carried, differences, arrivedCount, ended };
}

function answering({ overviews }: BranchState, answer: Answer): BranchState['overviews'] {
  const last = overviews.length - 1;
  const changed: DecodedOverview | undefined = overviews[last] && {
    ...overviews[last],
    predictionToken: Int32Array.from(answer, ([id]) => id),
    predictionLogprob: Float32Array.from(answer, ([, share]) => Math.log(share)),
  };
  return [...overviews.slice(0, last), changed];
}
