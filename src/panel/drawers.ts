import { button } from './controls.ts';
import { element, setAttribute, setHidden } from './element.ts';
import type { IconName } from './icon.ts';

export interface DrawerOptions {
  readonly name: string;
  readonly label: string;
  readonly icon: IconName;
  readonly content: HTMLElement;
  /** Its button is not in the row: whoever made the drawer puts it elsewhere. */
  readonly isApart?: boolean;
  /** Called when it has come into sight. */
  readonly onOpen?: () => void;
  /** Screen readers reach the content of a closed drawer too. */
  readonly isAlwaysRead?: boolean;
}

export interface Drawers {
  /** The row of buttons. */
  readonly toolbar: HTMLElement;
  /** The buttons that stand elsewhere, by their drawers' names. */
  readonly apart: ReadonlyMap<string, HTMLElement>;
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
  const made = all.map((options) =>
    makeDrawer(options, {
      toggle: () => {
        open(openName === options.name ? undefined : options.name);
      },
      close: () => {
        open(undefined);
      },
    }),
  );
  const open = (name: string | undefined): void => {
    openName = name;
    for (const each of made) each.show(each.name === name);
    made.find((each) => each.name === name)?.onOpen?.();
  };
  open(undefined);
  return {
    toolbar: element(
      'nav',
      { class: 'toolbar', attributes: { 'aria-label': 'Panels' } },
      ...made.filter(({ isApart }) => isApart !== true).map(({ opener }) => opener),
      ...extraButtons,
    ),
    apart: new Map(
      made.filter(({ isApart }) => isApart === true).map(({ name, opener }) => [name, opener]),
    ),
    element: element('div', { class: 'drawers' }, ...made.map(({ drawer }) => drawer)),
    open,
    get openName() {
      return openName;
    },
  };
}

interface MadeDrawer extends DrawerOptions {
  readonly opener: HTMLElement;
  readonly drawer: HTMLElement;
  readonly show: (isOpen: boolean) => void;
}

function makeDrawer(
  options: DrawerOptions,
  { toggle, close }: { readonly toggle: () => void; readonly close: () => void },
): MadeDrawer {
  const { name, label, icon, content, isAlwaysRead = false } = options;
  const opener = button({
    label,
    testid: `open-${name}`,
    icon,
    isLabelled: true,
    class: 'toolbar-button',
    onPress: toggle,
  });
  const id = `drawer-${name}`;
  opener.setAttribute('aria-controls', id);
  const closer = button({
    label: `Close ${label.toLowerCase()}`,
    testid: `close-${name}`,
    icon: 'close',
    onPress: () => {
      close();
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
  return { ...options, opener, drawer, show };
}
