/**
 * An element that the page itself brings along.
 *
 * @throws Error when index.html has none of that id.
 */
export function pageElement(id: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`#${id}`);
  if (found === null) throw new Error(`index.html has no element #${id}.`);
  return found;
}
