import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Branch, ForwardPass } from '#contract/forward-pass.ts';
import { isModelSite, layerSites, modelSites, siteName, type Site } from '#contract/hook-site.ts';
import type { Precision } from '#contract/model-shape.ts';
import { createForwardPass } from '#engine/create-forward-pass.ts';
import { loadWeights } from '#engine/weight-loader.ts';
import { bounds, rowError } from './bounds.ts';
import type { Float64Run } from './float64-pass.ts';
import { projectFolder } from './run-command.ts';
import type { TinyModel } from './tiny-gguf.ts';

export const kernelBytes: Uint8Array = readFileSync(
  join(projectFolder, 'src/engine/kernels/kernels.wasm'),
);

/** What the tiny model reads to learn the usual value of every site. */
export const tinyCalibrationTokens: readonly number[] = [9, 100, 33, 270, 71, 8];

export function createTinyForwardPass(model: TinyModel, precision: Precision): ForwardPass {
  return createForwardPass({
    weights: loadWeights(kernelBytes, model.bytes),
    precision,
    maxPositions: 40,
    calibrationTokens: tinyCalibrationTokens,
  });
}

/** Drains a generator that works when asked and gives its result. */
export function drain<T>(progress: Generator<unknown, T, void>): T {
  for (;;) {
    const turn = progress.next();
    if (turn.done) return turn.value;
  }
}

export interface RowPlace {
  readonly site: Site;
  readonly layer: number;
  readonly position: number;
}

/** Every row a run of that many layers and positions has, layer by layer. */
function everyRow(layerCount: number, positionCount: number): readonly RowPlace[] {
  const places: RowPlace[] = [];
  const add = (site: Site, layer: number): void => {
    for (let position = 0; position < positionCount; position += 1) {
      places.push({ site, layer, position });
    }
  };
  for (let layer = 0; layer < layerCount; layer += 1) {
    for (const site of layerSites) add(site, layer);
  }
  for (const site of modelSites) add(site, 0);
  return places;
}

/** The bits of every row, to compare runs that must be equal to the last one. */
export function rowBits(
  branch: Branch,
  layerCount: number,
  positionCount = branch.tokens.length,
): ReadonlyMap<string, string> {
  return new Map(
    everyRow(layerCount, positionCount).map(({ site, layer, position }) => {
      const row = branch.borrowRow(site, layer, position);
      const bytes = Buffer.from(row.buffer, row.byteOffset, row.byteLength);
      return [`${siteName(site, layer)} @${String(position)}`, bytes.toString('base64')];
    }),
  );
}

/** Names of the rows whose bits differ. */
export function differingRows(
  a: ReadonlyMap<string, string>,
  b: ReadonlyMap<string, string>,
): readonly string[] {
  const names = new Set([...a.keys(), ...b.keys()]);
  return [...names].filter((name) => a.get(name) !== b.get(name));
}

/** Rows that are further from float64 than the bounds allow, as sentences. */
export function rowProblems(
  branch: Branch,
  wanted: Float64Run,
  precision: Precision,
  layerCount: number,
): readonly string[] {
  const { rowRms, rowMax } = bounds[precision];
  return everyRow(layerCount, branch.tokens.length).flatMap(({ site, layer, position }) => {
    if (!isModelSite(site) && !wanted.has(site, layer)) return [];
    const seen = branch.borrowRow(site, layer, position);
    const { rms, max } = rowError(seen, wanted.row(site, layer, position));
    if (rms <= rowRms && max <= rowMax) return [];
    return [
      `${siteName(site, layer)} @${String(position)}: rms ${String(rms)}, max ${String(max)}`,
    ];
  });
}
