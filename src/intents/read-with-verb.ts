import type { ChangeIntent } from './change-list.ts';
import type { InterpreterWorld } from './interpreter-world.ts';

type VerbIntent = Extract<ChangeIntent, { kind: 'verb' }>;

/** The little way of each verb: it reads and changes nothing. The camera stays where it is. */
export function readWithVerb(intent: VerbIntent, { commands, store }: InterpreterWorld): void {
  const { state } = store;
  const { layer } = intent;
  if (layer < 0 || layer >= (state.hello?.model.layerCount ?? 0)) return;
  switch (intent.verb) {
    case 'grab': {
      const isOpen = state.openLayers.includes(layer);
      const others = state.openLayers.filter((each) => each !== layer);
      if (isOpen) commands.zoomTo({ level: 'model' }, others);
      else commands.zoomTo({ level: 'layer', layer }, [...others, layer]);
      return;
    }
    case 'slice':
      commands.changeSettings({ cutLayer: state.settings.cutLayer === layer ? null : layer });
      return;
    case 'pull': {
      const { head, query, key } = intent;
      commands.pin({ kind: 'beam', layer, head, query, key });
      return;
    }
  }
}
