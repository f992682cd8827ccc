type Tag = keyof HTMLElementTagNameMap;

/** What a new element starts with. `class` and attributes as in HTML; `testid` is what tests find it by. */
export interface ElementOptions {
  readonly class?: string;
  readonly testid?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Builds one element with its children. */
export function element<K extends Tag>(
  tag: K,
  options: ElementOptions = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (options.class !== undefined) made.className = options.class;
  if (options.testid !== undefined) made.dataset['testid'] = options.testid;
  if (options.text !== undefined) made.textContent = options.text;
  for (const [name, value] of Object.entries(options.attributes ?? {})) {
    made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** Writes a text only where it differs, so that unchanged parts of the page are not touched. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Sets or, for undefined, removes an attribute, only where that changes something. */
export function setAttribute(node: Element, name: string, value: string | undefined): void {
  if (value === undefined) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

export function setHidden(node: HTMLElement, isHidden: boolean): void {
  if (node.hidden !== isHidden) node.hidden = isHidden;
}
