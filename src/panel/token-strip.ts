import { visibleText } from '#kit/visible-text.ts';
import { litLayer, type StoreState, type TokenRecord } from '#store/read.ts';
import { element, setAttribute } from './element.ts';
import type { PanelPart, PanelWorld } from './panel-part.ts';

/** The text read so far, token by token: the newest marked, written ones in gold, a press selects. */
export function tokenStrip({ dispatch, store }: PanelWorld): PanelPart {
  const list = element('ol', {
    class: 'strip',
    testid: 'token-strip',
    attributes: { 'aria-label': 'The text, token by token' },
  });
  const shown: { readonly token: TokenRecord; readonly button: HTMLButtonElement }[] = [];
  let followed = -1;
  const make = (token: TokenRecord): HTMLButtonElement => {
    const { position } = token;
    const made = element('button', {
      class: 'token',
      testid: `token-${String(position)}`,
      attributes: {
        type: 'button',
        'data-from': token.from,
        title: `Token ${String(position)}, id ${String(token.id)}`,
      },
    });
    made.append(...markedText(visibleText(token.text, token.bytes)));
    made.addEventListener('click', () => {
      const isSelected = store.state.selectedPosition === position;
      dispatch({ kind: 'select-token', position: isSelected ? null : position });
    });
    return made;
  };
  const showTokens = (tokens: readonly TokenRecord[]): void => {
    let same = 0;
    while (same < shown.length && shown[same]?.token === tokens[same]) same += 1;
    if (same === shown.length && same === tokens.length) return;
    for (const { button } of shown.splice(same)) button.parentElement?.remove();
    followed = -1;
    for (const token of tokens.slice(same)) {
      const button = make(token);
      shown.push({ token, button });
      list.append(element('li', {}, button));
    }
  };
  /** Keeps the token being read in sight; reads the layout, so only when it is another one. */
  const follow = (position: number): void => {
    const button = shown[position]?.button;
    if (button === undefined || position === followed) return;
    followed = position;
    list.scrollLeft = button.offsetLeft - list.offsetLeft - list.clientWidth * 0.6;
  };
  return {
    element: list,
    topics: ['run', 'tokens', 'cursor', 'selection'],
    update: (state) => {
      showTokens(state.tokens);
      follow(state.cursor.position);
      shown.forEach(({ button }, position) => {
        setAttribute(button, 'data-state', stateOfToken(state, position));
        setAttribute(button, 'aria-pressed', String(state.selectedPosition === position));
      });
    },
  };
}

/** `unread` before the cursor has come there, `newest` where it stands, else `read`. */
function stateOfToken(
  { cursor, hello }: StoreState,
  position: number,
): 'unread' | 'newest' | 'read' {
  const prompt = hello?.run.promptTokenCount ?? 0;
  if (litLayer(cursor, position, prompt, hello?.model.layerCount ?? 0) < 0) return 'unread';
  return position === cursor.position ? 'newest' : 'read';
}

/** The text with its marks for what is invisible set apart, so that words stand out. */
export function markedText(text: string): (Node | string)[] {
  return text
    .split(/([␣↵→]+)/)
    .filter((part) => part !== '')
    .map((part) => (/^[␣↵→]/.test(part) ? element('span', { class: 'mark', text: part }) : part));
}
