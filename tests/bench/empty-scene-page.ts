import { TargetCamera } from '@babylonjs/core/Cameras/targetCamera';
import { Engine } from '@babylonjs/core/Engines/engine';
import { Color4 } from '@babylonjs/core/Maths/math.color';
import { Vector3 } from '@babylonjs/core/Maths/math.vector';
import { Scene } from '@babylonjs/core/scene';

/**
 * Bundled by first-light.bench.ts: the least that Babylon can show, a scene with nothing in it but
 * a camera, in a colour that passes for light.
 */
const canvas = document.createElement('canvas');
canvas.style.cssText = 'position:fixed;inset:0;width:100%;height:100%';
document.body.append(canvas);
const engine = new Engine(canvas, true, { audioEngine: false });
const scene = new Scene(engine);
scene.clearColor = new Color4(1, 1, 1, 1);
scene.activeCamera = new TargetCamera('eye', Vector3.Zero(), scene);
engine.runRenderLoop(() => {
  scene.render();
});
