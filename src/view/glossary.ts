import { attentionTerms } from './glossary-attention.ts';
import { changeTerms } from './glossary-change.ts';
import type { GlossaryEntry } from './glossary-entry.ts';
import { modelTerms } from './glossary-model.ts';
import { outputTerms } from './glossary-output.ts';

const allTerms = [...modelTerms, ...attentionTerms, ...outputTerms, ...changeTerms] as const;
export type GlossaryKey = (typeof allTerms)[number]['key'];

/** Every term of the page, in the order of contract/glossary.md, which holds the same. */
export const glossary: readonly GlossaryEntry[] = allTerms;

/** The terms in which every word that was typed occurs; all of them where nothing was. */
export function glossaryMatches(typed: string): readonly GlossaryEntry[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return glossary.filter(({ term, city, name, plain }) => {
    const text = `${term} ${city} ${name} ${plain}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
