import type { LabelInk } from './label-quad.ts';

function ink(red: number, green: number, blue: number, alpha = 1): LabelInk {
  return { red, green, blue, alpha };
}

/** Colours of what is written, linear light (city.md, "Light": prediction gold, lens pink, selection green). */
export const labelInks = {
  token: ink(0.7, 0.76, 0.9),
  tokenSelected: ink(0.28, 0.95, 0.42),
  /** A token of the prompt that the replay has not reached. */
  tokenAhead: ink(0.34, 0.38, 0.48, 0.7),
  tokenId: ink(0.3, 0.35, 0.45, 0.9),
  prediction: ink(1, 0.66, 0.16),
  predictionOther: ink(0.78, 0.5, 0.13, 0.92),
  bar: ink(0.9, 0.5, 0.07),
  barOther: ink(0.5, 0.27, 0.045),
  barTrack: ink(0.05, 0.04, 0.03),
  plate: ink(0.006, 0.007, 0.012, 0.93),
  plateRim: ink(0.32, 0.19, 0.05),
  lens: ink(1, 0.24, 0.6),
  lensFaint: ink(0.5, 0.13, 0.3, 0.7),
  lensRank: ink(0.62, 0.22, 0.42, 0.95),
  lensCurve: ink(0.85, 0.17, 0.48, 0.9),
  ruler: ink(0.36, 0.42, 0.55, 0.95),
  rulerFive: ink(0.62, 0.68, 0.82),
  /** What can be taken hold of, and what is pointed at to be. */
  blade: ink(0.5, 0.56, 0.7),
  handle: ink(0.28, 0.95, 0.42),
  /** On panes: dark on bright glass, bright on dark glass. */
  onBright: ink(0.01, 0.012, 0.02),
  onDark: ink(0.82, 0.88, 0.98),
  onDarkFaint: ink(0.42, 0.48, 0.6),
} as const;
