/** Texels and floats of one label quad in the record texture. */
export const quadTexels = 5;
export const quadFloats = quadTexels * 4;

/**
 * What a quad is placed by. All measures are metres, `right` and `up` along the surface it stands
 * on as its reader sees it.
 */
export const quadAnchors = {
  /** On the side of a tower that looks at the eye; `x` is its token's position, `out` metres from its middle. */
  tower: 0,
  /**
   * In the column of lens signs, there when `x` floors are climbed; `right` counts away from the
   * tower's edge and shrinks with the column.
   */
  lens: 1,
  /** A line in that column, from (`right`, `up`) to (`toRight`, `toUp`). */
  lensLine: 2,
  /** In the column of floor numbers. */
  ruler: 3,
  /** At a point of the city, looking where `facingRadians` says. */
  wall: 4,
  /** On an exhibit's plane. */
  plane: 5,
} as const;
export type QuadAnchor = (typeof quadAnchors)[keyof typeof quadAnchors];

/** Linear light and how much of it: 1 is as bright as white paper in this scene. */
export interface LabelInk {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
}

export interface LabelQuad {
  readonly anchor: QuadAnchor;
  /** Where the surface stands; `x` and `z` as the anchor reads them. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** The quad's middle on the surface. */
  readonly right: number;
  readonly up: number;
  readonly out: number;
  /** Where an upright surface looks, clockwise as seen from above; 0: to −z. */
  readonly facingRadians: number;
  readonly width: number;
  readonly height: number;
  /** Em of the text it belongs to: it fades when that is too small to read. */
  readonly em: number;
  /**
   * Em of the finer text that goes with it: positive, it gives way when that can be read; negative,
   * it comes together with that instead of by its own em; 0 for neither.
   */
  readonly finerEm: number;
  /** Texture coordinates of the upper left and lower right corner. */
  readonly u0: number;
  readonly v0: number;
  readonly u1: number;
  readonly v1: number;
  readonly ink: LabelInk;
}

/** Writes a quad as the shader reads it: anchor; place; size; texture; ink. */
export function writeQuad(recordsArray: Float32Array, record: number, quad: LabelQuad): void {
  const at = record * quadFloats;
  recordsArray[at] = quad.x;
  recordsArray[at + 1] = quad.y;
  recordsArray[at + 2] = quad.z;
  recordsArray[at + 3] = quad.anchor;
  recordsArray[at + 4] = quad.right;
  recordsArray[at + 5] = quad.up;
  recordsArray[at + 6] = quad.out;
  recordsArray[at + 7] = quad.facingRadians;
  recordsArray[at + 8] = quad.width;
  recordsArray[at + 9] = quad.height;
  recordsArray[at + 10] = quad.em;
  recordsArray[at + 11] = quad.finerEm;
  recordsArray[at + 12] = quad.u0;
  recordsArray[at + 13] = quad.v0;
  recordsArray[at + 14] = quad.u1;
  recordsArray[at + 15] = quad.v1;
  recordsArray[at + 16] = quad.ink.red;
  recordsArray[at + 17] = quad.ink.green;
  recordsArray[at + 18] = quad.ink.blue;
  recordsArray[at + 19] = quad.ink.alpha;
}

/** A quad that is not drawn. */
export function clearQuad(recordsArray: Float32Array, record: number): void {
  recordsArray.fill(0, record * quadFloats, (record + 1) * quadFloats);
}
