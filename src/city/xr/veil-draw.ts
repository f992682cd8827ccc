import type { ShaderMaterial } from '@babylonjs/core/Materials/shaderMaterial';
import { Constants } from '@babylonjs/core/Engines/constants';
import { Vector2 } from '@babylonjs/core/Maths/math.vector';
import type { Matrix } from '@babylonjs/core/Maths/math.vector';
import type { Mesh } from '@babylonjs/core/Meshes/mesh';
import type { Scene } from '@babylonjs/core/scene';
import { roomMaterial } from './room-material.ts';
import { roomMesh } from './room-mesh.ts';

/** Drawn after all else. */
const lastGroup = 1;

const vertex = `
in vec3 position;
out vec2 vAt;
void main() {
  vAt = position.xy;
  gl_Position = vec4(position.xy, 0.0, 1.0);
}
`;

const fragment = `
in vec2 vAt;
// How dark all is, and how dark the edge.
uniform vec2 veil;
void main() {
  float edge = smoothstep(0.35, 0.95, length(vAt));
  glFragColor = vec4(vec3(0.004, 0.006, 0.012), max(veil.x, veil.y * edge));
}
`;

/** Before both eyes: the fade between two places, and the dark edge while one slides. One draw. */
export class VeilDraw {
  readonly mesh: Mesh;
  readonly #material: ShaderMaterial;
  readonly #veil = Vector2.Zero();

  constructor(scene: Scene, cityFromRoom: Matrix) {
    this.#material = roomMaterial(scene, cityFromRoom, {
      name: 'veil',
      vertex,
      fragment,
      uniforms: ['veil'],
      isTranslucent: true,
    });
    this.#material.setVector2('veil', this.#veil);
    this.#material.disableDepthWrite = true;
    this.#material.depthFunction = Constants.ALWAYS;
    this.mesh = roomMesh(
      scene,
      {
        positions: [-1, -1, 0, 1, -1, 0, 1, 1, 0, -1, 1, 0],
        indices: [0, 1, 2, 0, 2, 3],
      },
      this.#material,
    );
    this.mesh.renderingGroupId = lastGroup;
    scene.setRenderingAutoClearDepthStencil(lastGroup, false);
  }

  /** @param fade - 0 clear, 1 dark. @param vignette - the same for the edge. */
  show(fade: number, vignette: number): void {
    this.#veil.set(fade, vignette);
    this.mesh.setEnabled(fade > 0 || vignette > 0);
  }

  dispose(): void {
    this.mesh.dispose();
    this.#material.dispose();
  }
}
