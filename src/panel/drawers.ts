import { button } from './controls.ts';
import { element, setAttribute, setHidden } from './element.ts';
import type { IconName } from './icon.ts';

export interface DrawerOptions {
  readonly name: string;
  readonly label: string;
  readonly icon: IconName;
  readonly content: HTMLElement;
  /** Screen readers reach the content of a closed drawer too. */
  readonly isAlwaysRead?: boolean;
}

export interface Drawers {
  /** The row of buttons. */
  readonly toolbar: HTMLElement;
  /** Where the open drawer stands. */
  readonly element: HTMLElement;
  open(name: string | undefined): void;
  readonly openName: string | undefined;
}

/** Side panels, at most one open; each behind a button that says whether it is. */
export function createDrawers(
  all: readonly DrawerOptions[],
  extraButtons: readonly HTMLElement[],
): Drawers {
  let openName: string | undefined;
  const made = all.map(({ name, label, icon, content, isAlwaysRead = false }) => {
    const opener = button({
      label,
      testid: `open-${name}`,
      icon,
      isLabelled: true,
      class: 'toolbar-button',
      onPress: () => {
        open(openName === name ? undefined : name);
      },
    });
    const id = `drawer-${name}`;
    opener.setAttribute('aria-controls', id);
    const closer = button({
      label: `Close ${label.toLowerCase()}`,
      testid: `close-${name}`,
      icon: 'close',
      onPress: () => {
        open(undefined);
        opener.focus();
      },
    });
    const drawer = element(
      'section',
      { class: 'drawer', testid: id, attributes: { id, 'aria-label': label } },
      element('header', { class: 'drawer-head' }, element('h2', { text: label }), closer),
      element('div', { class: 'drawer-body' }, content),
    );
    const show = (isOpen: boolean): void => {
      if (isAlwaysRead) drawer.classList.toggle('visually-hidden', !isOpen);
      else setHidden(drawer, !isOpen);
      setHidden(closer, !isOpen);
      setAttribute(opener, 'aria-expanded', String(isOpen));
    };
    return { name, opener, drawer, show };
  });
  const open = (name: string | undefined): void => {
    openName = name;
    for (const each of made) each.show(each.name === name);
  };
  open(undefined);
  return {
    toolbar: element(
      'nav',
      { class: 'toolbar', attributes: { 'aria-label': 'Panels' } },
      ...made.map(({ opener }) => opener),
      ...extraButtons,
    ),
    element: element('div', { class: 'drawers' }, ...made.map(({ drawer }) => drawer)),
    open,
    get openName() {
      return openName;
    },
  };
}
