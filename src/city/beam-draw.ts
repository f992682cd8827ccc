import { Constants } from '@babylonjs/core/Engines/constants';
import { ShaderMaterial } from '@babylonjs/core/Materials/shaderMaterial';
import { Vector2, Vector3 } from '@babylonjs/core/Maths/math.vector';
import type { Mesh } from '@babylonjs/core/Meshes/mesh';
import type { Scene } from '@babylonjs/core/scene';
import type { Vec3 } from '#contract/preview.ts';
import { beamLimit, beamTexels } from './beam-records.ts';
import {
  beamEndVertexShader,
  beamFragmentShader,
  beamSamplers,
  beamsPerRow,
  beamUniforms,
  beamVertexShader,
} from './beam-shader.ts';
import type { CityContext } from './city-part.ts';
import { glowFragmentShader } from './glow-shader.ts';
import { RecordTexture } from './gpu/record-texture.ts';
import { instancedMesh, unitSquare } from './plain-mesh.ts';
import type { PlainMesh } from './plain-mesh.ts';
import { FrontUniforms } from './front-uniforms.ts';
import type { ReplayFront } from './replay-front.ts';

/** Triangles all tubes together may take: what towers and labels leave of 150,000 a view. */
const triangleBudget = 110_000;
/** How finely a tube is cut, from few beams to many. */
const tubeGrades = [
  { segments: 48, sides: 8 },
  { segments: 28, sides: 8 },
  { segments: 22, sides: 7 },
  { segments: 18, sides: 6 },
  { segments: 14, sides: 5 },
  { segments: 10, sides: 4 },
  { segments: 8, sides: 3 },
] as const;
type TubeGrade = (typeof tubeGrades)[number];

/** Two draws: all tubes, and the glow at their ends. */
export class BeamDraw {
  readonly records: RecordTexture;
  readonly #scene: Scene;
  readonly #tubes = new Map<TubeGrade, Mesh>();
  readonly #ends: Mesh;
  readonly #tubeMaterial: ShaderMaterial;
  readonly #endMaterial: ShaderMaterial;
  // Babylon keeps references to these; they are written, never replaced.
  readonly #eye = Vector3.Zero();
  readonly #front = new FrontUniforms();
  readonly #highlight = new Vector2(-1, 1);

  constructor({ scene, engine }: CityContext) {
    this.#scene = scene;
    this.records = new RecordTexture(scene, engine, {
      texelsPerRecord: beamTexels,
      recordsPerRow: beamsPerRow,
      rowCount: beamLimit / beamsPerRow,
    });
    this.#tubeMaterial = this.#material('beams', beamVertexShader, beamFragmentShader);
    this.#tubeMaterial.alphaMode = Constants.ALPHA_PREMULTIPLIED;
    this.#tubeMaterial.forceDepthWrite = true;
    this.#endMaterial = this.#material('beam ends', beamEndVertexShader, glowFragmentShader);
    // With alpha 0 this adds light and takes none away.
    this.#endMaterial.alphaMode = Constants.ALPHA_PREMULTIPLIED;
    this.#ends = instancedMesh(scene, 'beam ends', unitSquare());
    this.#ends.material = this.#endMaterial;
    this.#ends.setEnabled(false);
  }

  /** Shows the first `count` records, cut as finely as so many may be. */
  show(count: number): void {
    const wanted = count > 0 ? gradeFor(count) : undefined;
    for (const [grade, mesh] of this.#tubes) if (grade !== wanted) mesh.setEnabled(false);
    this.#ends.setEnabled(count > 0);
    this.#ends.forcedInstanceCount = count * 2;
    if (!wanted) return;
    const tube = this.#tubes.get(wanted) ?? this.#buildTube(wanted);
    tube.forcedInstanceCount = count;
    tube.setEnabled(true);
    for (let row = 0; row * beamsPerRow < count; row += 1) this.records.markRow(row);
  }

  /** A record was written by itself. */
  markRecord(index: number): void {
    this.records.markRow(Math.floor(index / beamsPerRow));
  }

  /** @param flowMetres - how far the dashes have run. */
  look(eye: Vec3, front: Readonly<ReplayFront>, focalPixels: number, flowMetres: number): void {
    this.#eye.set(eye.x, eye.y, eye.z);
    this.#front.set(front);
    this.#tubeMaterial.setFloat('focalPixels', focalPixels);
    this.#tubeMaterial.setFloat('flowMetres', flowMetres);
    this.#endMaterial.setFloat('focalPixels', focalPixels);
  }

  /** Brightens one record and dims the others; −1 for none. */
  highlight(index: number): void {
    this.#highlight.set(index, index < 0 ? 1 : 0.45);
  }

  dispose(): void {
    for (const mesh of this.#tubes.values()) mesh.dispose();
    this.#ends.dispose();
    this.#tubeMaterial.dispose();
    this.#endMaterial.dispose();
    this.records.dispose();
  }

  #buildTube(grade: TubeGrade): Mesh {
    const mesh = instancedMesh(this.#scene, 'beams', unitTube(grade));
    mesh.material = this.#tubeMaterial;
    this.#tubes.set(grade, mesh);
    return mesh;
  }

  #material(name: string, vertexSource: string, fragmentSource: string): ShaderMaterial {
    const material = new ShaderMaterial(
      name,
      this.#scene,
      { vertexSource, fragmentSource },
      {
        attributes: ['position'],
        uniforms: [...beamUniforms],
        samplers: [...beamSamplers],
        needAlphaBlending: true,
      },
    );
    material.setTexture('beams', this.records.texture);
    material.setVector3('eye', this.#eye);
    this.#front.addMaterial(material);
    material.setVector2('highlight', this.#highlight);
    material.setFloat('focalPixels', 1000);
    material.setFloat('flowMetres', 0);
    material.backFaceCulling = false;
    return material;
  }
}

/** The finest cut whose triangles fit the budget. */
export function gradeFor(count: number): TubeGrade {
  return (
    tubeGrades.find(({ segments, sides }) => count * segments * sides * 2 <= triangleBudget) ??
    tubeGrades[tubeGrades.length - 1] ??
    tubeGrades[0]
  );
}

/** x = share of the way, y and z = a circle of radius 1. */
function unitTube({ segments, sides }: TubeGrade): PlainMesh {
  const positions: number[] = [];
  const indices: number[] = [];
  for (let ring = 0; ring <= segments; ring += 1) {
    for (let side = 0; side < sides; side += 1) {
      const angle = (2 * Math.PI * side) / sides;
      positions.push(ring / segments, Math.cos(angle), Math.sin(angle));
      if (ring === segments) continue;
      const next = (side + 1) % sides;
      const [here, there] = [ring * sides, (ring + 1) * sides];
      indices.push(here + side, there + side, here + next);
      indices.push(here + next, there + side, there + next);
    }
  }
  return { positions, indices };
}
