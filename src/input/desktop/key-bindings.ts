import { ladderStep, speedSteps } from '#contract/setting-steps.ts';
import type { InputFacts } from '#input/input-world.ts';
import { focusCommand, intentCommand, type KeyBinding, type KeyCommand } from './key-binding.ts';
import { showBindings } from './show-bindings.ts';
import { verbBindings } from './verb-bindings.ts';

const timeBindings: readonly KeyBinding[] = [
  {
    strokes: [' '],
    group: 'Time',
    keys: 'Space',
    meaning: 'play or pause',
    command: ({ playing }) => intentCommand({ kind: playing ? 'pause' : 'play' }),
  },
  {
    strokes: ['.', ','],
    group: 'Time',
    keys: '.  ,',
    meaning: 'one token on, one token back',
    command: (_, stroke) =>
      intentCommand({ kind: 'step-token', direction: stroke === '.' ? 1 : -1 }),
  },
  {
    strokes: [']', '['],
    group: 'Time',
    keys: ']  [',
    meaning: 'one layer up, one layer down',
    command: (_, stroke) =>
      intentCommand({ kind: 'step-layer', direction: stroke === ']' ? 1 : -1 }),
  },
  {
    strokes: ['>', '<'],
    group: 'Time',
    keys: '>  <',
    meaning: 'play faster, slower',
    command: ({ layersPerSecond }, stroke) =>
      intentCommand({
        kind: 'set-speed',
        layersPerSecond: ladderStep(speedSteps, layersPerSecond, stroke === '>' ? 1 : -1),
      }),
  },
  {
    strokes: ['home', 'end'],
    group: 'Time',
    keys: 'Home  End',
    meaning: 'to the first token, to the newest',
    command: ({ tokenCount, layerCount }, stroke) =>
      tokenCount === 0
        ? undefined
        : intentCommand({
            kind: 'seek',
            position: stroke === 'home' ? 0 : tokenCount - 1,
            layer: stroke === 'home' ? -1 : layerCount - 1,
          }),
  },
];

const lookBindings: readonly KeyBinding[] = [
  {
    strokes: [],
    group: 'Look around',
    keys: 'W A S D',
    meaning: 'walk (hold Shift to run)',
    command: () => undefined,
  },
  {
    strokes: [],
    group: 'Look around',
    keys: 'Q  E',
    meaning: 'sink, rise',
    command: () => undefined,
  },
  {
    strokes: ['shift+arrowleft', 'shift+arrowright', 'shift+arrowup', 'shift+arrowdown'],
    group: 'Look around',
    keys: 'Shift + arrows',
    meaning: 'turn the view',
    command: (_, stroke) => ({
      kind: 'orbit',
      yaw: stroke.endsWith('left') ? -1 : stroke.endsWith('right') ? 1 : 0,
      pitch: stroke.endsWith('up') ? 1 : stroke.endsWith('down') ? -1 : 0,
    }),
  },
  {
    strokes: ['z', 'x'],
    group: 'Look around',
    keys: 'Z  X',
    meaning: 'nearer, farther',
    command: (_, stroke) => ({ kind: 'dolly', direction: stroke === 'z' ? 1 : -1 }),
  },
  {
    strokes: ['v'],
    group: 'Look around',
    keys: 'V',
    meaning: 'next view: overview, street, close',
    command: () => ({ kind: 'next-view' }),
  },
  {
    strokes: ['f'],
    group: 'Look around',
    keys: 'F',
    meaning:
      'go inside what is pointed at or selected: layer, component, single value, a token’s story',
    command: () => ({ kind: 'enter-focus' }),
  },
  {
    strokes: ['shift+f'],
    group: 'Look around',
    keys: 'Shift+F',
    meaning: 'fly to what is pointed at or selected',
    command: () => ({ kind: 'fly-to-focus' }),
  },
];

const pointBindings: readonly KeyBinding[] = [
  {
    strokes: ['arrowleft', 'arrowright'],
    group: 'Point and select',
    keys: '←  →',
    meaning: 'point at the token before, after; on the tour: one stop back, on',
    command: ({ tourStop }, stroke) => {
      const step = stroke === 'arrowleft' ? -1 : 1;
      if (tourStop === null) return focusCommand('position', step);
      return intentCommand({ kind: 'go-to-tour-stop', stop: Math.max(0, tourStop + step) });
    },
  },
  {
    strokes: ['arrowup', 'arrowdown'],
    group: 'Point and select',
    keys: '↑  ↓',
    meaning: 'point at the layer above, below (roof and plinth at the ends)',
    command: (_, stroke) => focusCommand('layer', stroke === 'arrowup' ? 1 : -1),
  },
  {
    strokes: ['c', 'shift+c'],
    group: 'Point and select',
    keys: 'C  Shift+C',
    meaning: 'next kind of thing there: storey, head, window, beam, logit lens',
    command: (_, stroke) => focusCommand('thing', stroke === 'c' ? 1 : -1),
  },
  {
    strokes: ['n', 'shift+n'],
    group: 'Point and select',
    keys: 'N  Shift+N',
    meaning: 'next head, window or beam',
    command: (_, stroke) => focusCommand('index', stroke === 'n' ? 1 : -1),
  },
  {
    strokes: ['enter'],
    group: 'Point and select',
    keys: 'Enter',
    meaning: 'select the token pointed at',
    command: () => ({ kind: 'select-focus' }),
  },
  {
    strokes: ['escape'],
    group: 'Point and select',
    keys: 'Esc',
    meaning: 'close, then up one level, then point at nothing, then select nothing',
    command: () => ({ kind: 'escape' }),
  },
];

const pageBindings: readonly KeyBinding[] = [
  {
    strokes: ['/'],
    group: 'Page',
    keys: '/',
    meaning: 'write a sentence',
    command: () => ({ kind: 'page', page: 'focus-prompt' }),
  },
  {
    strokes: ['o'],
    group: 'Page',
    keys: 'O',
    meaning: 'the city in words',
    command: () => ({ kind: 'page', page: 'toggle-outline' }),
  },
  {
    strokes: ['h'],
    group: 'Page',
    keys: 'H',
    meaning: 'hide or show the panels',
    command: () => ({ kind: 'page', page: 'toggle-panels' }),
  },
  {
    strokes: ['g'],
    group: 'Page',
    keys: 'G',
    meaning: 'the glossary: every word of the city and of the model',
    command: ({ glossaryOpen }) => intentCommand({ kind: 'open-glossary', open: !glossaryOpen }),
  },
  {
    strokes: ['?'],
    group: 'Page',
    keys: '?',
    meaning: 'this help',
    command: ({ helpOpen }) => intentCommand({ kind: 'open-help', open: !helpOpen }),
  },
];

/** Every key there is. Walking keys are listed for the help; `HeldKeys` reads them by place. */
export const keyBindings: readonly KeyBinding[] = [
  ...timeBindings,
  ...lookBindings,
  ...pointBindings,
  ...verbBindings,
  ...showBindings,
  ...pageBindings,
];

const bindingOfStroke = new Map(
  keyBindings.flatMap((binding) => binding.strokes.map((stroke) => [stroke, binding] as const)),
);

export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey?: boolean;
  readonly metaKey?: boolean;
}

/** The name a press goes by in {@link KeyBinding.strokes}. */
export function strokeOf({ key, shiftKey, ctrlKey, metaKey }: KeyPress): string {
  const name = key.toLowerCase();
  const isLetterOrNamed = name.length > 1 || name !== key || /^[a-z]$/.test(name);
  const stroke = shiftKey && isLetterOrNamed ? `shift+${name}` : name;
  return ctrlKey === true || metaKey === true ? `ctrl+${stroke}` : stroke;
}

export function commandOfKey(press: KeyPress, facts: InputFacts): KeyCommand | undefined {
  const stroke = strokeOf(press);
  return bindingOfStroke.get(stroke)?.command(facts, stroke);
}
