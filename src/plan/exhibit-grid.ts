import { boardMargins, cellsAspect, exhibitMargins, textWidthEm } from './exhibit-margins.ts';
import type { BoardMargins } from './exhibit-margins.ts';
import type { ExhibitBoard, ExhibitPlan, ExhibitRect, PlacedBoard } from './exhibit-plan.ts';

/** Room that an exhibit is composed for. */
export interface ExhibitRoom {
  /** Metres it may take at most. */
  readonly width: number;
  readonly height: number;
  /** CSS pixels it will be looked at with: text is to be readable then. */
  readonly pixelWidth: number;
  readonly pixelHeight: number;
  readonly hasTitle: boolean;
}

/** Boards that belong together: a grid of equal slots. */
interface Block {
  readonly boards: readonly ExhibitBoard[];
  readonly aspect: number;
  readonly margins: BoardMargins;
  /** How much its boards' sizes count: those with more cells need the room more. */
  readonly weight: number;
}

interface Slots {
  readonly block: Block;
  readonly columns: number;
  readonly rows: number;
}

/** Blocks side by side, as high as fills the width. Ems. */
interface Shelf {
  readonly slots: readonly Slots[];
  readonly height: number;
}

interface Stack {
  readonly shelves: readonly Shelf[];
  readonly height: number;
  /** Sum of what its boards are worth, by their weights. */
  readonly worth: number;
}

const { betweenBoardsEm, betweenGroupsEm, exhibitHeadEm } = exhibitMargins;
/** Widths that are tried, ems: the wider, the smaller the text beside the cells. */
const widthsEm = [22, 26, 30, 34, 39, 45, 52, 60, 68, 77, 87, 98, 110, 124];
/** Em in pixels below which the text weighs against an arrangement. */
const wishedEmPixels = 12.5;
/** Cells lower than this are not worth standing there, ems. */
const leastCellsEm = 1.2;
/** More names than these are not expected to stand beside a board. */
const mostNamedRows = 12;

/**
 * Arranges boards in a compact grid: groups stay together and in order, boards of one group get equal
 * places, every shelf of it is as wide as the whole. Among all such grids the one whose boards are
 * largest, on the whole, once it has been fitted into the room, with text that can be read.
 */
export function exhibitGrid(boards: readonly ExhibitBoard[], room: ExhibitRoom): ExhibitPlan {
  const blocks = blocksOf(boards);
  let best: { readonly width: number; readonly stack: Stack } | undefined;
  const totalWeight = blocks.reduce((sum, { boards: all, weight }) => sum + weight * all.length, 0);
  let bestScore = -Infinity;
  for (const width of widthsEm) {
    for (const stack of stacksOf(blocks, width)) {
      const score = scoreOf(stack, width, totalWeight, room);
      if (score <= bestScore) continue;
      bestScore = score;
      best = { width, stack };
    }
  }
  const width = best?.width ?? 40;
  return placed(best?.stack.shelves ?? [], width, room);
}

function blocksOf(boards: readonly ExhibitBoard[]): readonly Block[] {
  const groups = new Map<string, ExhibitBoard[]>();
  for (const board of boards) {
    const group = groups.get(board.group);
    if (group) group.push(board);
    else groups.set(board.group, [board]);
  }
  return [...groups.values()].map((members) => {
    const margins = members.map(boardMargins);
    const most = (side: keyof BoardMargins): number => Math.max(...margins.map((m) => m[side]));
    return {
      boards: members,
      aspect: Math.max(...members.map(cellsAspect)),
      weight: Math.sqrt(Math.max(1, ...members.map((each) => each.rowCount * each.columnCount))),
      margins: {
        left: most('left'),
        right: most('right'),
        top: most('top'),
        bottom: most('bottom'),
      },
    };
  });
}

/** The ways to stand all blocks on shelves, of each total height about the best one. */
function stacksOf(blocks: readonly Block[], width: number): Iterable<Stack> {
  let partial: Map<number, Stack>[] = [new Map([[0, { shelves: [], height: 0, worth: 0 }]])];
  for (let end = 1; end <= blocks.length; end += 1) {
    const here = new Map<number, Stack>();
    for (let start = 0; start < end; start += 1) {
      for (const shelf of shelvesOf(blocks.slice(start, end), width)) {
        const worth = worthOf(shelf);
        for (const before of partial[start]?.values() ?? []) keep(here, before, shelf, worth);
      }
    }
    partial = [...partial, here];
  }
  return partial.at(-1)?.values() ?? [];
}

function keep(here: Map<number, Stack>, before: Stack, shelf: Shelf, worth: number): void {
  const gap = before.shelves.length > 0 ? betweenGroupsEm : 0;
  const stack: Stack = {
    shelves: [...before.shelves, shelf],
    height: before.height + gap + shelf.height,
    worth: before.worth + worth,
  };
  const key = Math.round(stack.height);
  const rival = here.get(key);
  if (!rival || rival.worth < stack.worth) here.set(key, stack);
}

/** All ways to stand these blocks side by side. */
function shelvesOf(blocks: readonly Block[], width: number): readonly Shelf[] {
  // More than four groups abreast are never calm.
  if (blocks.length > 4) return [];
  let choices: readonly (readonly Slots[])[] = [[]];
  for (const block of blocks) {
    choices = choices.flatMap((before) => slotsOf(block).map((slots) => [...before, slots]));
  }
  return choices.flatMap((slots) => shelfOf(slots, width) ?? []);
}

/** Numbers of columns that give different numbers of rows. */
function slotsOf(block: Block): readonly Slots[] {
  const count = block.boards.length;
  const found: Slots[] = [];
  for (let rows = 1; rows <= count; rows += 1) {
    const columns = Math.ceil(count / rows);
    if (Math.ceil(count / columns) === rows) found.push({ block, columns, rows });
  }
  return found;
}

/** The height at which blocks fill the width: each one's width grows linearly with the height. */
function shelfOf(slots: readonly Slots[], width: number): Shelf | undefined {
  let fixed = (slots.length - 1) * betweenGroupsEm;
  let perEm = 0;
  for (const { block, columns, rows } of slots) {
    const { aspect, margins } = block;
    const besides = margins.top + margins.bottom + ((rows - 1) * betweenBoardsEm) / rows;
    perEm += (columns * aspect) / rows;
    fixed += columns * (margins.left + margins.right - aspect * besides);
    fixed += (columns - 1) * betweenBoardsEm;
  }
  const height = (width - fixed) / perEm;
  const shelf = { slots, height };
  return slots.every((each) => cellsHeight(each, height) >= leastCellsEm) ? shelf : undefined;
}

function slotHeight({ rows }: Slots, shelfHeight: number): number {
  return (shelfHeight - (rows - 1) * betweenBoardsEm) / rows;
}

function cellsHeight(slots: Slots, shelfHeight: number): number {
  const { top, bottom } = slots.block.margins;
  return slotHeight(slots, shelfHeight) - top - bottom;
}

/** Logarithm of the areas, less what titles lack in width and rows in height to be written. */
function worthOf({ slots, height }: Shelf): number {
  let sum = 0;
  for (const each of slots) {
    const { boards, aspect, weight } = each.block;
    const cells = cellsHeight(each, height);
    const room = slotWidth(each, height) - 2 * exhibitMargins.edgeEm;
    for (const { title, rowNames } of boards) {
      const short = Math.max(0, Math.log((exhibitMargins.titleEm * textWidthEm(title)) / room));
      const rows = Math.min(rowNames.length, mostNamedRows);
      const crowded = Math.max(0, Math.log((exhibitMargins.nameEm * rows) / cells));
      sum += weight * (Math.log(cells * cells * aspect) - 2 * short - 1.2 * crowded);
    }
  }
  return sum;
}

/** Mean logarithm of the boards' areas in pixels, less what text lacks in size. */
function scoreOf(stack: Stack, width: number, weight: number, room: ExhibitRoom): number {
  const height = stack.height + (room.hasTitle ? exhibitHeadEm : 0);
  const emPixels = Math.min(room.pixelWidth / width, room.pixelHeight / height);
  const lacking = Math.max(0, Math.log(wishedEmPixels / emPixels));
  return stack.worth / weight + 2 * Math.log(emPixels) - 10 * lacking * lacking;
}

function placed(shelves: readonly Shelf[], widthEm: number, room: ExhibitRoom): ExhibitPlan {
  const headEm = room.hasTitle ? exhibitHeadEm : 0;
  const shelvesEm = shelves.reduce(
    (sum, { height }, nth) => sum + height + (nth > 0 ? betweenGroupsEm : 0),
    0,
  );
  const heightEm = headEm + Math.max(shelvesEm, 4);
  const em = Math.min(room.width / widthEm, room.height / heightEm);
  const boards: PlacedBoard[] = [];
  let top = heightEm - headEm;
  for (const { slots, height } of shelves) {
    let left = 0;
    for (const each of slots) {
      boards.push(...placeSlots(each, { left, top, height, em }));
      left += slotWidth(each, height) * each.columns + (each.columns - 1) * betweenBoardsEm;
      left += betweenGroupsEm;
    }
    top -= height + betweenGroupsEm;
  }
  return {
    width: widthEm * em,
    height: heightEm * em,
    title: {
      right: 0.5 * em,
      up: (heightEm - exhibitHeadEm / 2) * em,
      em: exhibitMargins.exhibitTitleEm * em,
      widest: (widthEm - 1) * em,
    },
    boards,
  };
}

function slotWidth(slots: Slots, shelfHeight: number): number {
  const { aspect, margins } = slots.block;
  return cellsHeight(slots, shelfHeight) * aspect + margins.left + margins.right;
}

function placeSlots(
  slots: Slots,
  at: { readonly left: number; readonly top: number; readonly height: number; readonly em: number },
): readonly PlacedBoard[] {
  const { block, columns } = slots;
  const width = slotWidth(slots, at.height);
  const height = slotHeight(slots, at.height);
  return block.boards.map((board, nth) => {
    const left = at.left + (nth % columns) * (width + betweenBoardsEm);
    const top = at.top - Math.floor(nth / columns) * (height + betweenBoardsEm);
    const plate = scaled({ left, right: left + width, top, bottom: top - height }, at.em);
    return placedBoard(board, { plate, margins: block.margins, em: at.em });
  });
}

function scaled({ left, right, top, bottom }: ExhibitRect, by: number): ExhibitRect {
  return { left: left * by, right: right * by, top: top * by, bottom: bottom * by };
}

/** A board on its glass, all rows equally high. */
function placedBoard(
  board: ExhibitBoard,
  at: { readonly plate: ExhibitRect; readonly margins: BoardMargins; readonly em: number },
): PlacedBoard {
  const { plate, margins, em } = at;
  const cells = {
    left: plate.left + margins.left * em,
    right: plate.right - margins.right * em,
    top: plate.top - margins.top * em,
    bottom: plate.bottom + margins.bottom * em,
  };
  const { key, rowCount, columnCount } = board;
  const hasCells = rowCount > 0 && columnCount > 0;
  const band = { firstRow: 0, rowStep: 1, rowCount, bottom: cells.bottom, top: cells.top } as const;
  return {
    key,
    rowCount,
    columnCount,
    plate,
    cells,
    bands: hasCells ? [band] : [],
    em,
    showsRowNames: true,
    title: boardTitle(plate, cells.top, em),
  };
}

function boardTitle(plate: ExhibitRect, cellsTop: number, em: number): PlacedBoard['title'] {
  const { edgeEm, titleEm, titleUpEm } = exhibitMargins;
  return {
    right: plate.left + edgeEm * em,
    up: cellsTop + titleUpEm * em,
    em: titleEm * em,
    widest: plate.right - plate.left - 2 * edgeEm * em,
  };
}
