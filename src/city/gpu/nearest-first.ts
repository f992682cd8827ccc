import type { Vec3 } from '#contract/preview.ts';
import type { TowerPlace } from '#plan/tower-place.ts';

/** The eye moves that far before towers are put in order again, metres. */
const cellMetres = 1;

/**
 * Towers from the one nearest the eye outwards: drawn in this order, what lies behind is rejected
 * before it is shaded. Keeps its arrays, so that a camera that moves leaves nothing behind.
 */
export class NearestFirst {
  readonly #positions: Int32Array;
  readonly #metres: Float64Array;
  #count = 0;
  #cellX = NaN;
  #cellZ = NaN;

  constructor(mostTowers: number) {
    this.#positions = new Int32Array(mostTowers);
    this.#metres = new Float64Array(mostTowers);
  }

  get count(): number {
    return this.#count;
  }

  /** Token of the instance-th nearest tower. */
  positionAt(instance: number): number {
    return this.#positions[instance] ?? 0;
  }

  /** Puts the towers in order when the eye has come to another cell or they have changed. Returns whether it did. */
  sort(towers: readonly TowerPlace[], eye: Vec3, haveChanged: boolean): boolean {
    const cellX = Math.round(eye.x / cellMetres);
    const cellZ = Math.round(eye.z / cellMetres);
    if (!haveChanged && cellX === this.#cellX && cellZ === this.#cellZ) return false;
    this.#cellX = cellX;
    this.#cellZ = cellZ;
    this.#count = 0;
    const most = Math.min(towers.length, this.#positions.length);
    for (let order = 0; order < most; order += 1) {
      const tower = towers[order];
      if (tower) this.#insert(tower, eye);
    }
    return true;
  }

  /** Insertion: neighbours follow each other, so few have to move. */
  #insert({ position, x, z }: TowerPlace, eye: Vec3): void {
    const metres = Math.hypot(x - eye.x, z - eye.z);
    let at = this.#count;
    while (at > 0 && (this.#metres[at - 1] ?? 0) > metres) {
      this.#metres[at] = this.#metres[at - 1] ?? 0;
      this.#positions[at] = this.#positions[at - 1] ?? 0;
      at -= 1;
    }
    this.#metres[at] = metres;
    this.#positions[at] = position;
    this.#count += 1;
  }
}
