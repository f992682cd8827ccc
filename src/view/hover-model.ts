import type { Site } from '#contract/hook-site.ts';

/** What stands beside a thing one points at. */
export interface HoverModel {
  /** One plain sentence. */
  readonly sentence: string;
  /** Further sentences, each of its own. */
  readonly details: readonly string[];
  /** The true name, as TransformerLens writes it, with the index. */
  readonly name: string;
  /** The number or numbers; "≈" before what is known from a display code only. */
  readonly value: string;
  /** Layer, token and precision the value belongs to. */
  readonly place: string;
  /** A number of this run, one derived from such, or something that only guides. */
  readonly status: 'REAL' | 'DERIVED' | 'GUIDE';
  /** How the value was made: a formula for what is derived. */
  readonly made: string;
  /** The exact row this would be better told with. */
  readonly wants: ValuesAddress | undefined;
}

export interface ValuesAddress {
  readonly site: Site;
  readonly layer: number;
  readonly position: number;
}
