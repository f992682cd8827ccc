import type { Topic } from './read.ts';

/** Everything that another branch shows differently. */
export const branchTopics: readonly Topic[] = [
  'run',
  'tokens',
  'overview',
  'lens',
  'values',
  'carried',
  'difference',
  'changes',
  'effects',
  'cursor',
  'selection',
  'progress',
];

/** Everything that another run shows differently: another model too, perhaps. */
export const runTopics: readonly Topic[] = [...branchTopics, 'vocabulary', 'directions'];
