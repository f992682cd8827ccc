import { ShaderMaterial } from '@babylonjs/core/Materials/shaderMaterial';
import type { RawTexture } from '@babylonjs/core/Materials/Textures/rawTexture';
import { Vector4 } from '@babylonjs/core/Maths/math.vector';
import { Mesh } from '@babylonjs/core/Meshes/mesh';
import { VertexData } from '@babylonjs/core/Meshes/mesh.vertexData';
import type { Scene } from '@babylonjs/core/scene';
import { blockRowTowers } from '#plan/blocks-places.ts';
import { cityMeasures } from '#plan/city-measures.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import { ringCircle } from '#plan/ring-places.ts';
import { fieldOfViewRadians } from './camera-lens.ts';
import { cloudColumns, cloudMask } from './cloud-mask.ts';
import { showAsDusk } from './first-light.ts';
import { byteTexture } from './gpu/byte-texture.ts';
import {
  groundFragmentShader,
  groundKinds,
  groundSamplers,
  groundUniforms,
  groundVertexShader,
} from './ground-shader.ts';
import type { PlanTexture } from './gpu/plan-texture.ts';
import type { SlotTexture } from './gpu/slot-texture.ts';
import { noiseCells, streetNoise } from './street-noise.ts';
import { streetMesh } from './street-mesh.ts';
import { skyMesh } from './sky-mesh.ts';
import {
  skyFragmentShader,
  skyMetres,
  skySamplers,
  skyUniforms,
  skyVertexShader,
} from './sky-shader.ts';

interface FlatMesh {
  readonly positions: number[] | Float32Array;
  readonly indices: number[] | Uint32Array;
}

/** Sky: a sphere around the eye, drawn after what is solid so that it fills only what is left. */
export function createSky(scene: Scene): Mesh {
  const shape = skyMesh();
  const mesh = flatMesh(scene, 'sky', shape);
  mesh.setVerticesData('star', shape.stars, false, 3);
  const material = new ShaderMaterial(
    'sky',
    scene,
    { vertexSource: skyVertexShader, fragmentSource: skyFragmentShader },
    {
      attributes: ['position', 'star'],
      uniforms: [...skyUniforms],
      samplers: [...skySamplers],
    },
  );
  material.backFaceCulling = false;
  material.disableDepthWrite = true;
  material.setTexture('clouds', byteTexture(scene, cloudMask(), cloudColumns));
  material.onBindObservable.add(() => {
    const height = scene.getEngine().getRenderHeight();
    const fov = scene.activeCamera?.fov ?? fieldOfViewRadians;
    material.getEffect().setFloat('pixelRadians', (2 * Math.tan(fov / 2)) / height);
  });
  material.setFloat('skyMetres', skyMetres);
  if (scene.activeCamera) material.setVector3('eye', scene.activeCamera.position);
  mesh.material = material;
  return mesh;
}

/** The street: one translucent disc over the mirrored towers. */
export class Ground {
  readonly #mesh: Mesh;
  readonly #material: ShaderMaterial;
  readonly #noise: RawTexture;
  // Babylon keeps references to these; they are written, never replaced.
  readonly #streets = Vector4.Zero();
  readonly #circle = Vector4.Zero();
  readonly #bounds = Vector4.Zero();

  constructor(scene: Scene, textures: { readonly slots: SlotTexture; readonly plan: PlanTexture }) {
    this.#mesh = flatMesh(scene, 'ground', streetMesh());
    this.#material = new ShaderMaterial(
      'ground',
      scene,
      { vertexSource: groundVertexShader, fragmentSource: groundFragmentShader },
      {
        attributes: ['position'],
        uniforms: [...groundUniforms],
        samplers: [...groundSamplers],
        needAlphaBlending: true,
      },
    );
    this.#material.backFaceCulling = false;
    // Before all else that is translucent: beams and texts stand on it.
    this.#mesh.alphaIndex = 0;
    this.#material.setTexture('slots', textures.slots.texture);
    this.#material.setTexture('plan', textures.plan.texture);
    this.#noise = byteTexture(scene, streetNoise(), noiseCells);
    this.#material.setTexture('noise', this.#noise);
    this.#material.setVector4('streets', this.#streets);
    this.#material.setVector4('circle', this.#circle);
    this.#material.setVector4('bounds', this.#bounds);
    this.#material.setFloat('mirror', 1);
    if (scene.activeCamera) this.#material.setVector3('eye', scene.activeCamera.position);
    this.#mesh.material = this.#material;
  }

  /** Takes over where the towers stand whose light falls on the street. */
  set plan({ layout, shown }: CityPlan) {
    const { rowMetres } = cityMeasures;
    const isRows = layout === 'blocks';
    const rowTowers = isRows ? blockRowTowers : Math.max(1, shown.length);
    this.#streets.set(groundKinds[layout], rowTowers, rowMetres, shown.length);
    const { firstRadians, stepRadians, radiusMetres } = ringCircle(shown.length);
    this.#circle.set(firstRadians, stepRadians, radiusMetres, 0);
    const xs = shown.map(({ x }) => x);
    const zs = shown.map(({ z }) => z);
    this.#bounds.set(
      Math.min(0, ...xs),
      Math.min(0, ...zs),
      Math.max(0, ...xs),
      Math.max(0, ...zs),
    );
  }

  set hasReflections(has: boolean) {
    this.#material.setFloat('mirror', has ? 1 : 0);
  }

  dispose(): void {
    this.#mesh.dispose();
    this.#material.dispose();
    this.#noise.dispose();
  }
}

function flatMesh(scene: Scene, name: string, shape: FlatMesh): Mesh {
  const mesh = new Mesh(name, scene);
  const data = new VertexData();
  data.positions = shape.positions;
  data.indices = shape.indices;
  data.applyToMesh(mesh);
  mesh.alwaysSelectAsActiveMesh = true;
  mesh.isPickable = false;
  mesh.doNotSyncBoundingInfo = true;
  showAsDusk(mesh);
  return mesh;
}
