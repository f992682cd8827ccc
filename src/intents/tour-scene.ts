import {
  components,
  type CameraView,
  type Component,
  type Cursor,
  type Target,
} from '#contract/intent.ts';
import { tourPlace, type TourStop } from '#contract/tour-stop.ts';
import type { ZoomPlace } from '#contract/zoom.ts';
import type { Settings, StoreState } from '#store/read.ts';

/** The settings a stop's picture depends on. */
export type TourSettings = Pick<
  Settings,
  | 'isolatedHead'
  | 'isolatedLayer'
  | 'beamThreshold'
  | 'sinkBeams'
  | 'shown'
  | 'commonScale'
  | 'layout'
  | 'ringPage'
  | 'beamStrength'
  | 'headRole'
>;

/** How one stop is to look, whatever was set before. */
export interface TourScene {
  readonly settings: TourSettings;
  readonly selectedPosition: number | null;
  readonly camera: Target | CameraView;
}

/** How the visitor looked at the run before the tour. */
export interface VisitorView {
  readonly settings: TourSettings;
  readonly selectedPosition: number | null;
  readonly zoom: ZoomPlace;
  readonly openLayers: readonly number[];
  readonly prompt: string | undefined;
  /** Undefined while the replay was moving: it had not come to its end. */
  readonly cursor: Cursor | undefined;
}

/** @param position - the token the tour stays with: the prompt's last */
export function tourScene(stop: TourStop, position: number): TourScene {
  const { layer, head, keyPosition } = tourPlace;
  const plain = { settings: plainSettings(stop), selectedPosition: position };
  switch (stop) {
    case 'token':
      return { ...plain, camera: { kind: 'token', position } };
    case 'layer':
      return { ...plain, camera: { kind: 'layer', layer } };
    case 'activation':
      return { ...plain, camera: { kind: 'feed-forward', position, layer } };
    // The sign of a floor stands beside the spine: the view that reads it shows some floors of both.
    case 'residual stream':
      return { ...plain, camera: { kind: 'lens', position, layer } };
    case 'attention weight':
    case 'visitor': {
      const settings = { ...plain.settings, isolatedLayer: layer, isolatedHead: head };
      const camera = { kind: 'beam', layer, head, query: position, key: keyPosition } as const;
      return { ...plain, settings, camera };
    }
    case 'prediction':
      return { ...plain, camera: { kind: 'prediction', position } };
  }
}

/** Everything as it is by default, but beams and texts only where they are told of: they hide other things. */
function plainSettings(stop: TourStop): TourSettings {
  const hidden: readonly Component[] = [
    ...(stop === 'attention weight' || stop === 'visitor' ? [] : (['beams'] as const)),
    ...(stop === 'token' ? [] : (['labels'] as const)),
  ];
  const shown = Object.fromEntries(
    components.map((component) => [component, !hidden.includes(component)]),
  ) as Record<Component, boolean>;
  return {
    isolatedHead: null,
    isolatedLayer: null,
    beamThreshold: 0.1,
    sinkBeams: 'thin',
    shown,
    commonScale: false,
    layout: 'avenue',
    ringPage: null,
    beamStrength: 'weight',
    headRole: null,
  };
}

export function visitorView(state: StoreState): VisitorView {
  const { selectedPosition, zoom, openLayers, hello, playback, cursor, settings } = state;
  return {
    settings: {
      isolatedHead: settings.isolatedHead,
      isolatedLayer: settings.isolatedLayer,
      beamThreshold: settings.beamThreshold,
      sinkBeams: settings.sinkBeams,
      shown: settings.shown,
      commonScale: settings.commonScale,
      layout: settings.layout,
      ringPage: settings.ringPage,
      beamStrength: settings.beamStrength,
      headRole: settings.headRole,
    },
    selectedPosition,
    zoom,
    openLayers,
    prompt: hello?.run.prompt,
    cursor: playback.kind === 'paused' ? cursor : undefined,
  };
}
