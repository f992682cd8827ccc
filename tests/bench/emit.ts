/** One measured figure, printed as one line of JSON. */
export interface Figure {
  /** Room, measure, and where it ran if that matters: `engine.decode.millis.chromium`. */
  readonly name: string;
  readonly value: number;
  /** `ms`, `bytes`, `count`, or `ratio`. */
  readonly unit: string;
}

/** Prints a figure. */
export type Emit = (figure: Figure) => void;

/** What a `*.bench.ts` in this folder exports. */
export interface BenchModule {
  readonly run: (emit: Emit) => Promise<void>;
}
