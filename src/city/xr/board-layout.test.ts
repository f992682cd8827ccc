import { expect, test } from 'vitest';
import { button, label, row, words } from '#view/room/room-board.ts';
import type { BoardBlock } from '#view/room/room-board.ts';
import { boardPixels, buttonAt, layBoard } from './board-layout.ts';
import type { LaidBoard } from './board-layout.ts';

/** Every letter is half an em wide. */
const measure = (text: string, em: number): number => text.length * em * 0.5;
const act = { kind: 'close' } as const;

function lay(blocks: readonly BoardBlock[], tallest = 4000): LaidBoard {
  return layBoard(blocks, measure, tallest);
}

const sentence = 'Head 4 of layer 23 reads nothing from “␣France”, for “␣is” and every later word.';

test('words are broken into lines that fit, none is lost', () => {
  const { texts } = lay([words(sentence)]);
  expect(texts.length).toBeGreaterThan(1);
  expect(texts.map(({ text }) => text).join(' ')).toBe(sentence);
  for (const { text, em } of texts) {
    expect(measure(text, em)).toBeLessThanOrEqual(boardPixels.width - 2 * boardPixels.margin);
  }
});

test('a name without spaces is broken where it must', () => {
  const name = 'blocks.23.attn.hook_attn_scores[head 4, query 5, key 4]'.replaceAll(' ', '_');
  const { texts } = lay([words(name.repeat(2), 'name')]);
  expect(texts.map(({ text }) => text).join('')).toBe(name.repeat(2));
  for (const { text, em } of texts) expect(measure(text, em)).toBeLessThanOrEqual(944);
});

test('nothing is written smaller than the smallest letters', () => {
  const { texts } = lay([
    words(sentence, 'fine'),
    row(...['a', sentence, sentence].map((text, at) => button(String(at), text, act))),
    {
      kind: 'answers',
      columns: [{ title: 'Before', rows: [{ words: 'Paris', share: 0.7, value: '70 %' }] }],
    },
  ]);
  expect(Math.min(...texts.map(({ em }) => em))).toBe(boardPixels.smallest);
});

test('cells share a row by their shares, and lines never leave their button', () => {
  const { buttons, texts } = lay([
    row(label('Speed', 2), button('less', '−', act), button('more', sentence, act, { share: 3 })),
  ]);
  const [less, more] = buttons;
  if (!less || !more) throw new Error('The row has two buttons.');
  expect(more.width / less.width).toBeCloseTo(3);
  expect(more.x).toBeCloseTo(less.x + less.width + boardPixels.gap);
  expect(more.x + more.width).toBeCloseTo(boardPixels.width - boardPixels.margin);
  const lines = texts.filter(({ x }) => x > more.x);
  expect(lines).toHaveLength(2);
  expect(lines[1]?.text).toMatch(/…$/);
  for (const { text, em, y } of lines) {
    expect(measure(text, em)).toBeLessThanOrEqual(more.width);
    expect(y).toBeGreaterThan(more.y);
    expect(y).toBeLessThan(more.y + more.height);
  }
});

test('the button under a spot is found; between two rows one of both, off the board none', () => {
  const board = lay([
    row(button('a', 'a', act)),
    row(button('b', 'b', act), button('c', 'c', act)),
  ]);
  const at = (x: number, y: number): string | undefined => buttonAt(board, x, y)?.button.key;
  expect(at(500, 90)).toBe('a');
  expect(at(200, 210)).toBe('b');
  expect(at(800, 210)).toBe('c');
  expect(at(500, boardPixels.margin + boardPixels.row + 3)).toBe('a');
  expect(at(500, 20)).toBeUndefined();
  expect(at(-10, 90)).toBeUndefined();
});

test('where a board would be too tall its fine print gives way, never a button', () => {
  const blocks = [words('Answer'), words(sentence.repeat(9), 'fine'), row(button('a', 'a', act))];
  const cramped = lay(blocks, 400);
  expect(cramped.height).toBeLessThanOrEqual(400);
  expect(cramped.buttons).toHaveLength(1);
  expect(cramped.texts.map(({ text }) => text)).toEqual(['Answer', 'a']);
});
