/** One sentence of the outline and what belongs under it. */
export interface OutlineNode {
  /** The same for the same thing from one outline to the next; unique among all nodes. */
  readonly key: string;
  readonly text: string;
  readonly children: readonly OutlineNode[];
  /** The one chosen among its neighbours. */
  readonly isCurrent?: boolean;
}
