import type { ShaderMaterial } from '@babylonjs/core/Materials/shaderMaterial';
import { Vector3 } from '@babylonjs/core/Maths/math.vector';
import type { Vec3 } from '#contract/preview.ts';
import type { ExhibitFrame } from '#plan/exhibit-frame.ts';

/** Eye and plane of an exhibit as a material's uniforms. Babylon keeps references: written, never replaced. */
export class FrameUniforms {
  readonly #eye = Vector3.Zero();
  readonly #origin = Vector3.Zero();
  readonly #right = Vector3.Zero();
  readonly #up = Vector3.Zero();
  readonly #normal = Vector3.Zero();

  constructor(material: ShaderMaterial) {
    material.setVector3('eye', this.#eye);
    material.setVector3('frameOrigin', this.#origin);
    material.setVector3('frameRight', this.#right);
    material.setVector3('frameUp', this.#up);
    material.setVector3('frameNormal', this.#normal);
  }

  stand({ origin, right, up, normal }: ExhibitFrame): void {
    set(this.#origin, origin);
    set(this.#right, right);
    set(this.#up, up);
    set(this.#normal, normal);
  }

  look(eye: Vec3): void {
    set(this.#eye, eye);
  }
}

function set(out: Vector3, { x, y, z }: Vec3): void {
  out.set(x, y, z);
}
