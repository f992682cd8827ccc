import { copiedValue } from '#view/copied-value.ts';
import { element, setHidden, setText } from './element.ts';
import type { PanelWorld } from './panel-part.ts';

/** So long it stands there that something was copied. */
const shownMillis = 2500;

/**
 * The page's own copying (Ctrl+C, or what the browser's menu offers), while no text is marked: what
 * is pointed at goes to the clipboard, by its true name and exact.
 */
export function copyKey({ store, preview, later }: PanelWorld): {
  readonly element: HTMLElement;
  readonly dispose: () => void;
} {
  const words = element('p', {
    class: 'copied surface',
    testid: 'copied',
    attributes: { role: 'status' },
  });
  setHidden(words, true);
  let count = 0;
  const say = (text: string): void => {
    setText(words, text);
    setHidden(words, false);
    count += 1;
    const nth = count;
    later(() => {
      if (nth === count) setHidden(words, true);
    }, shownMillis);
  };
  const copy = (event: ClipboardEvent): void => {
    const { hover, focus } = preview.state;
    const target = hover ?? focus;
    if (target === undefined || !event.clipboardData || isTextMarked()) return;
    const copied = copiedValue(target, store);
    event.preventDefault();
    if (copied.kind === 'nothing') {
      say(copied.sentence);
      return;
    }
    event.clipboardData.setData('text/plain', copied.text);
    say(`Copied: ${copied.text}`);
  };
  document.addEventListener('copy', copy);
  return {
    element: words,
    dispose: () => {
      document.removeEventListener('copy', copy);
    },
  };
}

function isTextMarked(): boolean {
  const { activeElement } = document;
  const isWriting = activeElement?.matches('input, textarea, select') ?? false;
  return isWriting || document.getSelection()?.isCollapsed === false;
}
