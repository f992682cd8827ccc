import type { Target } from '#contract/intent.ts';
import type { ZoomPlace } from '#contract/zoom.ts';
import { copiedValue } from '#view/copied-value.ts';
import type { Exhibit } from '#view/exhibit/board.ts';
import { boardsCsv } from '#view/exhibit/export-csv.ts';
import { exportName } from '#view/exhibit/export-name.ts';
import { exhibitSafetensors } from '#view/exhibit/export-safetensors.ts';
import { targetName } from '#view/target-name.ts';
import { button } from './controls.ts';
import { element, setText } from './element.ts';
import type { PanelWorld } from './panel-part.ts';

const nothingHere = 'Nothing to take away: none of these numbers is here yet.';

export interface TakeAway {
  readonly element: HTMLElement;
  readonly update: (exhibit: Exhibit | undefined) => void;
  readonly dispose: () => void;
}

type Say = (sentence: string) => void;

/** Copy a value, download what is shown, save a picture; each says in words what came of it. */
export function takeAway(world: PanelWorld): TakeAway {
  const outcome = element('p', {
    class: 'fine',
    testid: 'away-outcome',
    attributes: { role: 'status' },
  });
  const say: Say = (sentence) => {
    setText(outcome, sentence);
  };
  const value = valueCopy(world, say);
  const files = fileButtons(world, say);
  return {
    element: element(
      'section',
      { class: 'stack', attributes: { 'aria-label': 'Take away' } },
      element('h3', { text: 'Take away' }),
      element('div', { class: 'away-buttons' }, value.button, ...files.buttons),
      value.element,
      outcome,
    ),
    update: (exhibit) => {
      value.update();
      files.update(exhibit);
    },
    dispose: value.dispose,
  };
}

interface ValueCopy {
  readonly button: HTMLElement;
  readonly element: HTMLElement;
  readonly update: () => void;
  readonly dispose: () => void;
}

/** Copies what was pointed at last, or the one value that is looked at. */
function valueCopy({ store, preview, copyText }: PanelWorld, say: Say): ValueCopy {
  let pointed: Target | undefined;
  let place = store.state.zoom;
  const chosen = element('code', { class: 'card-name', testid: 'away-target' });
  const target = (): Target | undefined => pointed ?? targetOfPlace(place);
  const showTarget = (): void => {
    const which = target();
    setText(chosen, which ? targetName(which) : 'nothing is pointed at');
  };
  const copy = async (): Promise<void> => {
    const copied = copiedValue(target(), store);
    if (copied.kind === 'nothing') {
      say(copied.sentence);
      return;
    }
    try {
      await copyText(copied.text);
      say(`Copied: ${copied.text}`);
    } catch {
      say(`The browser does not let this page copy; the value is ${copied.text}`);
    }
  };
  const stop = preview.subscribe(() => {
    const { hover, focus } = preview.state;
    pointed = hover ?? focus ?? pointed;
    showTarget();
  });
  return {
    button: button({ label: 'Copy value', testid: 'copy-value', onPress: () => void copy() }),
    element: element('p', { class: 'fine' }, 'Value: ', chosen),
    update: () => {
      // Where one has gone since is what one means now.
      if (store.state.zoom !== place) pointed = undefined;
      place = store.state.zoom;
      showTarget();
    },
    dispose: stop,
  };
}

interface FileButtons {
  readonly buttons: readonly HTMLElement[];
  readonly update: (exhibit: Exhibit | undefined) => void;
}

function fileButtons({ store, saveFile, takePicture }: PanelWorld, say: Say): FileButtons {
  let exhibit: Exhibit | undefined;
  const save = (ending: string, type: string, content: BlobPart | undefined): void => {
    if (content === undefined) {
      say(nothingHere);
      return;
    }
    const name = `${exportName(store.state.zoom)}.${ending}`;
    saveFile(name, new Blob([content], { type }));
    say(`Saved as ${name}.`);
  };
  const savePicture = async (): Promise<void> => {
    say('The picture is being made …');
    const picture = await takePicture();
    if (picture) save('png', 'image/png', picture);
    else say('There is no picture to save: the city is not drawn.');
  };
  const one = (label: string, testid: string, onPress: () => void): HTMLElement =>
    button({ label, testid, onPress });
  return {
    buttons: [
      one('Safetensors', 'save-safetensors', () => {
        const file = exhibit && exhibitSafetensors(exhibit, store);
        save('safetensors', 'application/octet-stream', file);
      }),
      one('CSV', 'save-csv', () => {
        save('csv', 'text/csv', exhibit && boardsCsv(exhibit.boards));
      }),
      one('Picture', 'save-picture', () => void savePicture()),
    ],
    update: (next) => {
      exhibit = next;
    },
  };
}

/** The one value a place is about. */
function targetOfPlace(place: ZoomPlace): Target | undefined {
  if (place.level !== 'activation') return undefined;
  const { site, layer, position, index } = place;
  return { kind: 'value', site, layer, position, index };
}
