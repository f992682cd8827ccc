import type { CityPlan } from '#plan/city-plan.ts';
import { towerPlace } from '#plan/tower-place.ts';
import type { TowerPlace } from '#plan/tower-place.ts';
import type { StoreState } from '#store/read.ts';
import type { CanvasSize } from './camera-lens.ts';
import type { ShownExhibit } from './exhibit-slot.ts';
import type { ViewInsets } from './free-view.ts';

/** What a view is composed for. */
export interface ViewScene {
  readonly plan: CityPlan;
  readonly size: CanvasSize;
  /** The tower in the foreground: the selected one, else the newest that stands. */
  readonly position: number;
  /** The newest tower that stands. */
  readonly newest: number;
  /** Set where panels cover the canvas above and below. */
  readonly insets?: ViewInsets;
  /** What stands open; 'coming' while it cannot be drawn yet. */
  readonly exhibit?: ShownExhibit | 'coming' | undefined;
}

/** The scene of a run as it is shown now. */
export function viewSceneOf(state: StoreState, plan: CityPlan, size: CanvasSize): ViewScene {
  const newest = newestStanding(state, plan.tokenCount);
  return { plan, size, position: state.selectedPosition ?? newest, newest };
}

/** The newest token the replay has reached; 0 before the first. */
export function newestStanding({ cursor, hello }: StoreState, tokenCount: number): number {
  const promptTokenCount = hello?.run.promptTokenCount ?? 0;
  const isSweep = cursor.sweep && cursor.position < promptTokenCount;
  const last = Math.max(0, tokenCount - 1);
  return Math.min(last, isSweep ? promptTokenCount - 1 : Math.max(0, cursor.position));
}

/** Where the first tower will stand while none does. */
const firstPlace = towerPlace({
  position: 0,
  x: 0,
  z: 0,
  yawRadians: 0,
  order: 0,
  hasLeft: false,
  hasRight: false,
});

/** The tower in the foreground; when it is not shown, the newest that is. */
export function foregroundPlace({ plan, position, newest }: ViewScene): TowerPlace {
  const last = plan.shown[plan.shown.length - 1];
  return plan.towers[position] ?? plan.towers[newest] ?? last ?? firstPlace;
}

/** Whether the same towers stand at the same places; floors that open and fold move no camera. */
export function isSameScene(a: ViewScene | undefined, b: ViewScene): boolean {
  if (a?.plan.shown !== b.plan.shown || a.exhibit !== b.exhibit) return false;
  return a.newest === b.newest && a.position === b.position;
}
