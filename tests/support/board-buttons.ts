import type { BoardBlock, BoardButton } from '#view/room/room-board.ts';

/** All buttons of a board, in order. */
export function buttonsOf(blocks: readonly BoardBlock[]): readonly BoardButton[] {
  return blocks.flatMap((block) =>
    block.kind === 'row' ? block.cells.filter((cell) => cell.kind === 'button') : [],
  );
}
