import type { Target } from '#contract/intent.ts';
import type { Vec3 } from '#contract/preview.ts';
import type { LinearRgb } from '#kit/oklch.ts';
import type { PlacedBoard } from '#plan/exhibit-plan.ts';
import type { ExhibitStand } from '#plan/exhibit-stand.ts';
import type { Board, Exhibit } from '#view/exhibit/board.ts';
import type { CityContext } from './city-part.ts';
import { ExhibitDraw, exhibitQuadLimit } from './exhibit-draw.ts';
import {
  boardRecordCount,
  writeBoard,
  writeMark,
  writeSlab,
  writeWall,
} from './exhibit-records.ts';
import { cellLevels, cellsOfLevels, writeCells } from './exhibit-values.ts';
import type { CellLevels } from './exhibit-values.ts';

/** A board and where it is among the quads and the cells. */
interface DrawnBoard {
  readonly board: Board;
  readonly placed: PlacedBoard;
  readonly levels: CellLevels;
  readonly firstCell: number;
  readonly firstRecord: number;
}

/** Corners are round, as a share of an em of the names. */
const edgeEm = 0.45;

/** The boards of an exhibit as light: their numbers are written once for each exhibit. */
export class ExhibitPicture {
  readonly #draw: ExhibitDraw;
  #boards: readonly DrawnBoard[] = [];
  #marked: Target | undefined;

  constructor(context: CityContext) {
    this.#draw = new ExhibitDraw(context);
  }

  show(exhibit: Exhibit, { plan, frame }: ExhibitStand, hueOf: (board: Board) => LinearRgb): void {
    const records = this.#draw.recordsArray;
    writeWall(records, 0, plan);
    if (frame.slab) writeSlab(records, 1, plan, frame.slab);
    const firstRecord = frame.slab ? 2 : 1;
    this.#boards = layOut(exhibit, plan.boards, firstRecord);
    const last = this.#boards.at(-1);
    const bytesArray = this.#draw.cells.reserve(last ? endOf(last) : 0);
    for (const { board, placed, levels, firstCell, firstRecord: record } of this.#boards) {
      writeCells(bytesArray, firstCell, board, levels);
      const isSigned = board.values.some((value) => value < 0);
      const chart = board.missing === undefined ? board.chart : undefined;
      const look = { hue: hueOf(board), chart, isSigned, levels, firstCell };
      writeBoard(records, record, placed, look);
    }
    this.#draw.cells.upload();
    const count = last ? last.firstRecord + boardRecordCount(last.placed) : firstRecord;
    this.#draw.show(frame, count, edgeEm * (last?.placed.em ?? 0.1));
    const marked = this.#marked;
    this.#marked = undefined;
    this.mark(marked);
  }

  hide(): void {
    this.#boards = [];
    this.#draw.hide();
  }

  /** Outlines the cells that show a target; nothing to do while it stays the same. */
  mark(target: Target | undefined): void {
    if (target === this.#marked) return;
    this.#marked = target;
    for (const { board, placed, firstRecord } of this.#boards) {
      const cell = target ? board.cellOf(target) : -1;
      const mark =
        cell >= 0 && board.columnCount > 0
          ? { row: Math.floor(cell / board.columnCount), column: cell % board.columnCount }
          : nowhere;
      for (let nth = 0; nth < boardRecordCount(placed); nth += 1) {
        writeMark(this.#draw.recordsArray, firstRecord + nth, mark);
        this.#draw.markRecord(firstRecord + nth);
      }
    }
  }

  look(eye: Vec3): void {
    this.#draw.look(eye);
  }

  restore(): void {
    this.#draw.restore();
  }

  dispose(): void {
    this.#draw.dispose();
  }
}

const nowhere = { row: -1, column: -1 } as const;

function layOut(
  { boards }: Exhibit,
  placedBoards: readonly PlacedBoard[],
  firstRecord: number,
): readonly DrawnBoard[] {
  const drawn: DrawnBoard[] = [];
  let record = firstRecord;
  let cell = 0;
  for (const placed of placedBoards) {
    const board = boards.find(({ key }) => key === placed.key);
    if (!board || record + boardRecordCount(placed) > exhibitQuadLimit) continue;
    const { cells, bands, rowCount, columnCount } = placed;
    const band = bands[0];
    const levels = cellLevels(board, {
      width: (cells.right - cells.left) / Math.max(1, columnCount),
      height: band ? (band.top - band.bottom) / band.rowCount : 1,
    });
    const next = { board, placed, levels, firstCell: cell, firstRecord: record };
    drawn.push(next);
    record += boardRecordCount(placed);
    cell += cellsOfLevels(rowCount, columnCount, levels);
  }
  return drawn;
}

function endOf({ placed, levels, firstCell }: DrawnBoard): number {
  return firstCell + cellsOfLevels(placed.rowCount, placed.columnCount, levels);
}
