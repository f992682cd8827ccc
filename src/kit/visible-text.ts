const marks: Readonly<Record<string, string>> = { ' ': '␣', '\n': '↵', '\r': '↵', '\t': '→' };

/**
 * A token's text with what is invisible made visible: ␣ for a space, ↵ for a new line, → for a tab,
 * ‹hex› for control and direction characters. A token whose bytes are no whole characters
 * (U+FFFD in its text) is shown as its bytes alone.
 *
 * @param bytes - the token's raw bytes, hex, two digits each.
 */
export function visibleText(text: string, bytes = ''): string {
  if (text.includes('\uFFFD') && bytes !== '') return `‹${bytes}›`;
  return Array.from(text, visibleCharacter).join('');
}

function visibleCharacter(character: string): string {
  const mark = marks[character];
  if (mark !== undefined) return mark;
  // Controls, unpaired surrogates, and format characters that turn or hide the text around them.
  if (!/[\p{Cc}\p{Cs}\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u.test(character)) {
    return character;
  }
  const code = character.codePointAt(0) ?? 0;
  return `‹${code.toString(16).padStart(2, '0')}›`;
}
