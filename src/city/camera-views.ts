import type { CameraView, Target } from '#contract/intent.ts';
import type { CameraPose, Vec3 } from '#contract/preview.ts';
import { cityPoint, floorBaseMetres, towerMiddleMetres } from '#plan/avenue-plan.ts';
import type { AvenuePlan } from '#plan/avenue-plan.ts';
import { cityMeasures } from '#plan/city-measures.ts';
import { bayRect, paneRect, spineRect, storeyRect } from '#plan/facade-plan.ts';
import type { FaceRect } from '#plan/face.ts';
import type { StoreState } from '#store/read.ts';
import { distanceToSee } from './camera-lens.ts';
import type { CanvasSize } from './camera-lens.ts';
import type { ViewInsets } from './free-view.ts';
import { add, normalize, scale, vec3 } from './vector.ts';

/** What a view is composed for. */
export interface ViewScene {
  readonly plan: AvenuePlan;
  readonly size: CanvasSize;
  /** The tower in the foreground: the selected one, else the newest that stands. */
  readonly position: number;
  /** The newest tower that stands. */
  readonly newest: number;
  /** Set where panels cover the canvas above and below. */
  readonly insets?: ViewInsets;
}

/** The scene of a run as it is shown now. */
export function viewSceneOf(state: StoreState, plan: AvenuePlan, size: CanvasSize): ViewScene {
  const { cursor, hello, selectedPosition } = state;
  const promptTokenCount = hello?.run.promptTokenCount ?? 0;
  const isSweep = cursor.sweep && cursor.position < promptTokenCount;
  const last = Math.max(0, plan.tokenCount - 1);
  const newest = Math.min(last, isSweep ? promptTokenCount - 1 : Math.max(0, cursor.position));
  return { plan, size, position: selectedPosition ?? newest, newest };
}

/** More towers than these do not fit legibly; the overview shows those around the foreground. */
const overviewTowerLimit = 22;
/** Room above the roofs for the billboards. */
const billboardMetres = 1.7;

/** The pose of a named view: it frames what stands, whatever the canvas's proportions. */
export function poseOfView(view: CameraView, scene: ViewScene): CameraPose {
  switch (view) {
    case 'exhibit':
    case 'overview':
      return overviewPose(scene);
    case 'street':
      return streetPose(scene);
    case 'close':
      return closePose(scene);
  }
}

/** First and last tower of the overview: what stands and the next to rise, the selected one too. */
function overviewRange({ plan, position, newest }: ViewScene): readonly [number, number] {
  const next = Math.min(newest + 1, Math.max(0, plan.tokenCount - 1));
  const to = Math.min(Math.max(next, position), position + overviewTowerLimit - 1);
  return [Math.max(0, to - overviewTowerLimit + 1), to];
}

function overviewPose(scene: ViewScene): CameraPose {
  const [from, to] = overviewRange(scene);
  const reach = cityMeasures.plinthMetres / 2;
  const top = scene.plan.crownMetres + billboardMetres;
  const xs = [towerMiddleMetres(from) - reach, towerMiddleMetres(to) + reach];
  const middle = vec3(((xs[0] ?? 0) + (xs[1] ?? 0)) / 2, top * 0.47, 0);
  const corners = xs.flatMap((x) =>
    [0, top].flatMap((y) => [-reach, reach].map((z) => vec3(x, y, z))),
  );
  const isPortrait = scene.size.width < scene.size.height;
  // Long avenues are seen more along, so that they do not shrink to a strip.
  const length = to - from;
  const yaw = isPortrait ? 0.95 : Math.min(0.85, 0.42 + 0.02 * length);
  const towardsEye = normalize(vec3(Math.sin(yaw), isPortrait ? 0.02 : -0.02, -Math.cos(yaw)));
  const metres = distanceToSee(corners, middle, { towardsEye, size: scene.size, margin: 0.16 });
  // The panel's bar covers the lower edge: the city stands a little higher than the middle.
  const target = add(middle, vec3(0, -0.06 * metres, 0));
  return { position: add(target, scale(towardsEye, metres)), target };
}

function streetPose({ plan, size, position }: ViewScene): CameraPose {
  const x = towerMiddleMetres(position);
  const isPortrait = size.width < size.height;
  const back = isPortrait ? 9.5 : 6.6;
  const along = Math.min(isPortrait ? 1 : 4, Math.max(1.2, position)) * cityMeasures.pitchMetres;
  return {
    position: vec3(x + (isPortrait ? 4.2 : 3.6), 1.65, -back),
    target: vec3(x - along, Math.min(5.2, plan.roofMetres * 0.33), 0),
  };
}

function closePose({ plan, size, position }: ViewScene): CameraPose {
  const x = towerMiddleMetres(position);
  const height = floorBaseMetres(plan.shape.layerCount * 0.58);
  const back = size.width < size.height ? 3.9 : 3.3;
  return {
    position: vec3(x - 1.5, height + 0.35, -back),
    target: vec3(x - 0.12, height, -cityMeasures.towerMetres / 2),
  };
}

/** The pose that shows one thing well: whole towers from the street, panes from arm's length. */
export function poseOfTarget(target: Target, scene: ViewScene): CameraPose {
  const { plan } = scene;
  switch (target.kind) {
    case 'token':
      return towerPose(scene, target.position);
    case 'prediction': {
      const x = towerMiddleMetres(target.position);
      const roof = plan.crownMetres + 0.4;
      return { position: vec3(x + 1.4, roof + 0.6, -5.2), target: vec3(x, roof, 0) };
    }
    case 'value':
    case 'layer':
      return beforeWall(floorPoint(scene.position, target.layer), 4.6, 0.45);
    case 'attention':
    case 'feed-forward':
      return beforeRect(storeyRect(target.kind, 'street'), target, 1.9);
    case 'head':
      return beforeRect(bayRect(target.head, plan.shape, 'street'), target, 1.1);
    case 'bin': {
      const rect = paneRect(target.site, target.bin, plan.shape, 'street');
      return beforeRect(rect, target, 0.7);
    }
    case 'lens':
      return beforeRect(spineRect('street'), target, 2.4);
    case 'beam':
      return beamPose(target);
  }
}

function towerPose({ plan, size }: ViewScene, position: number): CameraPose {
  const x = towerMiddleMetres(position);
  const reach = cityMeasures.plinthMetres / 2;
  const top = plan.crownMetres + billboardMetres;
  const middle = vec3(x, top * 0.47, 0);
  const towardsEye = normalize(vec3(0.38, 0, -0.92));
  const corners = [-reach, reach].flatMap((dx) => [0, top].map((y) => vec3(x + dx, y, -reach)));
  const metres = distanceToSee(corners, middle, { towardsEye, size, margin: 0.1 });
  return { position: add(middle, scale(towardsEye, metres)), target: middle };
}

function floorPoint(position: number, layer: number): Vec3 {
  return vec3(
    towerMiddleMetres(position),
    floorBaseMetres(layer) + cityMeasures.floorMetres / 2,
    -cityMeasures.towerMetres / 2,
  );
}

/** In front of a wall's point, a little to the side. `lean` is metres to the right per metre back. */
function beforeWall(point: Vec3, metres: number, lean: number): CameraPose {
  return {
    position: add(point, vec3(lean * metres * 0.5, 0.08 * metres, -metres)),
    target: point,
  };
}

function beforeRect(
  rect: FaceRect,
  at: { readonly position: number; readonly layer: number },
  metres: number,
): CameraPose {
  const point = cityPoint({
    position: at.position,
    layer: at.layer,
    face: 'street',
    u: (rect.left + rect.right) / 2,
    v: (rect.bottom + rect.top) / 2,
  });
  return beforeWall(point, metres, 0.1);
}

function beamPose(beam: {
  readonly layer: number;
  readonly query: number;
  readonly key: number;
}): CameraPose {
  const from = floorPoint(beam.key, beam.layer);
  const to = floorPoint(beam.query, beam.layer);
  const middle = scale(add(from, to), 0.5);
  const metres = Math.max(3, Math.abs(to.x - from.x) * 1.1 + 2);
  return { position: add(middle, vec3(0, 0.25 * metres, -metres)), target: middle };
}
