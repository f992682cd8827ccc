import type { StoreState } from '#store/read.ts';

export interface ChangesDrawer {
  /** The button that opens and closes it. */
  readonly opener: HTMLElement;
  readonly open: () => void;
}

/** Where it all stands. */
export interface ChangesPlaces {
  /** One line below the breadcrumb. */
  readonly bar: HTMLElement;
  /** Beside the city: what one can do with the chosen thing. */
  readonly side: HTMLElement;
  readonly drawer: HTMLElement;
  /** At the pointer, while a verb is held. */
  readonly label: HTMLElement;
}

export interface ChangesPanel extends ChangesPlaces {
  update(state: StoreState): void;
  /** To be called when what is held has moved. */
  follow(): void;
  dispose(): void;
}
