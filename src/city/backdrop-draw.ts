import { ShaderMaterial } from '@babylonjs/core/Materials/shaderMaterial';
import { Mesh } from '@babylonjs/core/Meshes/mesh';
import { VertexData } from '@babylonjs/core/Meshes/mesh.vertexData';
import type { Scene } from '@babylonjs/core/scene';
import {
  groundFragmentShader,
  groundSamplers,
  groundUniforms,
  groundVertexShader,
} from './ground-shader.ts';
import type { SlotTexture } from './gpu/slot-texture.ts';
import { skyFragmentShader, skyUniforms, skyVertexShader } from './sky-shader.ts';

/** Half the side of the street's square, metres; it follows the eye. */
const groundReachMetres = 1500;
const skyReachMetres = 100;

interface FlatMesh {
  readonly positions: number[];
  readonly indices: number[];
}

/** Sky: a box around the eye, drawn after what is solid so that it fills only what is left. */
export function createSky(scene: Scene): Mesh {
  const r = skyReachMetres;
  const positions = [-1, 1].flatMap((z) =>
    [-1, 1].flatMap((y) => [-1, 1].flatMap((x) => [x * r, y * r, z * r])),
  );
  const quads = [
    [0, 1, 3, 2],
    [5, 4, 6, 7],
    [4, 0, 2, 6],
    [1, 5, 7, 3],
    [2, 3, 7, 6],
    [4, 5, 1, 0],
  ];
  const indices = quads.flatMap(([a = 0, b = 0, c = 0, d = 0]) => [a, b, c, a, c, d]);
  const mesh = flatMesh(scene, 'sky', { positions, indices });
  const material = new ShaderMaterial(
    'sky',
    scene,
    { vertexSource: skyVertexShader, fragmentSource: skyFragmentShader },
    { attributes: ['position'], uniforms: [...skyUniforms] },
  );
  material.backFaceCulling = false;
  material.disableDepthWrite = true;
  if (scene.activeCamera) material.setVector3('eye', scene.activeCamera.position);
  mesh.material = material;
  return mesh;
}

/** The street: one translucent square over the mirrored towers. */
export class Ground {
  readonly #mesh: Mesh;
  readonly #material: ShaderMaterial;

  constructor(scene: Scene, slots: SlotTexture) {
    const r = groundReachMetres;
    this.#mesh = flatMesh(scene, 'ground', {
      positions: [-r, 0, -r, -r, 0, r, r, 0, r, r, 0, -r],
      indices: [0, 1, 2, 0, 2, 3],
    });
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
    this.#material.setTexture('slots', slots.texture);
    this.#material.setFloat('towerTotal', 0);
    this.#material.setFloat('mirror', 1);
    if (scene.activeCamera) this.#material.setVector3('eye', scene.activeCamera.position);
    this.#mesh.material = this.#material;
  }

  set towerCount(count: number) {
    this.#material.setFloat('towerTotal', count);
  }

  set hasReflections(has: boolean) {
    this.#material.setFloat('mirror', has ? 1 : 0);
  }

  dispose(): void {
    this.#mesh.dispose();
    this.#material.dispose();
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
  return mesh;
}
