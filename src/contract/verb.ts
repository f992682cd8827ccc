/** What a hand has hold of. Layers and positions are 0-based. */
export type Grip =
  /** A floor, by its handle. */
  | { readonly verb: 'grab'; readonly layer: number }
  /** The cutting plane; `layer` is the last one below it. */
  | { readonly verb: 'slice'; readonly layer: number }
  | {
      readonly verb: 'pull';
      readonly layer: number;
      readonly head: number;
      readonly query: number;
      readonly key: number;
    };

/** How deep a verb goes: 'read' only looks, 'change' changes the model. */
export type VerbStage = 'read' | 'change';

/**
 * A verb's distances, metres of the hand's own path, never scaled by the city. Beyond `arms` a
 * release changes the model; back below `disarms` it does not; in between what was the case stays.
 */
export const verbDistances = { reads: 0.1, disarms: 0.42, arms: 0.5 } as const;
/** A mouse's or finger's pixels for the metres of a hand: 400 stand for 0.50 m. */
export const metresPerPixel = 0.5 / 400;
/** Released so soon and so near, a press was no pull but a choice. */
export const selectLimits = { millis: 250, metres: 0.02 } as const;
