import { element } from './element.ts';
import type { PanelPart, PanelWorld } from './panel-part.ts';

/** Opens the help when it is wished for. Its words are fetched then: nobody needs them at first light. */
export function helpPart({ keyHints, dispatch, store }: PanelWorld): PanelPart {
  const place = element('div');
  let dialog: HTMLDialogElement | undefined;
  const open = async (): Promise<void> => {
    const { helpDialog } = await import('./help.ts');
    if (dialog !== undefined || !store.state.settings.helpOpen) return;
    dialog = helpDialog(keyHints, dispatch);
    place.append(dialog);
    dialog.showModal();
  };
  return {
    element: place,
    topics: ['settings'],
    update: ({ settings }) => {
      if (settings.helpOpen) {
        if (dialog === undefined) void open();
        return;
      }
      dialog?.close();
      dialog?.remove();
      dialog = undefined;
    },
  };
}
