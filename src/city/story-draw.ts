import { Constants } from '@babylonjs/core/Engines/constants';
import { ShaderMaterial } from '@babylonjs/core/Materials/shaderMaterial';
import { Vector3 } from '@babylonjs/core/Maths/math.vector';
import type { Mesh } from '@babylonjs/core/Meshes/mesh';
import type { Scene } from '@babylonjs/core/scene';
import type { Vec3 } from '#contract/preview.ts';
import type { CityContext } from './city-part.ts';
import { glowFragmentShader } from './glow-shader.ts';
import { RecordTexture } from './gpu/record-texture.ts';
import { instancedMesh, unitSquare } from './plain-mesh.ts';
import type { PlainMesh } from './plain-mesh.ts';
import { FrontUniforms } from './front-uniforms.ts';
import type { ReplayFront } from './replay-front.ts';
import { branchesPerLayer, branchTexels, particlesPerStorey } from './story-records.ts';
import {
  branchesPerRow,
  branchFragmentShader,
  branchVertexShader,
  particleVertexShader,
  storySamplers,
  storyUniforms,
} from './story-shader.ts';

/** Where a branch is cut, as shares of its way; the narrow pieces are its collar's edges. */
const cuts = [0, 0.15, 0.16, 0.28, 0.29, 0.4, 0.52, 0.64, 0.76, 0.88, 1] as const;

/** Two draws: all branches of one tower with their collars, and the points of light on them. */
export class StoryDraw {
  readonly layerCount: number;
  readonly records: RecordTexture;
  readonly #branches: Mesh;
  readonly #particles: Mesh;
  readonly #materials: readonly ShaderMaterial[];
  // Babylon keeps references to these; they are written, never replaced.
  readonly #eye = Vector3.Zero();
  readonly #front = new FrontUniforms();

  constructor({ scene, engine }: CityContext, layerCount: number) {
    this.layerCount = layerCount;
    const branchCount = layerCount * branchesPerLayer;
    this.records = new RecordTexture(scene, engine, {
      texelsPerRecord: branchTexels,
      recordsPerRow: branchesPerRow,
      rowCount: Math.ceil(branchCount / branchesPerRow),
    });
    const branches = this.#material(scene, 'branches', branchVertexShader, branchFragmentShader);
    branches.forceDepthWrite = true;
    const particles = this.#material(scene, 'particles', particleVertexShader, glowFragmentShader);
    this.#materials = [branches, particles];
    this.#branches = instancedMesh(scene, 'branches', unitStrip());
    this.#branches.material = branches;
    this.#branches.forcedInstanceCount = branchCount;
    this.#particles = instancedMesh(scene, 'particles', unitSquare());
    this.#particles.material = particles;
    this.#particles.forcedInstanceCount = (branchCount / 2) * particlesPerStorey;
    this.show(undefined);
  }

  /** The token whose tower's records are there, or none. */
  show(position: number | undefined): void {
    this.#branches.setEnabled(position !== undefined);
    this.#particles.setEnabled(position !== undefined);
    for (const material of this.#materials) material.setFloat('position0', position ?? -1);
  }

  /** To be called when the records were written. */
  markRecords(): void {
    this.records.markAll();
  }

  /** @param risen - how far the particles have come, as a share of their way. */
  look(eye: Vec3, front: Readonly<ReplayFront>, focalPixels: number, risen: number): void {
    this.#eye.set(eye.x, eye.y, eye.z);
    this.#front.set(front);
    for (const material of this.#materials) {
      material.setFloat('focalPixels', focalPixels);
      material.setFloat('risen', risen);
    }
    this.records.upload();
  }

  dispose(): void {
    this.#branches.dispose();
    this.#particles.dispose();
    for (const material of this.#materials) material.dispose();
    this.records.dispose();
  }

  #material(
    scene: Scene,
    name: string,
    vertexSource: string,
    fragmentSource: string,
  ): ShaderMaterial {
    const material = new ShaderMaterial(
      name,
      scene,
      { vertexSource, fragmentSource },
      {
        attributes: ['position'],
        uniforms: [...storyUniforms],
        samplers: [...storySamplers],
        needAlphaBlending: true,
      },
    );
    // Where alpha is 0 this adds light and takes none away.
    material.alphaMode = Constants.ALPHA_PREMULTIPLIED;
    material.backFaceCulling = false;
    material.setTexture('branches', this.records.texture);
    material.setVector3('eye', this.#eye);
    this.#front.addMaterial(material);
    material.setFloat('focalPixels', 1000);
    material.setFloat('risen', 0);
    return material;
  }
}

/** x = share of the way, y = −1 and 1: the two edges. */
function unitStrip(): PlainMesh {
  const positions = cuts.flatMap((t) => [t, -1, 0, t, 1, 0]);
  const indices = cuts.slice(1).flatMap((_, nth) => {
    const first = 2 * nth;
    return [first, first + 1, first + 2, first + 1, first + 3, first + 2];
  });
  return { positions, indices };
}
