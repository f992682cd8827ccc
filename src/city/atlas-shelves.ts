/** A place in the atlas, texels. */
export interface AtlasPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Shelf {
  readonly y: number;
  readonly height: number;
  /** Taken places, by x. */
  readonly taken: AtlasPlace[];
}

/**
 * Rows of equal height in a square of fixed size: a place goes into the first gap that is wide
 * enough on a shelf of exactly its height. Labels have two heights only, so rows stay full.
 */
export class AtlasShelves {
  readonly #width: number;
  readonly #height: number;
  readonly #shelves: Shelf[] = [];
  #usedHeight = 0;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
  }

  /** @returns a free place, or undefined when there is none: release some, ask again. */
  take(width: number, height: number): AtlasPlace | undefined {
    if (width > this.#width) return undefined;
    for (const shelf of this.#shelves) {
      if (shelf.height !== height) continue;
      const place = this.#takeOn(shelf, width);
      if (place) return place;
    }
    const shelf = this.#openShelf(height);
    return shelf && this.#takeOn(shelf, width);
  }

  release(place: AtlasPlace): void {
    const shelf = this.#shelves.find(({ y }) => y === place.y);
    const at = shelf?.taken.indexOf(place) ?? -1;
    if (at >= 0) shelf?.taken.splice(at, 1);
  }

  #takeOn(shelf: Shelf, width: number): AtlasPlace | undefined {
    let x = 0;
    for (const [index, next] of shelf.taken.entries()) {
      if (next.x - x >= width) return put(shelf, index, x, width);
      x = next.x + next.width;
    }
    return this.#width - x >= width ? put(shelf, shelf.taken.length, x, width) : undefined;
  }

  /** A new shelf below the others, or an empty one of another height that is high enough. */
  #openShelf(height: number): Shelf | undefined {
    if (this.#usedHeight + height <= this.#height) {
      const shelf: Shelf = { y: this.#usedHeight, height, taken: [] };
      this.#usedHeight += height;
      this.#shelves.push(shelf);
      return shelf;
    }
    const at = this.#shelves.findIndex(
      (shelf) => shelf.taken.length === 0 && shelf.height >= height,
    );
    const old = this.#shelves[at];
    if (!old) return undefined;
    // What is left of the old shelf stays a shelf of its own, so that it can be joined again later.
    const shelf: Shelf = { y: old.y, height, taken: [] };
    const rest: Shelf = { y: old.y + height, height: old.height - height, taken: [] };
    this.#shelves.splice(at, 1, shelf, ...(rest.height > 0 ? [rest] : []));
    return shelf;
  }
}

function put(shelf: Shelf, index: number, x: number, width: number): AtlasPlace {
  const place: AtlasPlace = { x, y: shelf.y, width, height: shelf.height };
  shelf.taken.splice(index, 0, place);
  return place;
}
