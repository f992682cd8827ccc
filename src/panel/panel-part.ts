import type { Site } from '#contract/hook-site.ts';
import type { Dispatch } from '#contract/intent.ts';
import type { CameraPose, Preview } from '#contract/preview.ts';
import type { ReadableStore, StoreState, Topic } from '#store/read.ts';

/** One piece of the page. It reads snapshots and dispatches intents; pieces never speak to each other. */
export interface PanelPart {
  readonly element: HTMLElement;
  /** The topics it is updated for. */
  readonly topics: readonly Topic[];
  /** Called once at first, then after changes of its topics; touches only what differs. */
  update(state: StoreState): void;
}

/** One line of the help's table of keys. */
export interface KeyHint {
  readonly group: string;
  readonly keys: string;
  readonly meaning: string;
}

/** Everything the panel is handed. */
export interface PanelWorld {
  readonly store: ReadableStore;
  readonly preview: Preview;
  readonly dispatch: Dispatch;
  readonly keyHints: readonly KeyHint[];
  readonly camera: {
    /** Undefined when the city cannot be drawn. */
    readonly pose: () => CameraPose | undefined;
    /** Called after the eye has moved; returns how to stop. */
    readonly subscribe: (listener: () => void) => () => void;
  };
  /** Called when the panels cover more or less of the city. */
  readonly onCover: () => void;
  /** Does something once, that many milliseconds from now. */
  readonly later: (work: () => void, millis: number) => void;
  /** Asks for exact rows that are being looked at; they reach the store, or why they cannot does. */
  readonly wantValues: (site: Site, layer: number, ...positions: readonly number[]) => void;
  /** Asks for the words that neurons of a layer write; they reach the store, or why they cannot does. */
  readonly wantDirections: (layer: number, ...neurons: readonly number[]) => void;
  /** Tries again to fetch the model. */
  readonly retryLoad: () => void;
  /** The address that opens this very view, prompt included. */
  readonly shareLink: () => string;
  readonly copyText: (text: string) => Promise<void>;
  /** Hands a file of that name to the browser's downloads. */
  readonly saveFile: (name: string, blob: Blob) => void;
  /** The city as it looks now, a PNG; undefined when it cannot be drawn. */
  readonly takePicture: () => Promise<Blob | undefined>;
}

/** Choices that live in the page and nowhere else. */
export interface PromptOptions {
  /** Whether the next prompt is wrapped in the model's chat template. */
  chat: boolean;
}
