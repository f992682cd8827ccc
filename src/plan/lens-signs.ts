/** Which tower has lens signs, and what decides where they hang. */
export interface LensSigns {
  readonly position: number;
  /** How far the signs reach from the tower at their plain size. */
  readonly widthMetres: number;
  /** Towers that stand, from the first. */
  readonly standingCount: number;
}
