import { Constants } from '@babylonjs/core/Engines/constants';
import { ShaderMaterial } from '@babylonjs/core/Materials/shaderMaterial';
import type { Mesh } from '@babylonjs/core/Meshes/mesh';
import type { Vec3 } from '#contract/preview.ts';
import type { ExhibitFrame } from '#plan/exhibit-frame.ts';
import type { CityContext } from './city-part.ts';
import { exhibitTexels } from './exhibit-records.ts';
import {
  exhibitFragmentShader,
  exhibitSamplers,
  exhibitUniforms,
  exhibitVertexShader,
} from './exhibit-shader.ts';
import { CellTexture } from './gpu/cell-texture.ts';
import { RecordTexture } from './gpu/record-texture.ts';
import { FrameUniforms } from './frame-uniforms.ts';
import { instancedMesh, unitSquare } from './plain-mesh.ts';

/** Quads of an exhibit at most: wall, slab, and the boards' plates by bands of rows. */
export const exhibitQuadLimit = 256;

/** All boards of an exhibit, their glass and the slab that joins them to their floor: one draw. */
export class ExhibitDraw {
  readonly cells: CellTexture;
  readonly #records: RecordTexture;
  readonly #mesh: Mesh;
  readonly #material: ShaderMaterial;
  readonly #uniforms: FrameUniforms;

  constructor({ scene, engine }: CityContext) {
    this.cells = new CellTexture(scene);
    this.#records = new RecordTexture(scene, engine, {
      texelsPerRecord: exhibitTexels,
      recordsPerRow: 1,
      rowCount: exhibitQuadLimit,
    });
    const material = new ShaderMaterial(
      'exhibit',
      scene,
      { vertexSource: exhibitVertexShader, fragmentSource: exhibitFragmentShader },
      {
        attributes: ['position'],
        uniforms: [...exhibitUniforms],
        samplers: [...exhibitSamplers],
        needAlphaBlending: true,
      },
    );
    material.setTexture('quads', this.#records.texture);
    this.#uniforms = new FrameUniforms(material);
    material.setFloat('edge', 0.1);
    material.backFaceCulling = false;
    material.alphaMode = Constants.ALPHA_PREMULTIPLIED;
    // What stands behind the glass, texts and beams too, is not to be read through it.
    material.forceDepthWrite = true;
    this.#material = material;
    this.#mesh = instancedMesh(scene, 'exhibit', unitSquare());
    this.#mesh.material = material;
    // After the street, before beams and texts.
    this.#mesh.alphaIndex = 1;
    this.#mesh.setEnabled(false);
  }

  get recordsArray(): Float32Array {
    return this.#records.recordsArray;
  }

  markRecord(record: number): void {
    this.#records.markRow(record);
  }

  /** Shows the first `quadCount` records on that plane. @param edgeMetres - radius of corners. */
  show(frame: ExhibitFrame, quadCount: number, edgeMetres: number): void {
    this.#uniforms.stand(frame);
    const { texture } = this.cells;
    if (texture) this.#material.setTexture('cells', texture);
    this.#material.setFloat('edge', edgeMetres);
    for (let record = 0; record < quadCount; record += 1) this.#records.markRow(record);
    this.#mesh.forcedInstanceCount = quadCount;
    this.#mesh.setEnabled(quadCount > 0);
  }

  hide(): void {
    this.#mesh.setEnabled(false);
  }

  look(eye: Vec3): void {
    this.#uniforms.look(eye);
    this.#records.upload();
  }

  restore(): void {
    this.#records.markAll();
    this.cells.upload();
  }

  dispose(): void {
    this.#mesh.dispose();
    this.#material.dispose();
    this.#records.dispose();
    this.cells.dispose();
  }
}
