import type { CameraView, Target } from '#contract/intent.ts';
import type { CameraPose, Vec3 } from '#contract/preview.ts';
import { cityMeasures } from '#plan/city-measures.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import { bayRect, paneRect, spineRect, storeyRect } from '#plan/facade-plan.ts';
import { billboardBaseMetres, signMeasures } from '#plan/sign-measures.ts';
import type { FaceRect } from '#plan/face.ts';
import { pointOnFace } from '#plan/face.ts';
import { pointFromTower } from '#plan/tower-place.ts';
import type { TowerPlace } from '#plan/tower-place.ts';
import { distanceToSee } from './camera-lens.ts';
import { billboardMetres, overviewPose } from './camera-overview.ts';
import { noInsets } from './free-view.ts';
import { add, length, normalize, scale, subtract, vec3 } from './vector.ts';
import { foregroundPlace } from './view-scene.ts';
import type { ViewScene } from './view-scene.ts';

/** The pose of a named view. */
export function poseOfView(view: CameraView, scene: ViewScene): CameraPose {
  switch (view) {
    case 'exhibit': {
      const { exhibit, size, insets = noInsets } = scene;
      if (!exhibit || exhibit === 'coming') return overviewPose(scene);
      return exhibit.poseFor(exhibit.stand, size, insets);
    }
    case 'overview':
      return overviewPose(scene);
    case 'street':
      return scene.plan.layout === 'ring' ? insidePose(scene) : streetPose(scene);
    case 'close':
      return closePose(scene);
  }
}

/** A pose given in a tower's own coordinates. */
function turnedPose(place: TowerPlace, { position, target }: CameraPose): CameraPose {
  return { position: pointFromTower(place, position), target: pointFromTower(place, target) };
}

function streetPose(scene: ViewScene): CameraPose {
  const { plan, size } = scene;
  const place = foregroundPlace(scene);
  // Rows of blocks stand behind each other: the eye stays in the street between.
  const isPortrait = size.width < size.height && plan.layout === 'avenue';
  const back = isPortrait ? 9.5 : 6.6;
  const before = plan.layout === 'avenue' ? place.position : place.x / cityMeasures.pitchMetres;
  const along = Math.min(isPortrait ? 1 : 4, Math.max(1.2, before)) * cityMeasures.pitchMetres;
  return turnedPose(place, {
    position: vec3(isPortrait ? 4.2 : 3.6, 1.65, -back),
    target: vec3(-along, Math.min(5.2, plan.roofMetres * 0.33), 0),
  });
}

/** Standing in the ring, a step back from its middle, before the tower in the foreground. */
function insidePose(scene: ViewScene): CameraPose {
  const place = foregroundPlace(scene);
  const radius = Math.hypot(place.x, place.z);
  const back = radius + Math.min(2.4, radius * 0.3);
  return turnedPose(place, {
    position: vec3(0, 1.65, -back),
    target: vec3(0, Math.min(4.6, scene.plan.roofMetres * 0.33), 0),
  });
}

function closePose(scene: ViewScene): CameraPose {
  const { floors, shape } = scene.plan;
  const height = cityMeasures.plinthHeightMetres + floors.climbMetres(shape.layerCount * 0.58);
  const back = scene.size.width < scene.size.height ? 3.9 : 3.3;
  return turnedPose(foregroundPlace(scene), {
    position: vec3(-1.5, height + 0.35, -back),
    target: vec3(-0.12, height, -cityMeasures.towerMetres / 2),
  });
}

/**
 * The pose that shows one thing well: whole towers from the street, panes from arm's length. The
 * overview for what is not shown.
 */
export function poseOfTarget(target: Target, scene: ViewScene): CameraPose {
  const { plan } = scene;
  if (target.kind === 'beam') return beamPose(target, scene);
  const isAll = target.kind === 'layer' || target.kind === 'value';
  const place = isAll ? foregroundPlace(scene) : plan.towers[target.position];
  if (!place) return overviewPose(scene);
  switch (target.kind) {
    case 'token':
      return towerPose(place, scene);
    case 'prediction':
      return billboardPose(place, scene);
    case 'value':
    case 'layer':
      return beforeWall(place, floorPoint(scene, target.layer), 4.6, 0.45);
    case 'attention':
    case 'feed-forward':
      return beforeRect(
        storeyRect(target.kind, 'street'),
        { place, scene, layer: target.layer },
        1.9,
      );
    case 'head': {
      const bay = bayRect(target.head, plan.shape, 'street');
      return beforeRect(bay, { place, scene, layer: target.layer }, 1.1);
    }
    case 'bin': {
      const rect = paneRect(target.site, target.bin, plan.shape, 'street');
      return beforeRect(rect, { place, scene, layer: target.layer }, 0.7);
    }
    case 'lens':
      return beforeRect(spineRect('street'), { place, scene, layer: target.layer }, 2.4);
  }
}

/** From where a whole tower is seen: in the avenue from the street, else over the towers in front. */
function towerPose(place: TowerPlace, { plan, size }: ViewScene): CameraPose {
  const reach = cityMeasures.plinthMetres / 2;
  const top = plan.crownMetres + billboardMetres;
  const middle = vec3(0, top * 0.47, 0);
  const isFree = plan.layout === 'avenue' || (plan.layout === 'blocks' && place.z === 0);
  const towardsEye = normalize(isFree ? vec3(0.38, 0, -0.92) : vec3(0.16, 0.62, -0.92));
  const corners = [-reach, reach].flatMap((x) => [0, top].map((y) => vec3(x, y, -reach)));
  const metres = distanceToSee(corners, middle, { towardsEye, size, margin: 0.1 });
  return turnedPose(place, { position: add(middle, scale(towardsEye, metres)), target: middle });
}

/** A roof's billboard from a little to the right, all of its width in view. */
function billboardPose(place: TowerPlace, { plan, size }: ViewScene): CameraPose {
  const middle = vec3(0, billboardBaseMetres(plan) + signMeasures.billboardHeightMetres / 2, 0);
  const towardsEye = normalize(vec3(1.4, 0.6, -5.2));
  const reach = signMeasures.billboardWidthMetres / 2;
  const ends = [-reach, reach].map((x) => vec3(x, middle.y, -cityMeasures.towerMetres / 2));
  const metres = Math.max(5.4, distanceToSee(ends, middle, { towardsEye, size, margin: 0.06 }));
  return turnedPose(place, { position: add(middle, scale(towardsEye, metres)), target: middle });
}

/** Middle of a floor's street wall, in tower coordinates. */
function floorPoint({ plan }: ViewScene, layer: number): Vec3 {
  return vec3(0, plan.floors.middleMetres(layer), -cityMeasures.towerMetres / 2);
}

/** In front of a wall's point, a little to the side. `lean` is metres to the right per metre back. */
function beforeWall(place: TowerPlace, point: Vec3, metres: number, lean: number): CameraPose {
  return turnedPose(place, {
    position: add(point, vec3(lean * metres * 0.5, 0.08 * metres, -metres)),
    target: point,
  });
}

function beforeRect(
  rect: FaceRect,
  at: { readonly place: TowerPlace; readonly scene: ViewScene; readonly layer: number },
  metres: number,
): CameraPose {
  const { floors } = at.scene.plan;
  const share = floors.heightShare(at.layer);
  const y = floors.baseMetres(at.layer) + ((rect.bottom + rect.top) / 2) * share;
  const point = pointOnFace('street', (rect.left + rect.right) / 2, y);
  return beforeWall(at.place, point, metres, 0.1);
}

function beamPose(
  beam: { readonly layer: number; readonly query: number; readonly key: number },
  scene: ViewScene,
): CameraPose {
  const { plan } = scene;
  const key = plan.towers[beam.key];
  const query = plan.towers[beam.query];
  if (!key || !query) return overviewPose(scene);
  const from = pointFromTower(key, floorPoint(scene, beam.layer));
  const to = pointFromTower(query, floorPoint(scene, beam.layer));
  const middle = scale(add(from, to), 0.5);
  const near = Math.max(3, length(subtract(to, from)) * 1.1 + 2);
  // Both ends with the bays around them, on a canvas of any proportions.
  const reach = scale(normalize(subtract(to, from)), cityMeasures.towerMetres / 2);
  const ends = [subtract(from, reach), add(to, reach)];
  const view = { towardsEye: vec3(0, 0, -1), size: scene.size, margin: 0.06 };
  const metres = Math.max(near, distanceToSee(ends, middle, view));
  return { position: add(middle, awayFromBeam(plan, middle, metres)), target: middle };
}

/** From a beam's middle to the eye: from above where other towers stand in the way of whoever is level. */
function awayFromBeam({ layout, crownMetres }: CityPlan, middle: Vec3, metres: number): Vec3 {
  if (layout === 'avenue') return vec3(0, 0.25 * metres, -metres);
  if (layout === 'blocks') {
    // Above the billboards of the rows in front.
    const overRoofs = crownMetres + billboardMetres + 1 - middle.y;
    return vec3(0, Math.max(0.8 * metres, middle.z > 0 ? overRoofs : 0), -metres);
  }
  const outward = Math.hypot(middle.x, middle.z);
  if (outward < 0.5) return vec3(0, 0.9 * metres, -0.35 * metres);
  // A short beam stays near the wall and is seen from inside the ring, a long one from above.
  const level = (0.3 + 0.55 * Math.min(1, (2 * outward) / metres)) * metres;
  const up = Math.max(0.25 * metres, metres - level);
  return vec3((-middle.x / outward) * level, up, (-middle.z / outward) * level);
}
