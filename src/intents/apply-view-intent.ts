import type { Intent } from '#contract/intent.ts';
import type { Settings, StoreState } from '#store/read.ts';
import type { ChangeIntent } from './change-list.ts';
import { exhibitSettings } from './exhibit-settings.ts';
import type { InterpreterWorld } from './interpreter-world.ts';
import { setLayerOpen, zoomOut, zoomTo } from './zoom-control.ts';

/** Intents that change how the run is looked at, not where in it one is. */
export type ViewIntent = Exclude<
  Intent,
  | { kind: 'submit-prompt' | 'play' | 'pause' | 'stop' | 'step-token' | 'step-layer' | 'seek' }
  | ChangeIntent
>;

/** Replay speeds that can be told apart by eye, layers per second. */
const speedRange = { slowest: 1, fastest: 600 } as const;

export function applyViewIntent(intent: ViewIntent, world: InterpreterWorld): void {
  const { commands, camera } = world;
  switch (intent.kind) {
    case 'select-token':
      commands.select(intent.position);
      return;
    case 'fly-to':
      camera.flyTo(intent.target);
      return;
    case 'pin':
      commands.pin(intent.target);
      return;
    case 'zoom-to':
      zoomTo(intent.place, world);
      return;
    case 'zoom-out':
      zoomOut(world);
      return;
    case 'set-layer-open':
      setLayerOpen(intent.layer, intent.open, world);
      return;
    case 'dismiss-notice':
      commands.dismissNotice(intent.notice);
      return;
    default:
      commands.changeSettings(settingsOf(intent, world.store.state));
  }
}

type SettingIntent = Exclude<
  ViewIntent,
  {
    kind:
      | 'select-token'
      | 'fly-to'
      | 'pin'
      | 'zoom-to'
      | 'zoom-out'
      | 'set-layer-open'
      | 'dismiss-notice';
  }
>;

function settingsOf(intent: SettingIntent, { settings, hello }: StoreState): Partial<Settings> {
  switch (intent.kind) {
    case 'set-speed': {
      const { slowest, fastest } = speedRange;
      return { layersPerSecond: clamp(intent.layersPerSecond, slowest, fastest) };
    }
    case 'set-sampling':
      return { sampling: intent.sampling };
    case 'isolate-head':
      return { isolatedHead: indexOrNull(intent.head, hello?.model.headCount) };
    case 'isolate-layer':
      return { isolatedLayer: indexOrNull(intent.layer, hello?.model.layerCount) };
    case 'set-beam-threshold':
      return { beamThreshold: clamp(intent.weight, 0, 1) };
    case 'set-sink-beams':
      return { sinkBeams: intent.shown };
    case 'set-component':
      return { shown: { ...settings.shown, [intent.component]: intent.shown } };
    case 'set-common-scale':
      return { commonScale: intent.common };
    case 'open-help':
      return { helpOpen: intent.open };
    default:
      return exhibitSettings(intent);
  }
}

/** NaN is the lowest. */
function clamp(value: number, lowest: number, highest: number): number {
  return value >= lowest ? Math.min(value, highest) : lowest;
}

/** Null for an index that the model does not have; without a model any index may be right. */
function indexOrNull(index: number | null, count = Infinity): number | null {
  return index !== null && Number.isInteger(index) && index >= 0 && index < count ? index : null;
}
