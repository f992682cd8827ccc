import { ShaderMaterial } from '@babylonjs/core/Materials/shaderMaterial';
import { Mesh } from '@babylonjs/core/Meshes/mesh';
import { VertexData } from '@babylonjs/core/Meshes/mesh.vertexData';
import { Vector2, Vector3 } from '@babylonjs/core/Maths/math.vector';
import type { Scene } from '@babylonjs/core/scene';
import type { ModelShape } from '#contract/model-shape.ts';
import type { Settings } from '#store/read.ts';
import { showOnlyInFirstFrame } from './first-light.ts';
import type { ActivationTexture } from './gpu/activation-texture.ts';
import type { PlanTexture } from './gpu/plan-texture.ts';
import type { ScaleTexture } from './gpu/scale-texture.ts';
import type { SlotTexture } from './gpu/slot-texture.ts';
import { FrontUniforms } from './front-uniforms.ts';
import type { ReplayFront } from './replay-front.ts';
import { towerMesh } from './tower-mesh.ts';
import type { TowerMesh } from './tower-mesh.ts';
import {
  towerFragmentShader,
  towerSamplers,
  towerUniforms,
  towerVertexShader,
} from './tower-shader.ts';
import type { TowerLook, TowerPass } from './tower-shader.ts';

export interface TowerTextures {
  readonly activations: ActivationTexture;
  readonly scales: ScaleTexture;
  readonly slots: SlotTexture;
  readonly plan: PlanTexture;
}

export interface TowerDrawOptions {
  readonly pass: TowerPass;
  /** The plain look without one. */
  readonly look?: TowerLook;
}

/**
 * One draw of all towers, upright, as their mirror image or for the first frame alone: one mesh, one
 * instance a token.
 */
export class TowerDraw {
  readonly pass: TowerPass;
  readonly material: ShaderMaterial;
  readonly #mesh: Mesh;
  // Babylon keeps references to these; they are written, never replaced.
  readonly #shownParts = new Vector3(1, 1, 1);
  readonly #isolated = new Vector2(-1, -1);
  readonly #front = new FrontUniforms();

  constructor(
    scene: Scene,
    shape: ModelShape,
    textures: TowerTextures,
    { pass, look }: TowerDrawOptions,
  ) {
    this.pass = pass;
    const material = new ShaderMaterial(
      `towers ${pass}`,
      scene,
      {
        vertexSource: towerVertexShader(shape, pass, look),
        fragmentSource: towerFragmentShader(shape, pass, look),
      },
      {
        attributes: ['position', 'normal', 'part'],
        uniforms: [...towerUniforms, ...(look?.uniforms ?? [])],
        samplers: [...towerSamplers],
      },
    );
    material.setTexture('activations', textures.activations.texture);
    material.setTexture('scales', textures.scales.texture);
    material.setTexture('slots', textures.slots.texture);
    material.setTexture('plan', textures.plan.texture);
    material.setVector3('shownParts', this.#shownParts);
    material.setVector2('isolated', this.#isolated);
    this.#front.addMaterial(material);
    if (scene.activeCamera) material.setVector3('eye', scene.activeCamera.position);
    // A mirror image turns its triangles round.
    material.backFaceCulling = true;
    material.sideOrientation = pass === 'reflected' ? 1 : 0;
    this.material = material;
    const tower = towerMesh(shape);
    this.#mesh = buildMesh(scene, look?.mesh(tower) ?? tower, pass);
    this.#mesh.material = material;
    this.towerCount = 0;
    if (pass === 'first') showOnlyInFirstFrame(this.#mesh);
  }

  /** Whether its shader is compiled; asking starts that. */
  get isReady(): boolean {
    return this.material.isReady(this.#mesh);
  }

  /** None at first: a mesh without instances would be drawn once, as a tower of nobody's. */
  set towerCount(count: number) {
    this.#mesh.forcedInstanceCount = count;
    this.#mesh.setEnabled(count > 0);
  }

  /** Takes over how far the replay has climbed. */
  applyFront(front: Readonly<ReplayFront>): void {
    this.#front.set(front);
  }

  /** Takes over which components are shown and what is isolated. */
  applySettings({ shown, isolatedLayer, isolatedHead }: Settings): void {
    this.#shownParts.set(
      Number(shown.attention),
      Number(shown['feed-forward']),
      Number(shown.residual),
    );
    this.#isolated.set(isolatedLayer ?? -1, isolatedHead ?? -1);
  }

  dispose(): void {
    this.#mesh.dispose();
    this.material.dispose();
  }
}

function buildMesh(
  scene: Scene,
  { positions, normals, parts, indices }: TowerMesh,
  pass: TowerPass,
): Mesh {
  const mesh = new Mesh(`towers ${pass}`, scene);
  const data = new VertexData();
  data.positions = [...positions];
  data.normals = [...normals];
  data.indices = [...indices];
  data.applyToMesh(mesh);
  mesh.setVerticesData('part', [...parts], false, 1);
  mesh.alwaysSelectAsActiveMesh = true;
  mesh.isPickable = false;
  mesh.doNotSyncBoundingInfo = true;
  return mesh;
}
