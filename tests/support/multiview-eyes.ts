import '@babylonjs/core/Engines/Extensions/engine.multiview';
import { TargetCamera } from '@babylonjs/core/Cameras/targetCamera';
import { MultiviewRenderTarget } from '@babylonjs/core/Materials/Textures/MultiviewRenderTarget';
import { Vector3 } from '@babylonjs/core/Maths/math.vector';
import type { AbstractMesh } from '@babylonjs/core/Meshes/abstractMesh';
import type { City } from '#city/city.ts';
import type { CameraPose } from '#contract/preview.ts';

/** What each eye saw, RGBA, from the lower left. */
export interface SeenEyes {
  readonly left: Uint8Array;
  readonly right: Uint8Array;
}

const sizePixels = 256;
/** Far more than between a person's eyes: what is far off must show it too. */
const apartMetres = 0.6;

/** A city's scene drawn for two eyes in one pass, as a headset with multiview has it drawn, without the headset. */
export class MultiviewEyes {
  readonly #city: City;
  readonly #target: MultiviewRenderTarget;
  readonly #camera: TargetCamera;
  readonly #eyes: readonly TargetCamera[];
  readonly #viewer: { pose: CameraPose; readonly focalPixels: number };
  #timeMillis = performance.now();

  constructor(city: City, pose: CameraPose) {
    this.#city = city;
    const { scene } = city.stage.context;
    this.#viewer = { pose, focalPixels: sizePixels };
    this.#target = new MultiviewRenderTarget(scene, sizePixels);
    this.#camera = new TargetCamera('eyes', Vector3.Zero(), scene);
    this.#camera._renderingMultiview = true;
    this.#camera.outputRenderTarget = this.#target;
    this.#camera.fov = 1.3;
    this.#eyes = [-0.5, 0.5].map((side) => {
      const eye = new TargetCamera(`eye ${String(side)}`, Vector3.Zero(), scene);
      eye.fov = this.#camera.fov;
      eye.minZ = 0.05;
      eye.maxZ = 4000;
      return eye;
    });
    this.#camera.rigCameras.push(...this.#eyes);
    this.look(pose);
    scene.activeCamera = this.#camera;
    city.stage.enter(this.#viewer);
  }

  look(pose: CameraPose): void {
    this.#viewer.pose = pose;
    const { position, target } = pose;
    const [dx, dz] = [target.x - position.x, target.z - position.z];
    const level = Math.hypot(dx, dz);
    this.#eyes.forEach((eye, side) => {
      const aside = (side - 0.5) * apartMetres;
      const shift = new Vector3((dz / level) * aside, 0, (-dx / level) * aside);
      eye.position.set(position.x, position.y, position.z).addInPlace(shift);
      eye.setTarget(new Vector3(target.x, target.y, target.z).addInPlace(shift));
    });
  }

  /** Draws until nothing is left out; then what both eyes see, of all or of those meshes alone. */
  async see(meshes?: readonly AbstractMesh[]): Promise<SeenEyes> {
    const { engine, scene } = this.#city.stage.context;
    const hidden = meshes ? scene.meshes.filter((mesh) => !meshes.includes(mesh)) : [];
    const visibilities = hidden.map(({ isVisible }) => isVisible);
    for (const mesh of hidden) mesh.isVisible = false;
    do {
      this.draw();
      await new Promise((resolve) => setTimeout(resolve, 20));
    } while (!engine.areAllEffectsReady());
    this.draw();
    const seen = { left: this.#read(0), right: this.#read(1) };
    hidden.forEach((mesh, index) => (mesh.isVisible = visibilities[index] ?? true));
    return seen;
  }

  draw(): void {
    this.#timeMillis += 16;
    this.#city.stage.drawFrame(this.#timeMillis);
  }

  /** First error of the graphics context since it was last asked; 0 is none. */
  get glError(): number {
    return this.#gl.getError();
  }

  get #gl(): WebGL2RenderingContext {
    const canvas = this.#city.stage.context.engine.getRenderingCanvas();
    const gl = canvas?.getContext('webgl2');
    if (!gl) throw new Error('There is no canvas.');
    return gl;
  }

  #read(view: number): Uint8Array {
    const gl = this.#gl;
    const { renderTarget } = this.#target;
    const layers = renderTarget as unknown as { readonly _colorTextureArray: WebGLTexture };
    const framebuffer = gl.createFramebuffer();
    const before = gl.getParameter(gl.READ_FRAMEBUFFER_BINDING) as WebGLFramebuffer | null;
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, framebuffer);
    gl.framebufferTextureLayer(
      gl.READ_FRAMEBUFFER,
      gl.COLOR_ATTACHMENT0,
      layers._colorTextureArray,
      0,
      view,
    );
    const bytes = new Uint8Array(sizePixels * sizePixels * 4);
    gl.readPixels(0, 0, sizePixels, sizePixels, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, before);
    gl.deleteFramebuffer(framebuffer);
    return bytes;
  }
}

/** Pixels in which two pictures clearly differ. */
export function differingPixels(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let count = 0;
  for (let at = 0; at < a.length; at += 4) {
    const away = [0, 1, 2].map((channel) =>
      Math.abs((a[at + channel] ?? 0) - (b[at + channel] ?? 0)),
    );
    if (Math.max(...away) > 4) count += 1;
  }
  return count;
}
