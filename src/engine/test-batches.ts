import type { Intervention } from '#contract/interventions.ts';
import { tileRows } from './hook-arena.ts';
import { firstTouched, type InterventionPlan } from './intervention-plan.ts';

/** Rows that a product computes at the price of fewer: tests join in groups of so many. */
export const groupTests = 4;
/** Tests that are put in the order of layers before the next ones are looked at. */
export const testsPerSort = 4 * tileRows;

/** A list of interventions to be tried at one position of a branch. */
export interface PlannedTest {
  readonly test: number;
  /** The branch's own interventions and the test's. */
  readonly list: readonly Intervention[];
  readonly plan: InterventionPlan;
  /** The layer from which on the position's numbers may differ; at most the plan's depth. */
  readonly firstLayer: number;
  /** Whether no position before is touched, so that everything before can be read as it is. */
  readonly isLocal: boolean;
}

/** Says where a test first makes a difference for a position, compared with the branch's own plan. */
export function planTest(
  own: InterventionPlan,
  { test, list, plan }: Pick<PlannedTest, 'test' | 'list' | 'plan'>,
  position: number,
): PlannedTest {
  const touched = firstTouched(own, plan);
  const isTouched = touched !== undefined && touched.position <= position;
  return {
    ...{ test, list, plan },
    firstLayer: isTouched ? Math.min(touched.layer, plan.depth) : plan.depth,
    isLocal: !isTouched || touched.position === position,
  };
}

/**
 * Local tests as tiles, at most `tileRows` each: of equal depth, in the order of the layers they
 * begin at, so that few rows run before they must.
 */
export function batchesOf(planned: readonly PlannedTest[]): readonly (readonly PlannedTest[])[] {
  const sorted = planned
    .filter(({ isLocal }) => isLocal)
    .sort((a, b) => a.plan.depth - b.plan.depth || a.firstLayer - b.firstLayer);
  const batches: PlannedTest[][] = [];
  for (const test of sorted) {
    const last = batches.at(-1);
    const isFull = last === undefined || last.length === tileRows;
    if (isFull || last[0]?.plan.depth !== test.plan.depth) batches.push([test]);
    else last.push(test);
  }
  return batches;
}
