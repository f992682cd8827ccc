import { TargetCamera } from '@babylonjs/core/Cameras/targetCamera';
import { Engine } from '@babylonjs/core/Engines/engine';
import { Color4 } from '@babylonjs/core/Maths/math.color';
import { Vector3 } from '@babylonjs/core/Maths/math.vector';
import { Scene } from '@babylonjs/core/scene';
import { fieldOfViewRadians } from './camera-lens.ts';

const contextAttributes = {
  alpha: false,
  antialias: true,
  stencil: false,
  failIfMajorPerformanceCaveat: false,
  powerPreference: 'high-performance',
} as const satisfies WebGLContextAttributes;

const noWebGl2 =
  'The city is drawn with WebGL2, which this browser does not offer: switch on hardware acceleration, or open it in a current Chrome, Firefox, Edge or Safari.';

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
  // Babylon would fall back to less, and complain on the console. It gets this very context: a canvas
  // has one, with the attributes it was first asked for.
  if (!canvas.getContext('webgl2', contextAttributes)) throw new Error(noWebGl2);
  const engine = new Engine(
    canvas,
    contextAttributes.antialias,
    {
      ...contextAttributes,
      audioEngine: false,
      disableWebGL2Support: false,
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
