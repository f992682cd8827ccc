import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { glossary, glossaryMatches } from './glossary.ts';

/** The rows of contract/glossary.md's table. */
function writtenRows(): readonly (readonly string[])[] {
  const lines = readFileSync('src/contract/glossary.md', 'utf8').split('\n');
  const rows = lines.filter((line) => line.startsWith('|')).slice(2);
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replace(/^`(.*)`$/, '$1')),
  );
}

test('the page’s glossary and the contract’s hold the same terms in the same words', () => {
  const shown = glossary.map(({ term, city, name, plain }) => [term, city, name, plain]);
  expect(writtenRows()).toEqual(shown);
});

test('every term is there once, in a plain sentence that names no site', () => {
  expect(new Set(glossary.map(({ key }) => key)).size).toBe(glossary.length);
  expect(new Set(glossary.map(({ term }) => term)).size).toBe(glossary.length);
  for (const { plain } of glossary) {
    expect(plain).toMatch(/^[A-Z].*\.$/);
    expect(plain).not.toMatch(/hook_|blocks\./);
  }
});

test('the terms of one group stand together', () => {
  const groups = glossary.map(({ group }) => group);
  const changes = groups.filter((group, at) => group !== groups[at - 1]);
  expect(changes).toEqual([...new Set(groups)]);
});

test('what is typed finds terms by their name, the city’s word and their true name', () => {
  const found = (typed: string): readonly string[] =>
    glossaryMatches(typed).map(({ term }) => term);
  expect(found('')).toHaveLength(glossary.length);
  expect(found('BEAM')).toContain('attention weight');
  expect(found('hook_post')).toContain('neuron');
  expect(found('induction')).toEqual(['induction head']);
  expect(found('no such word')).toEqual([]);
});
