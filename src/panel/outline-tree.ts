import type { OutlineNode } from '#view/outline-node.ts';
import { element, setAttribute, setText } from './element.ts';

interface Item {
  readonly element: HTMLLIElement;
  readonly text: HTMLElement;
  readonly list: HTMLUListElement;
}

/**
 * Nested lists that follow an outline: what has the same key stays the same element, and only what
 * differs is touched, so that a screen reader keeps its place.
 */
export class OutlineTree {
  readonly element = element('ul', { class: 'outline-list' });
  #items = new Map<string, Item>();

  show(nodes: readonly OutlineNode[]): void {
    const seen = new Map<string, Item>();
    this.#sync(this.element, nodes, seen);
    this.#items = seen;
  }

  /** Changes the text of one node that is shown already; what is below it stays. */
  retell({ key, text }: OutlineNode): void {
    const item = this.#items.get(key);
    if (item) setText(item.text, text);
  }

  #sync(list: HTMLUListElement, nodes: readonly OutlineNode[], seen: Map<string, Item>): void {
    nodes.forEach((node, index) => {
      const item = this.#items.get(node.key) ?? makeItem(node.key);
      seen.set(node.key, item);
      setText(item.text, node.text);
      setAttribute(item.element, 'aria-current', node.isCurrent === true ? 'true' : undefined);
      if (list.children[index] !== item.element) {
        list.insertBefore(item.element, list.children[index] ?? null);
      }
      this.#sync(item.list, node.children, seen);
      if (node.children.length === 0) item.list.remove();
      else if (item.list.parentElement === null) item.element.append(item.list);
    });
    while (list.children.length > nodes.length) list.lastElementChild?.remove();
  }
}

function makeItem(key: string): Item {
  const text = element('span');
  const list = element('ul');
  return { element: element('li', { testid: `outline-${key}` }, text), text, list };
}
