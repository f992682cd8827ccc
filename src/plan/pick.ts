import type { Ray } from '#contract/preview.ts';
import { pickBeam } from './pick-beam.ts';
import type { Picked, PickScene } from './pick-scene.ts';
import { pickSign } from './pick-sign.ts';
import { pickTower } from './pick-tower.ts';

/**
 * The nearest thing a ray meets, or undefined. Beams win over what lies behind them within their
 * tolerance; everything else is where it is. Same measures as the picture, no GPU, no scene.
 */
export function pick(ray: Ray, scene: PickScene): Picked | undefined {
  const solid = nearer(pickTower(ray, scene), pickSign(ray, scene));
  const beam =
    scene.beams &&
    pickBeam(ray, scene.beams, {
      toleranceRadians: scene.toleranceRadians,
      farthestMetres: solid ? solid.distanceMetres + beamReachMetres : Infinity,
    });
  return beam ?? solid;
}

/** A beam's end lies in the wall: it may lie that much behind the wall's surface. */
const beamReachMetres = 0.05;

function nearer(a: Picked | undefined, b: Picked | undefined): Picked | undefined {
  if (!a || !b) return a ?? b;
  return a.distanceMetres <= b.distanceMetres ? a : b;
}
