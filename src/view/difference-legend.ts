import type { StoreState } from '#store/read.ts';

/** What windows say while they show how far numbers moved (SPEC.md, DIFF). DERIVED. */
export const differenceLegend = {
  grew: 'gold: the numbers behind it grew',
  fell: 'violet: they shrank',
  ends: ['0.001 and less: dark', '0.03', '1 and more: full'],
  words: [
    'd = RMS(x′ − x) / RMS(x): how far the numbers of a window moved, compared with all of that hook, layer and token before. One log scale for all floors.',
    'Below 0.001, which is the arithmetic’s own noise, nothing is lit.',
  ],
} as const;

/** Whether windows show differences now: they do only while a changed run is shown. */
export function showsDifference({ settings, branch }: StoreState): boolean {
  return settings.light === 'difference' && branch !== 0;
}
