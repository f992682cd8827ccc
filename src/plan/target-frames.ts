import type { Target } from '#contract/intent.ts';
import type { Vec3 } from '#contract/preview.ts';
import { cityPoint, floorBaseMetres, towerMiddleMetres } from './avenue-plan.ts';
import type { AvenuePlan } from './avenue-plan.ts';
import { cityMeasures } from './city-measures.ts';
import { bayRect, paneRect, storeyRect } from './facade-plan.ts';
import { faceAlong, faceNormal, faces } from './face.ts';
import type { Face, FaceRect } from './face.ts';
import type { LensSigns } from './lens-signs.ts';
import { emptySignColumn, signShare, writeSignColumn } from './sign-column.ts';
import { billboardBaseMetres, facingFace, signMeasures } from './sign-measures.ts';

/** An upright rectangle in the city: where a target's outline is drawn. Metres. */
export interface TargetFrame {
  readonly middle: Vec3;
  /** Unit vector along the rectangle's width, in the ground plane. */
  readonly along: { readonly x: number; readonly z: number };
  readonly halfWidth: number;
  readonly halfHeight: number;
}

export interface FrameView {
  readonly plan: AvenuePlan;
  readonly eye: Vec3;
  readonly lens: LensSigns | undefined;
}

/** In front of walls, so that outline and wall do not fight. */
const clearMetres = 0.006;

/**
 * Rectangles that outline a target from every side; none for beams, which are brightened instead,
 * and for single values, which stand on exhibits.
 */
export function targetFrames(target: Target, view: FrameView): readonly TargetFrame[] {
  const { plan } = view;
  switch (target.kind) {
    case 'beam':
    case 'value':
      return [];
    case 'token':
      return plinthFrames(target.position);
    case 'prediction':
      return [billboardFrame(target.position, view)];
    case 'layer':
      return layerFrames(target.layer, plan);
    case 'attention':
    case 'feed-forward':
      return onWalls(target, (face) => ({
        ...storeyRect(target.kind, face),
        left: 0,
        right: cityMeasures.towerMetres,
      }));
    case 'head':
      return onWalls(target, (face) => bayRect(target.head, plan.shape, face));
    case 'bin': {
      const out = target.site === 'hook_resid_post' ? cityMeasures.spineReliefMetres : 0;
      return onWalls(target, (face) => paneRect(target.site, target.bin, plan.shape, face), out);
    }
    case 'lens':
      return lensFrames(target, view);
  }
}

function onWalls(
  at: { readonly position: number; readonly layer: number },
  rectOf: (face: Face) => FaceRect,
  out = 0,
): readonly TargetFrame[] {
  return faces.map((face) => {
    const { left, right, bottom, top } = rectOf(face);
    const { x, z } = faceAlong(face);
    return {
      middle: cityPoint({
        position: at.position,
        layer: at.layer,
        face,
        u: (left + right) / 2,
        v: (bottom + top) / 2,
        out: out + clearMetres,
      }),
      along: { x, z },
      halfWidth: (right - left) / 2,
      halfHeight: (top - bottom) / 2,
    };
  });
}

function plinthFrames(position: number): readonly TargetFrame[] {
  const half = cityMeasures.plinthMetres / 2;
  return boxFrames({
    middle: {
      x: towerMiddleMetres(position),
      y: cityMeasures.plinthHeightMetres / 2,
      z: 0,
    },
    halfX: half,
    halfZ: half,
    halfHeight: cityMeasures.plinthHeightMetres / 2,
  });
}

/** One floor of all towers together. */
function layerFrames(layer: number, plan: AvenuePlan): readonly TargetFrame[] {
  const half = cityMeasures.towerMetres / 2 + cityMeasures.spineReliefMetres;
  const last = towerMiddleMetres(Math.max(0, plan.tokenCount - 1));
  return boxFrames({
    middle: { x: last / 2, y: floorBaseMetres(layer) + cityMeasures.floorMetres / 2, z: 0 },
    halfX: last / 2 + half,
    halfZ: half,
    halfHeight: cityMeasures.floorMetres / 2,
  });
}

function boxFrames(box: {
  readonly middle: Vec3;
  readonly halfX: number;
  readonly halfZ: number;
  readonly halfHeight: number;
}): readonly TargetFrame[] {
  return faces.map((face) => {
    const normal = faceNormal(face);
    const along = faceAlong(face);
    const isAcross = normal.x === 0;
    const out = (isAcross ? box.halfZ : box.halfX) + clearMetres;
    return {
      middle: {
        x: box.middle.x + normal.x * out,
        y: box.middle.y,
        z: box.middle.z + normal.z * out,
      },
      along: { x: along.x, z: along.z },
      halfWidth: isAcross ? box.halfX : box.halfZ,
      halfHeight: box.halfHeight,
    };
  });
}

function billboardFrame(position: number, { plan, eye }: FrameView): TargetFrame {
  const face = facingFace(eye, position, plan.tokenCount);
  const normal = faceNormal(face);
  const along = faceAlong(face);
  const halfHeight = signMeasures.billboardHeightMetres / 2;
  const out = cityMeasures.towerMetres / 2 + signMeasures.billboardOutMetres + 0.02;
  return {
    middle: {
      x: towerMiddleMetres(position) + normal.x * out,
      y: billboardBaseMetres(plan) + halfHeight,
      z: normal.z * out,
    },
    along: { x: along.x, z: along.z },
    halfWidth: signMeasures.billboardWidthMetres / 2,
    halfHeight,
  };
}

const column = emptySignColumn();

function lensFrames(
  target: { readonly position: number; readonly layer: number },
  { eye, lens }: FrameView,
): readonly TargetFrame[] {
  if (lens?.position !== target.position) return [];
  const { widthMetres } = lens;
  const place = {
    position: target.position,
    standingCount: lens.standingCount,
    preferredSide: 1,
    neededMetres: widthMetres,
  } as const;
  const isPlaced = writeSignColumn(column, eye, place);
  const share = isPlaced ? signShare(column, widthMetres, signMeasures.lensMostShare) : 0;
  if (share === 0) return [];
  const halfWidth = (widthMetres * share) / 2;
  return [
    {
      middle: {
        x: column.cornerX + column.rightX * halfWidth * column.side,
        y: floorBaseMetres(target.layer) + cityMeasures.floorMetres / 2,
        z: column.cornerZ + column.rightZ * halfWidth * column.side,
      },
      along: { x: column.rightX, z: column.rightZ },
      halfWidth,
      halfHeight: cityMeasures.floorMetres / 2,
    },
  ];
}
