import type { Target } from '#contract/intent.ts';
import type { ZoomPlace } from '#contract/zoom.ts';
import type { StoreState } from '#store/read.ts';
import type { Board } from '#view/exhibit/board.ts';
import { boardCsv } from '#view/exhibit/export-csv.ts';
import { exportName } from '#view/exhibit/export-name.ts';
import { strongestCells, type CellWords } from '#view/exhibit/strongest-cells.ts';
import { placeOfTarget } from '#view/zoom-moves.ts';
import { button } from './controls.ts';
import { element, setAttribute, setHidden, setText } from './element.ts';
import type { PanelWorld } from './panel-part.ts';

/** So many of a board's numbers are written out. */
const listedCount = 5;

export interface BoardList {
  readonly element: HTMLElement;
  readonly update: (state: StoreState, boards: readonly Board[]) => void;
}

/** The boards that stand open, group by group, each in words with its strongest numbers. */
export function boardList(world: PanelWorld): BoardList {
  const list = element('div', { class: 'boards', testid: 'boards' });
  const items = new Map<string, BoardItem>();
  let order = '';
  return {
    element: list,
    update: (state, boards) => {
      const keys = new Set(boards.map(({ key }) => key));
      for (const key of items.keys()) if (!keys.has(key)) items.delete(key);
      for (const board of boards) {
        const item = items.get(board.key) ?? boardItem(world);
        items.set(board.key, item);
        item.update(state, board);
      }
      const next = boards.map(({ key, group }) => `${group} ${key}`).join('\n');
      if (next === order) return;
      order = next;
      list.replaceChildren(...grouped(boards, items));
    },
  };
}

/** Items under a heading for each group, in the order in which groups first occur. */
function grouped(
  boards: readonly Board[],
  items: ReadonlyMap<string, BoardItem>,
): readonly HTMLElement[] {
  const groups = [...new Set(boards.map(({ group }) => group))];
  return groups.flatMap((group) => [
    element('h3', { text: group }),
    ...boards.flatMap((board) => {
      const item = items.get(board.key);
      return item && board.group === group ? [item.element] : [];
    }),
  ]);
}

interface BoardItem {
  readonly element: HTMLElement;
  readonly update: (state: StoreState, board: Board) => void;
}

function boardItem(world: PanelWorld): BoardItem {
  const title = element('h4');
  const status = element('span', { class: 'card-status' });
  const sentence = element('p');
  const name = element('code', { class: 'card-name' });
  const made = element('p', { class: 'fine' });
  const csv = button({
    label: 'CSV',
    testid: 'board-csv',
    class: 'board-csv',
    onPress: () => {
      const { state } = world.store;
      if (!shown) return;
      const blob = new Blob([boardCsv(shown)], { type: 'text/csv' });
      world.saveFile(`${exportName(state.zoom)}-${shown.key}.csv`, blob);
    },
  });
  const table = strongestTable(world);
  const whole = element(
    'article',
    { class: 'board' },
    element('header', { class: 'board-head' }, title, status, csv),
    sentence,
    table.element,
    element('p', {}, name),
    made,
  );
  let shown: Board | undefined;
  return {
    element: whole,
    update: (state, board) => {
      if (board === shown) return;
      shown = board;
      setAttribute(whole, 'data-testid', `inside-board-${board.key}`);
      setText(title, board.title);
      setText(status, board.status);
      setAttribute(status, 'data-status', board.status.toLowerCase());
      setText(sentence, board.missing ?? board.sentence);
      setText(name, board.name);
      setText(made, board.made);
      setHidden(csv, board.missing !== undefined);
      setAttribute(csv, 'title', `Download “${board.title}” as CSV`);
      const cells = board.missing === undefined ? strongestCells(board, state, listedCount) : [];
      table.update(board, cells);
    },
  };
}

/** The strongest numbers; a press goes there, or points at it in the city. */
function strongestTable({ dispatch, preview }: PanelWorld): {
  readonly element: HTMLElement;
  readonly update: (board: Board, cells: readonly CellWords[]) => void;
} {
  const caption = element('caption', { class: 'visually-hidden' });
  const body = element('tbody');
  const table = element('table', { class: 'strongest' }, caption, body);
  const go = (target: Target): void => {
    const place: ZoomPlace | undefined = placeOfTarget(target);
    if (place) dispatch({ kind: 'zoom-to', place });
    else preview.set({ focus: target });
  };
  const nameOf = ({ name, target }: CellWords): HTMLElement => {
    const head = element('th', { attributes: { scope: 'row' } });
    if (target === undefined) head.append(name);
    else {
      const words = placeOfTarget(target) ? 'Go there' : 'Point at it in the city';
      const press = element('button', {
        class: 'cell-name',
        text: name,
        attributes: { type: 'button', title: words },
      });
      press.addEventListener('click', () => {
        go(target);
      });
      head.append(press);
    }
    return head;
  };
  return {
    element: table,
    update: ({ title }, cells) => {
      setHidden(table, cells.length === 0);
      setText(caption, `The strongest values of ${title}`);
      body.replaceChildren(
        ...cells.map((cell) =>
          element('tr', {}, nameOf(cell), element('td', { text: cell.value })),
        ),
      );
    },
  };
}
