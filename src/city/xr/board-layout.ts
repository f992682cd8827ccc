import type { BoardBlock, BoardButton, BoardCell, BoardTone } from '#view/room/room-board.ts';
import { brokenLines, cutText } from './broken-lines.ts';

/** Pixels of a board's picture. Every board is seen about as large, so they mean the same on each. */
export const boardPixels = {
  width: 1024,
  margin: 40,
  gap: 14,
  /** Buttons are so high: 26 mm at the wrist, 62 mm on a plaque. */
  row: 104,
  smallest: 34,
} as const;

/** Sizes of letters, pixels, and how far lines are apart, as a share of it. */
const tones: Readonly<Record<BoardTone, { readonly em: number; readonly lead: number }>> = {
  title: { em: 48, lead: 1.25 },
  body: { em: 42, lead: 1.3 },
  value: { em: 46, lead: 1.3 },
  alert: { em: 44, lead: 1.3 },
  fine: { em: boardPixels.smallest, lead: 1.32 },
  name: { em: boardPixels.smallest, lead: 1.32 },
};
const buttonEm = 40;
const longButtonEm = boardPixels.smallest;
const buttonPadding = 16;
const answerRow = 70;
const progressHeight = 16;

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type TextInk = BoardTone | 'button' | 'off' | 'on' | 'label';

export interface LaidText {
  readonly text: string;
  readonly x: number;
  /** Middle of the line. */
  readonly y: number;
  readonly em: number;
  readonly align: 'left' | 'center' | 'right';
  readonly ink: TextInk;
}

export interface LaidBox extends Rect {
  readonly look: 'button' | 'on' | 'off' | 'track' | 'bar';
}

export interface LaidButton extends Rect {
  readonly button: BoardButton;
}

/** A board with every line and box in its place, pixels from its upper left. */
export interface LaidBoard {
  readonly height: number;
  readonly texts: readonly LaidText[];
  readonly boxes: readonly LaidBox[];
  readonly buttons: readonly LaidButton[];
}

/** Width of a text, pixels. */
export type MeasureText = (text: string, em: number) => number;

/** @param tallest - what would reach below is left out, buttons never: fine print gives way to them. */
export function layBoard(
  blocks: readonly BoardBlock[],
  measure: MeasureText,
  tallest: number,
): LaidBoard {
  const whole = new Layer(measure).lay(blocks);
  if (whole.height <= tallest) return whole;
  const lastFine = blocks.findLastIndex((block) => block.kind === 'words' && block.tone === 'fine');
  if (lastFine < 0) return { ...whole, height: tallest };
  return layBoard(blocks.toSpliced(lastFine, 1), measure, tallest);
}

const inner = boardPixels.width - 2 * boardPixels.margin;

class Layer {
  readonly #measure: MeasureText;
  readonly #texts: LaidText[] = [];
  readonly #boxes: LaidBox[] = [];
  readonly #buttons: LaidButton[] = [];
  #y: number = boardPixels.margin;

  constructor(measure: MeasureText) {
    this.#measure = measure;
  }

  lay(blocks: readonly BoardBlock[]): LaidBoard {
    for (const block of blocks) {
      if (block.kind === 'words') this.#words(block.text, block.tone);
      else if (block.kind === 'row') this.#row(block.cells);
      else if (block.kind === 'progress') this.#progress(block.share);
      else this.#answers(block.columns);
      this.#y += boardPixels.gap;
    }
    const height = Math.ceil(this.#y - boardPixels.gap + boardPixels.margin);
    return { height, texts: this.#texts, boxes: this.#boxes, buttons: this.#buttons };
  }

  #words(text: string, tone: BoardTone): void {
    const { em, lead } = tones[tone];
    for (const line of brokenLines(text, inner, (each) => this.#measure(each, em))) {
      this.#texts.push({
        text: line,
        x: boardPixels.margin,
        y: this.#y + (em * lead) / 2,
        em,
        align: 'left',
        ink: tone,
      });
      this.#y += em * lead;
    }
  }

  #row(cells: readonly BoardCell[]): void {
    const shares = cells.reduce((sum, { share }) => sum + share, 0);
    const room = inner - boardPixels.gap * (cells.length - 1);
    let x: number = boardPixels.margin;
    for (const cell of cells) {
      const width = (room * cell.share) / shares;
      const rect = { x, y: this.#y, width, height: boardPixels.row };
      if (cell.kind === 'button') this.#button(cell, rect);
      else this.#cellText(cell.text, rect, 'label');
      x += width + boardPixels.gap;
    }
    this.#y += boardPixels.row;
  }

  #button(button: BoardButton, rect: Rect): void {
    const look = button.act === undefined ? 'off' : button.isOn ? 'on' : 'button';
    this.#boxes.push({ ...rect, look });
    this.#buttons.push({ ...rect, button });
    this.#cellText(button.text, rect, look);
  }

  /** In one line as large as may be, in two where it is long; what is longer still is cut. */
  #cellText(text: string, rect: Rect, ink: TextInk): void {
    const room = rect.width - 2 * buttonPadding;
    const isShort = this.#measure(text, buttonEm) <= room;
    const em = isShort ? buttonEm : longButtonEm;
    const lines = brokenLines(text, room, (each) => this.#measure(each, em));
    const shown =
      lines.length > 2
        ? [lines[0] ?? '', this.#cut(lines.slice(1).join(' '), room, em)]
        : lines.map((line) => this.#cut(line, room, em));
    const x = ink === 'label' ? rect.x : rect.x + rect.width / 2;
    shown.forEach((line, at) => {
      const y = rect.y + rect.height / 2 + (at - (shown.length - 1) / 2) * em * 1.16;
      this.#texts.push({ text: line, x, y, em, align: ink === 'label' ? 'left' : 'center', ink });
    });
  }

  #progress(share: number): void {
    const track = { x: boardPixels.margin, y: this.#y, height: progressHeight };
    this.#boxes.push({ ...track, width: inner, look: 'track' });
    this.#boxes.push({ ...track, width: inner * Math.min(1, Math.max(0, share)), look: 'bar' });
    this.#y += progressHeight;
  }

  #answers(columns: (BoardBlock & { readonly kind: 'answers' })['columns']): void {
    const gap = 3 * boardPixels.gap;
    const width = (inner - gap * (columns.length - 1)) / columns.length;
    const top = this.#y;
    columns.forEach(({ title, rows }, at) => {
      const x = boardPixels.margin + at * (width + gap);
      this.#y = top;
      this.#line(title, { x, align: 'left', ink: 'fine' });
      this.#y += answerRow * 0.72;
      for (const each of rows) this.#answer(each, x, width);
    });
  }

  /** A word, its share, and a bar as long as that. */
  #answer(each: { words: string; share: number; value: string }, x: number, width: number): void {
    const { smallest } = boardPixels;
    const valueWidth = this.#measure(each.value, smallest);
    const word = this.#cut(each.words, width - valueWidth - boardPixels.gap, smallest);
    this.#line(word, { x, align: 'left', ink: 'body' });
    this.#line(each.value, { x: x + width, align: 'right', ink: 'value' });
    const bar = { x, y: this.#y + answerRow * 0.68, height: 10 };
    this.#boxes.push({ ...bar, width, look: 'track' });
    this.#boxes.push({ ...bar, width: Math.max(3, width * each.share), look: 'bar' });
    this.#y += answerRow;
  }

  #line(text: string, at: Pick<LaidText, 'x' | 'align' | 'ink'>): void {
    this.#texts.push({
      ...at,
      text,
      y: this.#y + boardPixels.smallest * 0.6,
      em: boardPixels.smallest,
    });
  }

  #cut(text: string, room: number, em: number): string {
    return cutText(text, room, (each) => this.#measure(each, em));
  }
}

/** The button at a spot of the picture, pixels; the gap around it is as good. */
export function buttonAt({ buttons }: LaidBoard, x: number, y: number): LaidButton | undefined {
  const reach = boardPixels.gap / 2;
  return buttons.find(
    (rect) =>
      x >= rect.x - reach &&
      x <= rect.x + rect.width + reach &&
      y >= rect.y - reach &&
      y <= rect.y + rect.height + reach,
  );
}
