import type { ShaderMaterial } from '@babylonjs/core/Materials/shaderMaterial';
import type { Matrix } from '@babylonjs/core/Maths/math.vector';
import type { Mesh } from '@babylonjs/core/Meshes/mesh';
import type { Scene } from '@babylonjs/core/scene';
import { glslDefines } from '#city/glsl-defines.ts';
import type { PlainMesh } from '#city/plain-mesh.ts';
import { plasticFragment } from './controller-draw.ts';
import { jointCount } from './hand-joints.ts';
import { roomMaterial } from './room-material.ts';
import { roomMesh } from './room-mesh.ts';

/** Both hands' joints, the left's first. */
const allJointCount = 2 * jointCount;
const ringCount = 6;
const sideCount = 8;

/**
 * One bone an instance: a ball of radius 1 whose upper half sits on its joint and whose lower half on
 * the joint before.
 */
const vertex = `
${glslDefines({ ALL_JOINT_COUNT: allJointCount, JOINT_COUNT: jointCount })}
in vec3 position;
// Place in the room and radius.
uniform vec4 joints[ALL_JOINT_COUNT];
uniform vec2 shownHands;
out vec3 vNormal;
// The joint before on the way to the wrist; the wrist's is itself.
int jointBefore(int joint) {
  return joint <= 1 || (joint >= 5 && joint % 5 == 0) ? 0 : joint - 1;
}
void main() {
  int hand = gl_InstanceID / JOINT_COUNT;
  int joint = gl_InstanceID % JOINT_COUNT;
  vec4 tip = joints[gl_InstanceID];
  vec4 root = joints[hand * JOINT_COUNT + jointBefore(joint)];
  vec3 way = tip.xyz - root.xyz;
  vec3 along = length(way) > 1e-4 ? normalize(way) : vec3(0.0, 1.0, 0.0);
  vec3 side = normalize(cross(along, abs(along.y) < 0.9 ? vec3(0.0, 1.0, 0.0) : vec3(1.0, 0.0, 0.0)));
  vNormal = side * position.x + along * position.y + cross(side, along) * position.z;
  vec4 end = position.y >= 0.0 ? tip : root;
  gl_Position = inRoom(end.xyz + vNormal * end.w);
  if (shownHands[hand] < 0.5) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
`;

/** Bare hands, bone by bone: one draw for both. */
export class HandDraw {
  readonly mesh: Mesh;
  readonly #material: ShaderMaterial;
  readonly #jointsArray = new Float32Array(allJointCount * 4);
  #left = false;
  #right = false;

  constructor(scene: Scene, cityFromRoom: Matrix) {
    this.#material = roomMaterial(scene, cityFromRoom, {
      name: 'hands',
      vertex,
      fragment: plasticFragment,
      uniforms: ['joints', 'shownHands'],
    });
    this.#material.onBindObservable.add(() => {
      const effect = this.#material.getEffect();
      effect.setFloatArray4('joints', this.#jointsArray);
      effect.setFloat2('shownHands', Number(this.#left), Number(this.#right));
    });
    this.mesh = roomMesh(scene, unitBall(), this.#material);
    this.mesh.forcedInstanceCount = allJointCount;
  }

  /** Points of a hand that is seen, [joint, 4] as in `HandJoints`; undefined hides it. */
  show(left: Float32Array | undefined, right: Float32Array | undefined): void {
    this.#left = left !== undefined;
    this.#right = right !== undefined;
    if (left) this.#jointsArray.set(left, 0);
    if (right) this.#jointsArray.set(right, jointCount * 4);
    this.mesh.setEnabled(this.#left || this.#right);
  }

  dispose(): void {
    this.mesh.dispose();
    this.#material.dispose();
  }
}

/** A ball cut at its equator, where the upper half's ring and the lower's lie upon each other. */
function unitBall(): PlainMesh {
  const positions: number[] = [];
  const indices: number[] = [];
  for (let ring = 0; ring <= ringCount; ring += 1) {
    // The equator twice: once for each half.
    const step = ring < ringCount / 2 ? ring : ring - 1;
    const angle = (Math.PI * step) / (ringCount - 1);
    const y = Math.cos(angle);
    for (let side = 0; side < sideCount; side += 1) {
      const around = (2 * Math.PI * side) / sideCount;
      positions.push(Math.sin(angle) * Math.cos(around), y, Math.sin(angle) * Math.sin(around));
      if (ring === ringCount) continue;
      const next = (side + 1) % sideCount;
      const [here, there] = [ring * sideCount, (ring + 1) * sideCount];
      indices.push(here + side, there + side, here + next, here + next, there + side, there + next);
    }
  }
  return { positions, indices };
}
