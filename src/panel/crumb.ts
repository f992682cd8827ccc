import type { StoreState } from '#store/read.ts';

/** A piece of the breadcrumb's bar: its element and how it follows the state. */
export interface Crumb {
  readonly element: HTMLElement;
  readonly update: (state: StoreState) => void;
}
