import type { CameraView, Intent } from '#contract/intent.ts';
import {
  click,
  press,
  pressOn,
  within,
  choose,
  typeOn,
  clickAlong,
  drag,
  hold,
} from './control-acts.ts';
import type { ControlRow } from './control-row.ts';
import { changeRows } from './control-table-changes.ts';

const atLayer = (layer: number): readonly Intent[] => [{ kind: 'seek', position: 4, layer }];

/** Where small things are large enough to be seen. */
const from = (view: CameraView): readonly Intent[] => [{ kind: 'fly-to', target: view }];

const timeRows: readonly ControlRow[] = [
  {
    name: 'play',
    before: [
      { kind: 'seek', position: 0, layer: 29 },
      { kind: 'set-speed', layersPerSecond: 600 },
    ],
    mouse: click('play'),
    keys: press('Space'),
    says: ['playback', /^Playing at token|^Paused at token [5-9]/],
    region: 'towers',
  },
  {
    name: 'step a token on',
    mouse: click('token-next'),
    keys: press('.'),
    says: ['playback', /^Paused at token 5 of \d+, “␣Paris”/],
    region: 'next tower',
  },
  {
    name: 'step a token back',
    mouse: click('token-back'),
    keys: press(','),
    says: ['playback', /^Paused at token 3 of/],
    region: 'newest tower',
  },
  {
    name: 'step a layer up',
    before: atLayer(9),
    mouse: click('layer-up'),
    keys: press(']'),
    says: ['playback', /lit to layer 10 of 29/],
    region: 'newest tower',
  },
  {
    name: 'step a layer down',
    mouse: click('layer-down'),
    keys: press('['),
    says: ['playback', /lit to layer 28 of 29/],
    region: 'newest tower',
  },
  {
    name: 'speed',
    mouse: choose('speed', '120'),
    keys: press('>', '>'),
    says: ['speed', /at 120 layers a second/],
    unseen: 'how fast it plays is no part of a picture',
  },
  {
    name: 'time slider',
    mouse: clickAlong('time-slider', 0.3),
    keys: pressOn('time-slider', 'PageDown', 'PageDown', 'ArrowLeft'),
    says: ['playback', /^Paused at token [0-3] of/],
    region: 'towers',
  },
  {
    name: 'to the beginning',
    mouse: clickAlong('time-slider', 0),
    keys: press('Home'),
    says: ['tokens', /^0 towers lit of/],
    region: 'towers',
  },
];

const lookRows: readonly ControlRow[] = [
  {
    name: 'turn the view',
    mouse: drag({ x: 90, y: 20 }, 'left'),
    keys: press('Shift+ArrowLeft'),
    says: ['camera', /^The eye is at/],
    region: 'whole',
  },
  {
    name: 'move across',
    mouse: drag({ x: 60, y: 30 }, 'right'),
    keys: hold('KeyD'),
    says: ['camera', /^The eye is at/],
    region: 'whole',
  },
  {
    name: 'move across, one button',
    mouse: drag({ x: 60, y: 30 }, 'left', 'Shift'),
    keys: hold('KeyE'),
    says: ['camera', /^The eye is at/],
    region: 'whole',
  },
  {
    name: 'nearer',
    mouse: async ({ city, onSky }) => {
      await city.page.mouse.move(onSky.x, onSky.y);
      await city.page.mouse.wheel(0, -240);
    },
    keys: press('z'),
    says: ['camera', /^The eye is at/],
    region: 'whole',
  },
  {
    name: 'walk',
    mouse: within('view', click('view-street')),
    keys: hold('KeyW'),
    says: ['camera', /^The eye is at/],
    region: 'whole',
  },
  {
    name: 'fly to a thing',
    mouse: within('view', click('view-close')),
    keys: press('ArrowRight', 'Shift+F'),
    says: ['camera', /^The eye is at/],
    region: 'whole',
  },
  {
    name: 'fly to a view',
    mouse: within('view', click('view-close')),
    keys: press('v', 'v'),
    says: ['camera', /^The eye is at/],
    region: 'whole',
  },
];

const pointRows: readonly ControlRow[] = [
  {
    name: 'hover',
    mouse: async ({ city, onTower }) => {
      await city.page.mouse.move(onTower.x, onTower.y);
    },
    keys: press('ArrowRight', 'ArrowUp'),
    says: ['pointed', /“␣is”/],
    region: 'newest tower',
  },
  {
    name: 'select a token',
    mouse: async ({ city, onPlinthBefore }) => {
      await city.page.mouse.click(onPlinthBefore.x, onPlinthBefore.y);
    },
    keys: press('ArrowRight', 'ArrowLeft', 'Enter'),
    says: ['selection', /^Selected is token 3, “␣France”\.$/],
    region: 'towers',
  },
  {
    name: 'select a token in the text',
    mouse: click('token-1'),
    keys: pressOn('token-1', 'Enter'),
    says: ['selection', /^Selected is token 1, “␣capital”\.$/],
    region: 'towers',
  },
];

const beamRows: readonly ControlRow[] = [
  {
    name: 'isolate a token',
    mouse: within('view', choose('isolate-token', '3')),
    keys: within('view', typeOn('isolate-token', '3')),
    says: ['beams', /of token 3, in and out/],
    region: 'towers',
  },
  {
    name: 'isolate a layer',
    mouse: within('view', choose('isolate-layer', '23')),
    keys: press('ArrowRight', ...Array.from({ length: 24 }, () => 'ArrowUp'), 'i'),
    says: ['beams', /layer 23 alone/],
    region: 'towers',
  },
  {
    name: 'isolate a head',
    mouse: within('view', choose('isolate-head', '4')),
    keys: press('5'),
    says: ['beams', /head 4 alone/],
    region: 'towers',
  },
  {
    name: 'threshold',
    mouse: within('view', clickAlong('beam-threshold', 0.85)),
    keys: press('-', '-', '-'),
    says: ['beams', /weight at least 0\.[3-9]/],
    region: 'towers',
  },
  {
    name: 'beams to sinks',
    mouse: within('view', click('sink-beams')),
    keys: press('k'),
    says: ['sinks', /are full/],
    region: 'towers',
  },
  {
    name: 'one brightness scale',
    before: from('close'),
    mouse: within('view', click('common-scale')),
    keys: press('m'),
    says: ['brightness', /one|common|all floors/i],
    region: 'newest tower',
  },
];

const component = (
  name: string,
  key: string,
  shows: Pick<ControlRow, 'before' | 'region' | 'unseen'>,
): ControlRow => ({
  name: `hide ${name}`,
  mouse: within('view', click(`show-${name}`)),
  keys: press(key),
  says: ['shown', new RegExp(`hidden are ${name}\\.$`)],
  ...shows,
});

const componentRows: readonly ControlRow[] = [
  component('attention', 't', { region: 'newest tower' }),
  component('feed-forward', 'Shift+T', { region: 'newest tower' }),
  component('residual', 'r', { region: 'newest tower' }),
  component('beams', 'b', { region: 'towers' }),
  component('predictions', 'p', { region: 'roofs' }),
  component('labels', 'l', { before: from('street'), region: 'plinths' }),
  component('reflections', 'y', { before: from('street'), region: 'street' }),
  component('pulse', 'u', { unseen: 'under reduced motion there is none; a test of its own' }),
];

const pageRows: readonly ControlRow[] = [
  {
    name: 'help',
    mouse: click('open-help'),
    keys: press('?'),
    says: ['help', /^Help is open\.$/],
    unseen: 'it stands over the city',
  },
];

/** Every control that shows at once. Prompts, examples and sampling have tests of their own. */
export const controlRows: readonly ControlRow[] = [
  ...timeRows,
  ...lookRows,
  ...pointRows,
  ...beamRows,
  ...componentRows,
  ...changeRows,
  ...pageRows,
];
