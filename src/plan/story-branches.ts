import type { StoreyName } from '#contract/zoom.ts';
import { attentionBaseMetres, cityMeasures, feedForwardBaseMetres } from './city-measures.ts';
import type { FaceRect } from './face.ts';
import { spineRect } from './facade-plan.ts';

/**
 * The spine's branches on a tower's street wall: of each storey one that leads out of the spine (what
 * the storey reads) and one that leads back in (what it writes). They run before the bands between
 * the windows, not before windows, and bow out a little.
 */
export type BranchWay = 'read' | 'write';

/** A point of the street wall: metres from its left edge, above its floor's base, in front of it. */
export interface BranchPoint {
  readonly u: number;
  readonly v: number;
  readonly out: number;
}

/** Start, control point and end of a quadratic curve, in the direction in which information flows. */
export type BranchCurve = readonly [start: BranchPoint, bend: BranchPoint, end: BranchPoint];

/** How far from the spine along the wall a branch meets its storey. */
const reachMetres = 0.5;
/** How far above or below its band a branch leaves the spine. */
const slopeMetres = 0.085;
const bowMetres = 0.16;
/** Half the distance between two branches that share a band. */
const apartMetres = 0.012;
/** Clear of the spine's relief. */
const spineClearMetres = cityMeasures.spineReliefMetres + 0.02;

export function branchCurve(storey: StoreyName, way: BranchWay): BranchCurve {
  const spine = spineRect('street');
  const band = bandOf(storey, way);
  const isRead = way === 'read';
  const root = middleOf(spine);
  const onSpine: BranchPoint = {
    u: root,
    v: band + (isRead ? -slopeMetres : slopeMetres),
    out: spineClearMetres,
  };
  const bend: BranchPoint = { u: root - 0.3 * reachMetres, v: band, out: bowMetres };
  const onStorey: BranchPoint = { u: spine.left - reachMetres, v: band, out: 0 };
  return isRead ? [onSpine, bend, onStorey] : [onStorey, bend, onSpine];
}

function middleOf({ left, right }: FaceRect): number {
  return (left + right) / 2;
}

/** Height of the band a branch runs before: below the storey it reads for, above the one that writes. */
function bandOf(storey: StoreyName, way: BranchWay): number {
  const { storeyMetres, ledgeMetres, floorMetres, slabMetres } = cityMeasures;
  const base = storey === 'attention' ? attentionBaseMetres : feedForwardBaseMetres;
  if (way === 'read') {
    const depth = storey === 'attention' ? slabMetres : ledgeMetres;
    return base - depth / 2 + apartMetres;
  }
  const above =
    storey === 'attention' ? ledgeMetres / 2 : floorMetres + slabMetres / 2 - base - storeyMetres;
  return base + storeyMetres + above - apartMetres;
}
