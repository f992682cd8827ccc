import '#panel/styles/page.css';
import { createPanel, type Panel } from '#panel/panel.ts';
import { createPanelBench, type PanelBench } from './panel-bench.ts';

/** A busy machine draws late; a test waits for the state, not for a time. */
export const patient = { timeout: 30_000 };

/** The element of a test id; the test knows its kind. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as querySelector's own
type Find = <E extends HTMLElement>(testid: string) => E;

export interface Mounted extends PanelBench {
  readonly panel: Panel;
  readonly root: HTMLElement;
  readonly find: Find;
  readonly press: (testid: string) => void;
  /** Lets the page catch up with the store. */
  readonly settle: () => Promise<void>;
}

const mounted: Mounted[] = [];

/** A whole panel on the page, over a real store or the one given; it goes with the test. */
export async function mount(
  given: { readonly store?: PanelBench['store'] } = {},
): Promise<Mounted> {
  const own = createPanelBench();
  const { store = own.store } = given;
  const bench = { ...own, store, world: { ...own.world, store } };
  const root = document.createElement('div');
  document.body.append(root);
  const panel = createPanel(root, bench.world);
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- see Find
  const find: Find = <E extends HTMLElement>(testid: string) => {
    const found = document.querySelector<E>(`[data-testid="${testid}"]`);
    if (found === null) throw new Error(`Nothing on the page is called ${testid}.`);
    return found;
  };
  const made: Mounted = {
    ...bench,
    panel,
    root,
    find,
    press: (testid) => {
      find(testid).click();
    },
    settle: async () => Promise.resolve(),
  };
  mounted.push(made);
  await panel.complete();
  return made;
}

/** To be called after each test. */
export function unmountAll(): void {
  for (const { panel, root } of mounted.splice(0)) {
    panel.dispose();
    root.remove();
  }
}
