import type { Drawers } from './drawers.ts';
import type { ExhibitFeed } from './exhibit-feed.ts';
import type { PanelPart, PromptOptions } from './panel-part.ts';

/** Drawers whose content is part of the rest, by their names. */
export const drawerNames = ['changes', 'legend', 'view', 'model', 'words', 'link'] as const;
export type DrawerName = (typeof drawerNames)[number];

export interface RestOptions {
  readonly feed: ExhibitFeed;
  readonly prompt: PromptOptions;
  readonly drawers: () => Drawers;
  /** Called with parts that are to be kept in step from now on. */
  readonly onArrive: (parts: readonly PanelPart[]) => void;
}

/** Parts of the page that come after the first light. */
export interface Rest {
  readonly drawers: Readonly<Record<DrawerName, HTMLElement>>;
  readonly floating: readonly HTMLElement[];
  readonly bar: HTMLElement;
  readonly side: HTMLElement;
  readonly parts: readonly PanelPart[];
  readonly dispose: () => void;
}
