import type { Component, Cursor, Dispatch, Target } from '#contract/intent.ts';
import type { CameraRig, Preview } from '#contract/preview.ts';
import type { Layout } from '#contract/view-choice.ts';
import type { ZoomPlace } from '#contract/zoom.ts';
import type { Gripped } from '#plan/pick-grip.ts';

/** What input must know to turn a key into a whole intent. Read anew each time, never kept. */
export interface InputFacts {
  readonly tokenCount: number;
  readonly layerCount: number;
  readonly headCount: number;
  readonly playing: boolean;
  readonly cursor: Cursor;
  readonly selectedPosition: number | null;
  readonly layersPerSecond: number;
  readonly beamThreshold: number;
  readonly sinkBeams: 'thin' | 'full';
  readonly isolatedHead: number | null;
  readonly isolatedLayer: number | null;
  readonly shown: Readonly<Record<Component, boolean>>;
  readonly commonScale: boolean;
  readonly helpOpen: boolean;
  readonly glossaryOpen: boolean;
  readonly tourStop: number | null;
  readonly layout: Layout;
  /** The run kept beside the one shown, if there are two. */
  readonly otherRun: 'original' | 'changed' | undefined;
  /** Where in the model one looks. */
  readonly zoom: ZoomPlace;
}

/** Parts of the page that keys can call for; the panel answers. */
export type PageCommand = 'focus-prompt' | 'toggle-outline' | 'toggle-panels' | 'close-drawer';

/** Says what can be taken hold of. */
export interface Grips {
  /** At a point of the canvas, CSS pixels from its top left; a finger reaches farther. */
  readonly gripAt: (x: number, y: number, reachPixels?: number) => Gripped | undefined;
  /** What a mouse points at there, and what of it it could take hold of. */
  readonly hoverAt: (
    x: number,
    y: number,
  ) => { readonly gripped: Gripped | undefined; readonly target: Target | undefined };
  /** The last layer under a cutting plane held at that height, city metres. */
  readonly sliceLayerAt: (yMetres: number) => number | undefined;
}

/** Everything input is handed. Without a city (no WebGL2) `rig` is undefined and picking finds nothing. */
export interface InputWorld {
  readonly rig: CameraRig | undefined;
  readonly preview: Preview;
  readonly dispatch: Dispatch;
  readonly facts: () => InputFacts;
  /** What lies under a point of the canvas, CSS pixels from its top left. */
  readonly pickAt: (x: number, y: number) => Target | undefined;
  /** The `index`-th strongest drawn beam into a position on a layer; undefined past the last. */
  readonly beamAt: (position: number, layer: number, index: number) => Target | undefined;
  /** Asks the scene for a frame, so that `tick` is called. */
  readonly requestTick: () => void;
  readonly page: (command: PageCommand) => void;
  /** Not before the first light; without a city there is nothing to hold. */
  readonly fetchGrips: (() => Promise<Grips>) | undefined;
  readonly later: (work: () => void, millis: number) => void;
}
