import type { GlossaryKey } from '#view/glossary.ts';
import { element } from './element.ts';
import type { GlossaryDialog } from './glossary.ts';
import type { PanelPart, PanelWorld } from './panel-part.ts';

export interface GlossaryPart extends PanelPart {
  /** Opens the glossary at one term. */
  readonly openAt: (key: GlossaryKey) => void;
}

/** Opens the glossary when it is wished for; its words are fetched then. */
export function glossaryPart({ dispatch, store }: PanelWorld): GlossaryPart {
  const place = element('div');
  let dialog: GlossaryDialog | undefined;
  let wanted: GlossaryKey | undefined;
  const open = async (): Promise<void> => {
    const { glossaryDialog } = await import('./glossary.ts');
    if (dialog !== undefined || !store.state.settings.glossaryOpen) return;
    dialog = glossaryDialog(() => {
      dispatch({ kind: 'open-glossary', open: false });
    });
    place.append(dialog.element);
    dialog.element.showModal();
    if (wanted !== undefined) dialog.showTerm(wanted);
    wanted = undefined;
  };
  return {
    element: place,
    topics: ['settings'],
    update: ({ settings }) => {
      if (settings.glossaryOpen) {
        if (dialog === undefined) void open();
        return;
      }
      dialog?.element.close();
      dialog?.element.remove();
      dialog = undefined;
    },
    openAt: (key) => {
      wanted = key;
      dispatch({ kind: 'open-glossary', open: true });
    },
  };
}
