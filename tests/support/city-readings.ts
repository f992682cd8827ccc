import type { ModelShape } from '#contract/model-shape.ts';
import { brightnessOfCode, brightnessScales } from '#city/brightness-scales.ts';
import type { City } from '#city/city.ts';
import { meanLuminance, projectToPixels, readCityPixels } from '#city/probe.ts';
import type { CanvasPixels } from '#city/probe.ts';
import { vec3 } from '#city/vector.ts';
import { washRange } from '#contract/texel-layout.ts';
import { cityPoint } from '#plan/city-plan.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import type { Storey, WallSite } from '#plan/facade-plan.ts';
import { storeyRect } from '#plan/facade-plan.ts';
import type { FaceRect } from '#plan/face.ts';
import type { StoreState } from '#store/read.ts';
import { avenuePlan, towerMiddleMetres } from './avenue.ts';

const openAvenue = avenuePlan(128);

export const storeys: readonly Storey[] = ['attention', 'feed-forward'];

/** A city on a canvas and what it shows, for readings by pixels. */
export interface CityOnCanvas {
  readonly city: City;
  readonly canvas: HTMLCanvasElement;
  readonly state: () => StoreState;
}

export function shapeOf({ state }: CityOnCanvas): ModelShape {
  const model = state().hello?.model;
  if (!model) throw new Error('The run has no model.');
  return model;
}

export interface StoreyLight {
  readonly storey: Storey;
  readonly ratio: number;
  readonly luminance: number;
}

/** Mean luminance of a rectangle of a tower's street wall. */
export function luminanceOf(
  { city, canvas }: CityOnCanvas,
  pixels: CanvasPixels,
  at: {
    readonly position: number;
    readonly layer: number;
    readonly rect: FaceRect;
    /** Where it stands; the avenue with all floors open by default. */
    readonly plan?: CityPlan;
  },
): number {
  const plan = at.plan ?? openAvenue;
  const { left, right, bottom, top } = at.rect;
  const corners = [
    [left, bottom],
    [left, top],
    [right, top],
    [right, bottom],
  ].map(([u = 0, v = 0]) => {
    const { position, layer } = at;
    const point = cityPoint(plan, { position, layer, face: 'street', u, v });
    return projectToPixels(city, canvas, point) ?? { x: 0, y: 0 };
  });
  return meanLuminance(pixels, corners);
}

/** Every storey of one tower, seen straight from the street at a distance. */
export function readStoreys(
  shown: CityOnCanvas,
  position: number,
  eye: { readonly x: number; readonly y: number; readonly metres: number },
): StoreyLight[] {
  const { city, canvas } = shown;
  const { overviews } = shown.state();
  const middle = towerMiddleMetres(position);
  const position3 = vec3(middle + eye.x, 8.1 + eye.y, -0.75 - eye.metres);
  city.rig.setPose({ position: position3, target: vec3(position3.x, position3.y, 0) });
  const pixels = readCityPixels(city, canvas);
  const { layerCount } = shapeOf(shown);
  const lights: StoreyLight[] = [];
  for (let layer = 0; layer < layerCount; layer += 1) {
    storeys.forEach((storey, index) => {
      lights.push({
        storey,
        ratio: overviews[position]?.added[layer * 2 + index] ?? 0,
        luminance: luminanceOf(shown, pixels, {
          position,
          layer,
          rect: storeyRect(storey, 'street'),
        }),
      });
    });
  }
  return lights;
}

/** Rank correlation of wash and luminance. */
export function spearman(pairs: readonly StoreyLight[]): number {
  const ranksOf = (values: readonly number[]): number[] => {
    const sorted = values.toSorted((a, b) => a - b);
    return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2);
  };
  // Washes beyond the scale's ends are the same light; they share a rank.
  const clamp = (ratio: number): number => Math.min(washRange.high, Math.max(washRange.low, ratio));
  const a = ranksOf(pairs.map(({ ratio }) => clamp(ratio)));
  const b = ranksOf(pairs.map(({ luminance }) => luminance));
  const mean = (a.length - 1) / 2;
  let ab = 0;
  let aa = 0;
  let bb = 0;
  a.forEach((rank, index) => {
    const other = b[index] ?? 0;
    ab += (rank - mean) * (other - mean);
    aa += (rank - mean) ** 2;
    bb += (other - mean) ** 2;
  });
  return ab / Math.sqrt(aa * bb);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
}

export interface LitPane {
  readonly site: WallSite;
  readonly layer: number;
  readonly bin: number;
  readonly isPositive: boolean;
}

/** Ten well-lit panes of each sign, spread over the layers of one token. */
export function litPanes(shown: CityOnCanvas, position: number): LitPane[] {
  const { hello, overviews } = shown.state();
  const overview = overviews[position];
  if (!hello || !overview) return [];
  const { layerCount, headCount } = hello.model;
  const scales = brightnessScales(hello.display, false);
  const found: LitPane[] = [];
  for (const isPositive of [true, false]) {
    const ofSign: LitPane[] = [];
    for (let nth = 0; nth < 4 * layerCount && ofSign.length < 10; nth += 1) {
      const layer = (nth * 7) % layerCount;
      const site: WallSite = nth % 2 === 0 ? 'attn.hook_z' : 'mlp.hook_post';
      const [codes, binCount, hook] =
        site === 'attn.hook_z'
          ? ([overview.zCodes, headCount * 8, 0] as const)
          : ([overview.postCodes, 64, 1] as const);
      const row = Array.from(codes.subarray(layer * binCount, (layer + 1) * binCount));
      const bin = row.findIndex(
        (code) =>
          code < 128 === isPositive &&
          brightnessOfCode(code, scales, hook * layerCount + layer) > 0.55,
      );
      if (bin >= 0) ofSign.push({ site, layer, bin, isPositive });
    }
    found.push(...ofSign);
  }
  return found;
}
