/** One term: what the field calls it, what it is in the city, and what that means in plain words. */
export interface GlossaryEntry {
  /** Stable, for links. */
  readonly key: string;
  readonly group: string;
  readonly term: string;
  /** The city's word for it; empty where the city has none. */
  readonly city: string;
  /** Its true name, as TransformerLens writes it, or a formula; empty where it has none. */
  readonly name: string;
  readonly plain: string;
}
