import { labelFontFamily } from '#city/label-font.ts';
import { boardPixels, layBoard } from './board-layout.ts';
import type { LaidBoard, LaidBox, LaidText, TextInk } from './board-layout.ts';
import type { BoardBlock } from '#view/room/room-board.ts';

/** Every text colour holds 4.5:1 on the board and on its button. */
const inks: Readonly<Record<TextInk, string>> = {
  title: '#ffd479',
  body: '#eaeefa',
  value: '#ffffff',
  alert: '#ffd479',
  fine: '#b3bdd6',
  name: '#9db4e8',
  button: '#eaeefa',
  on: '#06110a',
  off: '#8f99b5',
  label: '#eaeefa',
};
const boxes: Readonly<Record<LaidBox['look'], string>> = {
  button: '#263153',
  on: '#86e6a8',
  off: '#151b30',
  track: '#232c49',
  bar: '#ffd479',
};
const surface = '#0c1222';
const rim = '#5a6c9c';
const radius = 30;
const buttonRadius = 18;
/** Bars and tracks are round at their ends. */
const slimPixels = 30;

/** Draws boards with the browser's own letters, one canvas for all. */
export class BoardPencil {
  readonly canvas: HTMLCanvasElement;
  readonly #page: Document;
  readonly #pencil: CanvasRenderingContext2D;
  readonly #onFont: () => void;
  #isLoading = false;

  /** @param onFont - letters have come that a board wants: it had better be drawn again. */
  constructor(page: Document, tallest: number, onFont: () => void) {
    this.#page = page;
    this.#onFont = onFont;
    this.canvas = page.createElement('canvas');
    this.canvas.width = boardPixels.width;
    this.canvas.height = tallest;
    const pencil = this.canvas.getContext('2d');
    if (!pencil) throw new Error('This browser offers no 2D canvas to draw boards with.');
    this.#pencil = pencil;
  }

  lay(blocks: readonly BoardBlock[], tallest: number): LaidBoard {
    const pencil = this.#pencil;
    const measure = (text: string, em: number): number => {
      pencil.font = fontOf(em);
      return pencil.measureText(text).width;
    };
    return layBoard(blocks, measure, tallest);
  }

  /** Draws a board into the canvas's upper rows. */
  draw(board: LaidBoard): void {
    const pencil = this.#pencil;
    const { width } = boardPixels;
    pencil.clearRect(0, 0, width, board.height);
    pencil.fillStyle = surface;
    pencil.strokeStyle = rim;
    pencil.lineWidth = 3;
    pencil.beginPath();
    pencil.roundRect(2, 2, width - 4, board.height - 4, radius);
    pencil.fill();
    pencil.stroke();
    for (const box of board.boxes) this.#box(box);
    pencil.textBaseline = 'middle';
    for (const text of board.texts) this.#text(text);
    this.#load(board);
  }

  #box({ x, y, width, height, look }: LaidBox): void {
    const pencil = this.#pencil;
    pencil.fillStyle = boxes[look];
    pencil.beginPath();
    const corner = height < slimPixels ? height / 2 : buttonRadius;
    pencil.roundRect(x, y, width, height, Math.min(corner, width / 2));
    pencil.fill();
  }

  #text({ text, x, y, em, align, ink }: LaidText): void {
    const pencil = this.#pencil;
    pencil.font = fontOf(em);
    pencil.textAlign = align;
    pencil.fillStyle = inks[ink];
    pencil.fillText(text, x, y);
  }

  /** What the bundled font lacks yet is fetched; until then the reader's own fonts do. */
  #load({ texts }: LaidBoard): void {
    const { fonts } = this.#page;
    const all = texts.map(({ text }) => text).join('');
    const font = fontOf(boardPixels.smallest);
    if (this.#isLoading || fonts.check(font, all)) return;
    this.#isLoading = true;
    void fonts
      .load(font, all)
      .then((faces) => {
        if (faces.length > 0) this.#onFont();
      })
      .catch(() => undefined)
      .finally(() => {
        this.#isLoading = false;
      });
  }
}

function fontOf(em: number): string {
  return `500 ${String(em)}px ${labelFontFamily}`;
}
