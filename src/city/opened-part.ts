import type { Target } from '#contract/intent.ts';
import type { CameraPose, Ray, Vec3 } from '#contract/preview.ts';
import type { ExhibitStand } from '#plan/exhibit-stand.ts';
import type { CanvasSize } from './camera-lens.ts';
import type { CityPart } from './city-part.ts';
import type { ViewInsets } from './free-view.ts';
import type { LabelRectangle } from './label-rectangles.ts';

/** A point on the canvas, CSS pixels from its top left. */
export interface CanvasSpot {
  readonly x: number;
  readonly y: number;
}

/** Where a board's glass is on the canvas; corners from the lower left, counter-clockwise. */
export interface ExhibitRegion {
  readonly key: string;
  readonly corners: readonly CanvasSpot[];
}

/** What a ray finds of an exhibit; no target on the glass beside the cells. */
export interface ExhibitFound {
  readonly target: Target | undefined;
  readonly point: Vec3;
  readonly distanceMetres: number;
}

/** An exhibit that stands open; what does its work is fetched with the first one. */
export interface OpenedPart extends CityPart {
  readonly isComplete: boolean;
  /** As the store is at this moment. A new object when something of it moved. */
  stand(): ExhibitStand | undefined;
  poseFor(stand: ExhibitStand, size: CanvasSize, insets: ViewInsets): CameraPose;
  find(ray: Ray, toleranceRadians: number): ExhibitFound | undefined;
  regions(): readonly ExhibitRegion[];
  cellPoint(key: string, row: number, column: number): CanvasSpot | undefined;
  labelRectangles(): readonly LabelRectangle[];
}
