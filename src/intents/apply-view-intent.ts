import type { Intent } from '#contract/intent.ts';
import type { InterpreterWorld } from './interpreter-world.ts';

/** Intents that change how the run is looked at, not where in it one is. */
export type ViewIntent = Exclude<
  Intent,
  { kind: 'submit-prompt' | 'play' | 'pause' | 'stop' | 'step-token' | 'step-layer' | 'seek' }
>;

/** Replay speeds that can be told apart by eye, layers per second. */
const speedRange = { slowest: 1, fastest: 600 } as const;

export function applyViewIntent(intent: ViewIntent, world: InterpreterWorld): void {
  const { commands, store, camera } = world;
  const { settings, hello } = store.state;
  switch (intent.kind) {
    case 'set-speed': {
      const { slowest, fastest } = speedRange;
      const layersPerSecond = clamp(intent.layersPerSecond, slowest, fastest);
      commands.changeSettings({ layersPerSecond });
      return;
    }
    case 'set-sampling':
      commands.changeSettings({ sampling: intent.sampling });
      return;
    case 'select-token':
      commands.select(intent.position);
      return;
    case 'isolate-head':
      commands.changeSettings({ isolatedHead: indexOrNull(intent.head, hello?.model.headCount) });
      return;
    case 'isolate-layer':
      commands.changeSettings({
        isolatedLayer: indexOrNull(intent.layer, hello?.model.layerCount),
      });
      return;
    case 'set-beam-threshold':
      commands.changeSettings({ beamThreshold: clamp(intent.weight, 0, 1) });
      return;
    case 'set-sink-beams':
      commands.changeSettings({ sinkBeams: intent.shown });
      return;
    case 'set-component':
      commands.changeSettings({ shown: { ...settings.shown, [intent.component]: intent.shown } });
      return;
    case 'set-common-scale':
      commands.changeSettings({ commonScale: intent.common });
      return;
    case 'fly-to':
      camera.flyTo(intent.target);
      return;
    case 'open-help':
      commands.changeSettings({ helpOpen: intent.open });
      return;
    case 'dismiss-notice':
      commands.dismissNotice(intent.notice);
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
