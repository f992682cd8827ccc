import { expect, test } from 'vitest';
import { GlyphPresence } from './glyph-presence.ts';
import type { TextMeasurer } from './glyph-presence.ts';

/** A font with Latin letters and é only; everything else is drawn as the same empty box. */
function fontWith(characters: string): TextMeasurer & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    measureText: (text) => {
      asked.push(text);
      const size = characters.includes(text) ? (text.codePointAt(0) ?? 0) / 100 : 7;
      return {
        width: size,
        actualBoundingBoxAscent: size,
        actualBoundingBoxDescent: 0,
        actualBoundingBoxLeft: 0,
        actualBoundingBoxRight: size,
      };
    },
  };
}

test('a text has all its glyphs when none looks like a character that cannot exist', () => {
  const presence = new GlyphPresence(fontWith('abcé␣'));
  expect(presence.hasAll('␣cabé')).toBe(true);
  expect(presence.hasAll('␣東京')).toBe(false);
});

test('marks, joiners and variation selectors do not count: they draw nothing of their own', () => {
  const presence = new GlyphPresence(fontWith('é'));
  expect(presence.hasAll('e\u0301')).toBe(true);
  expect(presence.hasAll('é\uFE0F\u200D')).toBe(true);
});

test('plain letters are never measured, others once until the fonts change', () => {
  const font = fontWith('é');
  const presence = new GlyphPresence(font);
  presence.hasAll('Paris 42!');
  expect(font.asked).toEqual([]);
  presence.hasAll('éé');
  const first = font.asked.length;
  presence.hasAll('é');
  expect(font.asked).toHaveLength(first);
  presence.reset();
  presence.hasAll('é');
  expect(font.asked.length).toBeGreaterThan(first);
});
