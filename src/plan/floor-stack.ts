import { cityMeasures } from './city-measures.ts';

/** Share of its full height that a folded floor keeps, as 1 over a whole number of steps. */
export const foldSteps = 3;
const foldedShare = 1 / foldSteps;
/** Every floor's base lies on a multiple of this above the lowest floor's. */
export const floorStepMetres = cityMeasures.floorMetres / foldSteps;

/**
 * The floors of every tower, from below. A floor is open at its full height or folded to a part of
 * it. What stands on its wall keeps its unfolded measures: `v` above a floor's base is drawn
 * `heightShare` times as high.
 */
export class FloorStack {
  readonly layerCount: number;
  /** Whether any floor is folded. */
  readonly isFolded: boolean;
  /** The same for stacks of the same floors at the same heights. */
  readonly name: string;
  readonly #shares: readonly number[];
  /** Metres above the lowest floor's base; the last is the roof's. */
  readonly #bases: readonly number[];

  /** @param openLayers - floors that stay open while the others fold; empty: nothing is folded. */
  constructor(layerCount: number, openLayers: readonly number[] = []) {
    this.layerCount = layerCount;
    const isOpen = (layer: number): boolean => openLayers.includes(layer);
    const layers = Array.from({ length: layerCount }, (_, layer) => layer);
    this.isFolded = layers.some(isOpen) && !layers.every(isOpen);
    this.#shares = layers.map((layer) => (!this.isFolded || isOpen(layer) ? 1 : foldedShare));
    this.name = this.#shares.map((share) => (share === 1 ? 'o' : 'f')).join('');
    let steps = 0;
    this.#bases = [...this.#shares, 0].map((share) => {
      const base = steps * floorStepMetres;
      steps += share === 1 ? foldSteps : 1;
      return base;
    });
  }

  isOpen(layer: number): boolean {
    return this.heightShare(layer) === 1;
  }

  /** y of a floor's base; `layerCount` gives the roof. */
  baseMetres(layer: number): number {
    return cityMeasures.plinthHeightMetres + (this.#bases[layer] ?? 0);
  }

  /** Height of a floor as it stands. */
  heightMetres(layer: number): number {
    return cityMeasures.floorMetres * this.heightShare(layer);
  }

  /** y of a floor's middle: the height of its sign and its number. */
  middleMetres(layer: number): number {
    return this.baseMetres(layer) + this.heightMetres(layer) / 2;
  }

  /** Share of its full height that a floor has. */
  heightShare(layer: number): number {
    return this.#shares[layer] ?? 1;
  }

  /** How high that many floors stand, with a fraction, metres above the lowest floor's base. */
  climbMetres(layers: number): number {
    const whole = Math.min(this.layerCount, Math.max(0, Math.floor(layers)));
    const rest = Math.min(1, Math.max(0, layers - whole));
    return (
      (this.#bases[whole] ?? 0) + (whole < this.layerCount ? rest : 0) * this.heightMetres(whole)
    );
  }

  /** The floor at a height above the lowest floor's base; the lowest and the highest reach on. */
  layerAt(height: number): number {
    let layer = 0;
    while (layer + 1 < this.layerCount && height >= (this.#bases[layer + 1] ?? 0)) layer += 1;
    return layer;
  }
}
