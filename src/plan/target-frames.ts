import type { Target } from '#contract/intent.ts';
import type { Vec3 } from '#contract/preview.ts';
import { cityMeasures } from './city-measures.ts';
import { cityPoint } from './city-plan.ts';
import type { CityPlan } from './city-plan.ts';
import { bayRect, paneRect, storeyRect } from './facade-plan.ts';
import { faceAlong, faceNormal, faces } from './face.ts';
import type { Face, FaceRect } from './face.ts';
import type { LensSigns } from './lens-signs.ts';
import { emptySignColumn, signShare, writeSignColumn } from './sign-column.ts';
import { billboardBaseMetres, facingFace, signMeasures } from './sign-measures.ts';
import { directionFromTower, pointFromTower } from './tower-place.ts';
import type { TowerPlace } from './tower-place.ts';

/** An upright rectangle in the city: where a target's outline is drawn. Metres. */
export interface TargetFrame {
  readonly middle: Vec3;
  /** Unit vector along the rectangle's width, in the ground plane. */
  readonly along: { readonly x: number; readonly z: number };
  readonly halfWidth: number;
  readonly halfHeight: number;
}

export interface FrameView {
  readonly plan: CityPlan;
  readonly eye: Vec3;
  readonly lens: LensSigns | undefined;
  /** Towers that stand by now, from the first; all of them unless told. */
  readonly standingCount?: number;
}

/** In front of walls, so that outline and wall do not fight. */
const clearMetres = 0.006;

/**
 * Rectangles that outline a target from every side; none for beams, which are brightened instead,
 * and for single values, which stand on exhibits.
 */
export function targetFrames(target: Target, view: FrameView): readonly TargetFrame[] {
  const { plan } = view;
  if (target.kind === 'beam' || target.kind === 'value') return [];
  if (target.kind === 'layer') return layerFrames(target.layer, view);
  const place = plan.towers[target.position];
  if (!place) return [];
  switch (target.kind) {
    case 'token':
      return plinthFrames(place);
    case 'prediction':
      return [billboardFrame(place, view)];
    case 'attention':
    case 'feed-forward':
      return onWalls(target, { place, plan }, (face) => ({
        ...storeyRect(target.kind, face),
        left: 0,
        right: cityMeasures.towerMetres,
      }));
    case 'head':
      return onWalls(target, { place, plan }, (face) => bayRect(target.head, plan.shape, face));
    case 'bin': {
      const out = target.site === 'hook_resid_post' ? cityMeasures.spineReliefMetres : 0;
      const rectOf = (face: Face): FaceRect => paneRect(target.site, target.bin, plan.shape, face);
      return onWalls(target, { place, plan }, rectOf, out);
    }
    case 'lens':
      return lensFrames(target, view);
  }
}

function onWalls(
  at: { readonly position: number; readonly layer: number },
  { place, plan }: { readonly place: TowerPlace; readonly plan: CityPlan },
  rectOf: (face: Face) => FaceRect,
  out = 0,
): readonly TargetFrame[] {
  return faces.map((face) => {
    const { left, right, bottom, top } = rectOf(face);
    const { x, z } = directionFromTower(place, faceAlong(face));
    return {
      middle: cityPoint(plan, {
        position: at.position,
        layer: at.layer,
        face,
        u: (left + right) / 2,
        v: (bottom + top) / 2,
        out: out + clearMetres,
      }),
      along: { x, z },
      halfWidth: (right - left) / 2,
      halfHeight: ((top - bottom) / 2) * plan.floors.heightShare(at.layer),
    };
  });
}

function plinthFrames(place: TowerPlace): readonly TargetFrame[] {
  const half = cityMeasures.plinthMetres / 2;
  const height = cityMeasures.plinthHeightMetres;
  return boxFrames(place, { left: -half, right: half, halfZ: half, middle: height / 2, height });
}

/** One floor of all towers that stand: around each row of them, or where they stand in a curve around each. */
function layerFrames(
  layer: number,
  { plan: { shown, floors }, standingCount = Infinity }: FrameView,
): readonly TargetFrame[] {
  const half = cityMeasures.towerMetres / 2 + cityMeasures.spineReliefMetres;
  const floor = {
    left: -half,
    halfZ: half,
    middle: floors.middleMetres(layer),
    height: floors.heightMetres(layer),
  };
  const frames: TargetFrame[] = [];
  let first: TowerPlace | undefined;
  for (const place of shown) {
    if (place.position >= standingCount) break;
    first ??= place;
    const next = shown[place.order + 1];
    if (next && next.position < standingCount && isOneRow(place, next)) continue;
    const length = Math.hypot(place.x - first.x, place.z - first.z);
    const sides = boxFrames(first, { ...floor, right: length + half });
    // Between towers of a curve nobody sees the walls that look at each other.
    const isAlone = place === first && (place.hasLeft || place.hasRight);
    frames.push(...(isAlone ? sides.filter((_, side) => side % 2 === 0) : sides));
    first = undefined;
  }
  return frames;
}

/** Whether the next tower stands beside this one, turned the same way. */
function isOneRow(place: TowerPlace, next: TowerPlace): boolean {
  return place.hasRight && place.yawRadians === next.yawRadians && place.z === next.z;
}

/** A box in tower coordinates, upright; `middle` and `height` in metres above the street. */
interface FrameBox {
  readonly left: number;
  readonly right: number;
  readonly halfZ: number;
  readonly middle: number;
  readonly height: number;
}

function boxFrames(place: TowerPlace, box: FrameBox): readonly TargetFrame[] {
  return faces.map((face) => {
    const normal = faceNormal(face);
    const along = directionFromTower(place, faceAlong(face));
    const isAcross = normal.x === 0;
    const halfX = (box.right - box.left) / 2;
    const out = (isAcross ? box.halfZ : halfX) + clearMetres;
    return {
      middle: pointFromTower(place, {
        x: (box.left + box.right) / 2 + normal.x * out,
        y: box.middle,
        z: normal.z * out,
      }),
      along: { x: along.x, z: along.z },
      halfWidth: isAcross ? halfX : box.halfZ,
      halfHeight: box.height / 2,
    };
  });
}

function billboardFrame(place: TowerPlace, { plan, eye }: FrameView): TargetFrame {
  const face = facingFace(eye, place);
  const normal = faceNormal(face);
  const along = directionFromTower(place, faceAlong(face));
  const halfHeight = signMeasures.billboardHeightMetres / 2;
  const out = cityMeasures.towerMetres / 2 + signMeasures.billboardOutMetres + 0.02;
  return {
    middle: pointFromTower(place, {
      x: normal.x * out,
      y: billboardBaseMetres(plan) + halfHeight,
      z: normal.z * out,
    }),
    along: { x: along.x, z: along.z },
    halfWidth: signMeasures.billboardWidthMetres / 2,
    halfHeight,
  };
}

const column = emptySignColumn();

function lensFrames(
  target: { readonly position: number; readonly layer: number },
  { plan, eye, lens }: FrameView,
): readonly TargetFrame[] {
  if (lens?.position !== target.position || !plan.floors.isOpen(target.layer)) return [];
  const { widthMetres } = lens;
  const place = {
    position: target.position,
    standingCount: lens.standingCount,
    preferredSide: 1,
    neededMetres: widthMetres,
  } as const;
  const isPlaced = writeSignColumn(column, plan, eye, place);
  const share = isPlaced ? signShare(column, widthMetres, signMeasures.lensMostShare) : 0;
  if (share === 0) return [];
  const halfWidth = (widthMetres * share) / 2;
  return [
    {
      middle: {
        x: column.cornerX + column.rightX * halfWidth * column.side,
        y: plan.floors.middleMetres(target.layer),
        z: column.cornerZ + column.rightZ * halfWidth * column.side,
      },
      along: { x: column.rightX, z: column.rightZ },
      halfWidth,
      halfHeight: cityMeasures.floorMetres / 2,
    },
  ];
}
