import { TargetCamera } from '@babylonjs/core/Cameras/targetCamera';
import { Engine } from '@babylonjs/core/Engines/engine';
import { Color4 } from '@babylonjs/core/Maths/math.color';
import { Vector3 } from '@babylonjs/core/Maths/math.vector';
import { Scene } from '@babylonjs/core/scene';
import { fieldOfViewRadians } from './camera-lens.ts';

/**
 * Why the city cannot be drawn here, in one sentence, or undefined when it can.
 */
function findDrawingObstacle(page: Document): string | undefined {
  const context = page.createElement('canvas').getContext('webgl2');
  if (!context) {
    return 'The city is drawn with WebGL2, which this browser does not offer: switch on hardware acceleration, or open it in a current Chrome, Firefox, Edge or Safari.';
  }
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return undefined;
}

export interface CityEngine {
  readonly engine: Engine;
  readonly scene: Scene;
  /** Told by the rig where it is; takes no input by itself. */
  readonly camera: TargetCamera;
}

/**
 * Babylon's engine and an empty scene with its camera, only drawn when told to.
 * @throws Error in one sentence when there is no WebGL2.
 */
export function createCityEngine(canvas: HTMLCanvasElement): CityEngine {
  const obstacle = findDrawingObstacle(canvas.ownerDocument);
  if (obstacle !== undefined) throw new Error(obstacle);
  const engine = new Engine(
    canvas,
    true,
    {
      alpha: false,
      stencil: false,
      audioEngine: false,
      disableWebGL2Support: false,
      failIfMajorPerformanceCaveat: false,
      powerPreference: 'high-performance',
      doNotHandleContextLost: false,
    },
    false,
  );
  const scene = new Scene(engine, { useGeometryUniqueIdsMap: false });
  scene.clearColor = new Color4(0.01, 0.015, 0.03, 1);
  // Picking is computed from the plan; pointer events are input's.
  scene.skipPointerMovePicking = true;
  scene.skipFrustumClipping = true;
  scene.autoClear = true;
  const camera = new TargetCamera('eye', Vector3.Zero(), scene);
  camera.fov = fieldOfViewRadians;
  camera.minZ = 0.06;
  camera.maxZ = 2600;
  scene.activeCamera = camera;
  return { engine, scene, camera };
}
