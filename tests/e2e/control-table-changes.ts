import type { Intent } from '#contract/intent.ts';
import { type Act, click, press, within } from './control-acts.ts';
import type { ControlRow } from './control-row.ts';
import { layerPulled } from './verb-cases.ts';

const layer = 23;
/** The layer kept in view, so that its buttons are on the page. */
const chosen: readonly Intent[] = [{ kind: 'pin', target: { kind: 'layer', layer } }];
/** From the newest token's plinth up to the layer, then the key. */
const pressAtLayer = (key: string): Act =>
  press('ArrowRight', ...Array.from({ length: layer + 1 }, () => 'ArrowUp'), key);

/** Controls of what is done to the model, and of the two runs. */
export const changeRows: readonly ControlRow[] = [
  {
    name: 'open a layer to read',
    before: chosen,
    mouse: click('act-open'),
    keys: pressAtLayer('Shift+Enter'),
    says: ['open-floors', /^Floor 23 is open/],
    region: 'towers',
  },
  {
    name: 'pull a layer out',
    before: chosen,
    mouse: click('act-free'),
    keys: pressAtLayer('Delete'),
    says: ['result', /Now it says “␣New” with /],
    region: 'towers',
  },
  {
    name: 'stop after a layer',
    before: chosen,
    mouse: click('act-stop'),
    keys: pressAtLayer('Shift+Delete'),
    says: ['result', /Now it says “\.” with /],
    region: 'towers',
  },
  {
    name: 'undo a change',
    before: [layerPulled.intent],
    mouse: click('changes-undo'),
    keys: press('Control+z'),
    says: ['changes', /^Nothing of the model is changed\.$/],
    region: 'towers',
  },
  {
    name: 'change again what was undone',
    before: [layerPulled.intent, { kind: 'undo-change' }],
    mouse: within('changes', click('redo-change')),
    keys: press('Control+y'),
    says: ['changes', /^1 change; the changed run is shown\.$/],
    region: 'towers',
  },
  {
    name: 'show the original run',
    before: [layerPulled.intent],
    mouse: click('run-original'),
    keys: press('j'),
    says: ['changes', /^1 change; the original run is shown\.$/],
    region: 'towers',
  },
];
