import type { ShaderMaterial } from '@babylonjs/core/Materials/shaderMaterial';
import { Vector3, Vector4 } from '@babylonjs/core/Maths/math.vector';
import type { Matrix } from '@babylonjs/core/Maths/math.vector';
import type { Mesh } from '@babylonjs/core/Meshes/mesh';
import type { Scene } from '@babylonjs/core/scene';
import { glslDefines } from '#city/glsl-defines.ts';
import type { PlainMesh } from '#city/plain-mesh.ts';
import type { Vec3 } from '#contract/preview.ts';
import type { XrDevice, XrGuides, XrPointer } from '#contract/xr.ts';
import { arcThrow } from '#plan/teleport-arc.ts';
import { roomMaterial } from './room-material.ts';
import { roomMesh } from './room-mesh.ts';

/** What a vertex belongs to: its third coordinate. */
const kinds = { leftRay: 0, rightRay: 1, arc: 2, ring: 3, platform: 4 } as const;
const wayNames = ['left', 'right', 'arc'] as const;
const arcSegments = 24;
const ringMetres = 0.28;
const platformMetres = 1.6;

const vertex = `
${glslDefines({
  ARC_COUNT: kinds.arc,
  RING_COUNT: kinds.ring,
  PLATFORM_COUNT: kinds.platform,
  RING: ringMetres,
  PLATFORM: platformMetres,
  GRAVITY: arcThrow.gravityMetres,
  SPEED: arcThrow.speedMetres,
})}
// Ribbons: share of the way, side (−1, 1), kind. Ring and platform: x and z (−1 … 1), kind.
in vec3 position;
uniform vec3 head;
// Origins and, in w, lengths of the rays; 0 hides. For the arc w is how many seconds it flies.
uniform vec4 leftFrom;
uniform vec4 rightFrom;
uniform vec4 arcFrom;
// Directions, and how bright they are.
uniform vec4 leftAlong;
uniform vec4 rightAlong;
uniform vec4 arcAlong;
uniform vec3 arcEnd;
uniform float platform;
out vec3 vAt;
flat out float vLight;
vec3 onWay(int kind, float share) {
  if (kind == ARC_COUNT) {
    float seconds = share * arcFrom.w;
    return arcFrom.xyz + arcAlong.xyz * SPEED * seconds - vec3(0.0, 0.5 * GRAVITY * seconds * seconds, 0.0);
  }
  return kind == 0 ? leftFrom.xyz + leftAlong.xyz * leftFrom.w * share : rightFrom.xyz + rightAlong.xyz * rightFrom.w * share;
}
void main() {
  int kind = int(position.z + 0.5);
  vAt = position;
  bool isShown;
  vec3 point;
  vLight = 1.0;
  if (kind >= RING_COUNT) {
    bool isRing = kind == RING_COUNT;
    isShown = isRing ? arcFrom.w > 0.0 : platform > 0.5;
    vec3 middle = isRing ? arcEnd : vec3(head.x, 0.0, head.z);
    point = middle + vec3(position.x, 0.0, position.y) * (isRing ? RING : PLATFORM) + vec3(0.0, 0.012, 0.0);
  } else {
    vec4 from = kind == ARC_COUNT ? arcFrom : kind == 0 ? leftFrom : rightFrom;
    isShown = from.w > 0.0;
    vLight = kind == ARC_COUNT ? arcAlong.w : kind == 0 ? leftAlong.w : rightAlong.w;
    vec3 middle = onWay(kind, position.x);
    vec3 along = normalize(onWay(kind, position.x + 0.01) - onWay(kind, position.x - 0.01) + vec3(1e-6));
    vec3 side = normalize(cross(along, head - middle) + vec3(1e-6));
    // As wide as a thread, a little wider far off, so that it is seen there.
    point = middle + side * position.y * (0.0016 + 0.0007 * length(head - middle));
  }
  gl_Position = isShown ? inRoom(point) : vec4(2.0, 2.0, 2.0, 1.0);
}
`;

const fragment = `
${glslDefines({ ARC_COUNT: kinds.arc, RING_COUNT: kinds.ring, PLATFORM: platformMetres })}
in vec3 vAt;
flat in float vLight;
void main() {
  int kind = int(vAt.z + 0.5);
  vec3 ink = vec3(0.55, 0.80, 1.0);
  float alpha;
  if (kind < RING_COUNT) {
    float edge = 1.0 - vAt.y * vAt.y;
    float fade = kind == ARC_COUNT ? 1.0 : 1.0 - 0.75 * smoothstep(0.0, 1.0, vAt.x);
    alpha = edge * fade * mix(0.28, 0.85, vLight);
  } else if (kind == RING_COUNT) {
    float away = length(vAt.xy);
    alpha = 0.85 * (smoothstep(0.72, 0.80, away) - smoothstep(0.92, 1.0, away)) + 0.18 * (1.0 - smoothstep(0.6, 0.9, away));
  } else {
    vec2 at = abs(fract(vAt.xy * PLATFORM * 2.0) - 0.5);
    vec2 width = fwidth(vAt.xy * PLATFORM * 2.0);
    vec2 lines = 1.0 - smoothstep(vec2(0.0), width * 1.5, 0.5 - at);
    float reach = 1.0 - smoothstep(0.55, 1.0, length(vAt.xy));
    alpha = (0.10 + 0.55 * max(lines.x, lines.y)) * reach;
    ink = vec3(0.42, 0.58, 0.85);
  }
  glFragColor = vec4(ink, alpha);
}
`;

/** Rays, a teleport's arc with its landing ring and the platform underfoot: one draw. */
export class GuideDraw {
  readonly mesh: Mesh;
  readonly #material: ShaderMaterial;
  // Babylon keeps references to these; they are written, never replaced.
  readonly #head = Vector3.Zero();
  readonly #arcEnd = Vector3.Zero();
  readonly #ways = {
    left: { from: Vector4.Zero(), along: Vector4.Zero() },
    right: { from: Vector4.Zero(), along: Vector4.Zero() },
    arc: { from: Vector4.Zero(), along: Vector4.Zero() },
  };

  constructor(scene: Scene, cityFromRoom: Matrix) {
    this.#material = roomMaterial(scene, cityFromRoom, {
      name: 'guides',
      vertex,
      fragment,
      uniforms: [
        'head',
        'arcEnd',
        'platform',
        ...wayNames.flatMap((way) => [`${way}From`, `${way}Along`]),
      ],
      isTranslucent: true,
    });
    for (const way of wayNames) {
      this.#material.setVector4(`${way}From`, this.#ways[way].from);
      this.#material.setVector4(`${way}Along`, this.#ways[way].along);
    }
    this.#material.setVector3('head', this.#head);
    this.#material.setVector3('arcEnd', this.#arcEnd);
    this.#material.setFloat('platform', 0);
    this.#material.disableDepthWrite = true;
    this.mesh = roomMesh(scene, guideMesh(), this.#material);
  }

  show(guides: XrGuides, devices: Readonly<Record<'left' | 'right', XrDevice>>, head: Vec3): void {
    const { left, right, arc } = this.#ways;
    writeRay(left, guides.pointers.left, devices.left);
    writeRay(right, guides.pointers.right, devices.right);
    this.#head.set(head.x, head.y, head.z);
    arc.from.w = 0;
    if (guides.arcFrom) {
      const { ray } = devices[guides.arcFrom];
      const { x, y, z } = guides.arcEnd;
      this.#arcEnd.set(x, y, z);
      const across = Math.hypot(ray.direction.x, ray.direction.z) * arcThrow.speedMetres;
      const metres = Math.hypot(x - ray.origin.x, z - ray.origin.z);
      arc.from.set(ray.origin.x, ray.origin.y, ray.origin.z, metres / Math.max(0.05, across));
      arc.along.set(ray.direction.x, ray.direction.y, ray.direction.z, 1);
    }
    this.#material.setFloat('platform', Number(guides.hasPlatform));
    const longest = Math.max(left.from.w, right.from.w, arc.from.w);
    this.mesh.setEnabled(longest > 0 || guides.hasPlatform);
  }

  dispose(): void {
    this.mesh.dispose();
    this.#material.dispose();
  }
}

function writeRay(
  out: { readonly from: Vector4; readonly along: Vector4 },
  { reachMetres, isOnTarget }: XrPointer,
  { ray, isTracked }: XrDevice,
): void {
  const { origin, direction } = ray;
  const metres = isTracked ? reachMetres : 0;
  out.from.set(origin.x, origin.y, origin.z, metres);
  out.along.set(direction.x, direction.y, direction.z, Number(isOnTarget));
}

function guideMesh(): PlainMesh {
  const positions: number[] = [];
  const indices: number[] = [];
  const addRibbon = (kind: number, segments: number): void => {
    for (let step = 0; step <= segments; step += 1) {
      const first = positions.length / 3;
      positions.push(step / segments, -1, kind, step / segments, 1, kind);
      if (step === segments) continue;
      indices.push(first, first + 1, first + 2, first + 1, first + 3, first + 2);
    }
  };
  addRibbon(kinds.leftRay, 1);
  addRibbon(kinds.rightRay, 1);
  addRibbon(kinds.arc, arcSegments);
  for (const kind of [kinds.ring, kinds.platform]) {
    const first = positions.length / 3;
    positions.push(-1, -1, kind, 1, -1, kind, 1, 1, kind, -1, 1, kind);
    indices.push(first, first + 1, first + 2, first, first + 2, first + 3);
  }
  return { positions, indices };
}
