const segmenter = new Intl.Segmenter();

/** Letters as they are read, marks and joined signs kept together. */
function lettersOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Breaks at spaces; a word that is wider than the line is broken where it must. */
export function brokenLines(
  text: string,
  room: number,
  width: (text: string) => number,
): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (width(longer) <= room) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (width(line) > room && line.length > 1) {
      const head = fittingHead(line, room, width);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** The text where it fits, else its beginning and "…". */
export function cutText(text: string, room: number, width: (text: string) => number): string {
  if (width(text) <= room) return text;
  const letters = lettersOf(text);
  while (letters.length > 1 && width(`${letters.join('')}…`) > room) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

function fittingHead(word: string, room: number, width: (text: string) => number): string {
  let head = '';
  for (const letter of lettersOf(word)) {
    if (head !== '' && width(head + letter) > room) break;
    head += letter;
  }
  return head;
}
