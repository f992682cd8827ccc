import type { Intent } from '#contract/intent.ts';
import type { XrCommand } from '#contract/xr-command.ts';

/** What stands on a board in the room, from top to bottom: words and buttons, without places or sizes. */
export type BoardBlock =
  | { readonly kind: 'words'; readonly text: string; readonly tone: BoardTone }
  | { readonly kind: 'row'; readonly cells: readonly BoardCell[] }
  /** Likeliest next tokens of two runs side by side. */
  | { readonly kind: 'answers'; readonly columns: readonly BoardAnswers[] }
  /** How much of something is done, 0 … 1. */
  | { readonly kind: 'progress'; readonly share: number };

/**
 * `value` is a number of the run, `name` a true name, `fine` what explains, `alert` what a release
 * would do to the model.
 */
export type BoardTone = 'title' | 'body' | 'fine' | 'name' | 'value' | 'alert';

export interface BoardLabel {
  readonly kind: 'label';
  readonly text: string;
  /** Of the row's width, beside the other cells' shares. */
  readonly share: number;
}

export interface BoardButton {
  readonly kind: 'button';
  /** Stable and unique on its board, for buttons to be found by. */
  readonly key: string;
  readonly text: string;
  readonly share: number;
  /** Of a choice or a switch: it holds now. */
  readonly isOn: boolean;
  /** Undefined: it cannot be pressed now; where it matters, the board says why. */
  readonly act: BoardAct | undefined;
}

export type BoardCell = BoardLabel | BoardButton;

export interface BoardAnswers {
  readonly title: string;
  readonly rows: readonly {
    readonly words: string;
    /** 0 … 1, for a bar. */
    readonly share: number;
    readonly value: string;
  }[];
}

/** Pages of the menu on the wrist. */
export const menuPages = [
  'home',
  'place',
  'drawn',
  'changes',
  'effects',
  'thing',
  'prompts',
  'comfort',
] as const;
export type MenuPage = (typeof menuPages)[number];

/** Where the menu stands: its page, and how many rows of that page's list are turned past. */
export interface MenuPlace {
  readonly page: MenuPage;
  readonly from: number;
}

/** What pressing a button does. */
export type BoardAct =
  | { readonly kind: 'intent'; readonly intent: Intent }
  | { readonly kind: 'command'; readonly command: XrCommand }
  | { readonly kind: 'go'; readonly place: MenuPlace }
  /** Puts the board itself away. */
  | { readonly kind: 'close' };

export function words(text: string, tone: BoardTone = 'body'): BoardBlock {
  return { kind: 'words', text, tone };
}

export function row(...cells: readonly BoardCell[]): BoardBlock {
  return { kind: 'row', cells };
}

export function label(text: string, share = 1): BoardLabel {
  return { kind: 'label', text, share };
}

/** A button that is off and as wide as the others, unless said otherwise. */
export function button(
  key: string,
  text: string,
  act: BoardAct | undefined,
  { share = 1, isOn = false }: { readonly share?: number; readonly isOn?: boolean } = {},
): BoardButton {
  return { kind: 'button', key, text, share, isOn, act };
}

export function intent(intent: Intent): BoardAct {
  return { kind: 'intent', intent };
}

export function command(command: XrCommand): BoardAct {
  return { kind: 'command', command };
}

/** One button for each choice, the one that holds pressed in. */
export function choices<Choice extends string | number>(
  key: string,
  all: readonly (readonly [choice: Choice, text: string])[],
  { chosen, act }: { readonly chosen: Choice | null; readonly act: (choice: Choice) => BoardAct },
): BoardBlock {
  return row(
    ...all.map(([choice, text]) =>
      button(`${key}-${String(choice)}`, text, act(choice), { isOn: choice === chosen }),
    ),
  );
}

/** A name, and its value between a step down and a step up; a step that leads nowhere cannot be pressed. */
export function stepper(
  key: string,
  {
    name,
    value,
    down,
    up,
  }: {
    readonly name: string;
    readonly value: string;
    readonly down: BoardAct | undefined;
    readonly up: BoardAct | undefined;
  },
): BoardBlock {
  return row(
    label(name, 2.1),
    button(`${key}-down`, '−', down, { share: 0.8 }),
    label(value, 1.7),
    button(`${key}-up`, '+', up, { share: 0.8 }),
  );
}
