import { button, label, row } from './room-board.ts';
import type { BoardBlock, MenuPlace } from './room-board.ts';

export interface TurnedList<Item> {
  readonly shown: readonly Item[];
  /** Turns the list; nothing where all of it is shown. */
  readonly turner: readonly BoardBlock[];
}

/** The part of a long list that a board has room for, and how to turn it. */
export function turnedList<Item>(
  items: readonly Item[],
  { page, from }: MenuPlace,
  roomFor: number,
): TurnedList<Item> {
  if (items.length <= roomFor) return { shown: items, turner: [] };
  const last = Math.floor((items.length - 1) / roomFor) * roomFor;
  const first = Math.min(last, Math.max(0, from));
  const shown = items.slice(first, first + roomFor);
  const turnTo = (to: number): { kind: 'go'; place: MenuPlace } | undefined =>
    to < 0 || to > last ? undefined : { kind: 'go', place: { page, from: to } };
  const range = `${String(first + 1)}–${String(first + shown.length)} of ${String(items.length)}`;
  return {
    shown,
    turner: [
      row(
        button('list-before', '‹', turnTo(first - roomFor), { share: 0.8 }),
        label(range, 2),
        button('list-after', '›', turnTo(first + roomFor), { share: 0.8 }),
      ),
    ],
  };
}
