import type { Component, Intent } from '#contract/intent.ts';
import { ladderStep, speedSteps, thresholdSteps } from '#contract/setting-steps.ts';
import type { FocusStep } from '#input/focus-steps.ts';
import type { InputFacts, PageCommand } from '#input/input-world.ts';

/** What a key press comes to. */
export type KeyCommand =
  | { readonly kind: 'intent'; readonly intent: Intent }
  | { readonly kind: 'page'; readonly page: PageCommand }
  | { readonly kind: 'focus'; readonly step: FocusStep }
  | { readonly kind: 'select-focus' }
  | { readonly kind: 'fly-to-focus' }
  | { readonly kind: 'isolate-focus' }
  | { readonly kind: 'next-view' }
  | { readonly kind: 'orbit'; readonly yaw: 1 | 0 | -1; readonly pitch: 1 | 0 | -1 }
  | { readonly kind: 'dolly'; readonly direction: 1 | -1 }
  | { readonly kind: 'escape' };

export interface KeyBinding {
  /**
   * `KeyboardEvent.key` in lower case, with `shift+` before it where shift changes no character
   * (letters, arrows); what shift types (`?`, `>`) is written as it is typed.
   */
  readonly strokes: readonly string[];
  readonly group: 'Time' | 'Look around' | 'Point and select' | 'Show and hide' | 'Page';
  /** For the help's table: keys as people call them, and what they do. */
  readonly keys: string;
  readonly meaning: string;
  /** Undefined: the key does nothing now. */
  readonly command: (facts: InputFacts, stroke: string) => KeyCommand | undefined;
}

const intent = (value: Intent): KeyCommand => ({ kind: 'intent', intent: value });
const focus = (kind: FocusStep['kind'], by: 1 | -1): KeyCommand => ({
  kind: 'focus',
  step: { kind, by },
});
function toggle(stroke: string, component: Component, words: string): KeyBinding {
  return {
    strokes: [stroke],
    group: 'Show and hide',
    keys: stroke.toUpperCase(),
    meaning: words,
    command: ({ shown }) => intent({ kind: 'set-component', component, shown: !shown[component] }),
  };
}

const timeBindings: readonly KeyBinding[] = [
  {
    strokes: [' '],
    group: 'Time',
    keys: 'Space',
    meaning: 'play or pause',
    command: ({ playing }) => intent({ kind: playing ? 'pause' : 'play' }),
  },
  {
    strokes: ['.', ','],
    group: 'Time',
    keys: '.  ,',
    meaning: 'one token on, one token back',
    command: (_, stroke) => intent({ kind: 'step-token', direction: stroke === '.' ? 1 : -1 }),
  },
  {
    strokes: [']', '['],
    group: 'Time',
    keys: ']  [',
    meaning: 'one layer up, one layer down',
    command: (_, stroke) => intent({ kind: 'step-layer', direction: stroke === ']' ? 1 : -1 }),
  },
  {
    strokes: ['>', '<'],
    group: 'Time',
    keys: '>  <',
    meaning: 'play faster, slower',
    command: ({ layersPerSecond }, stroke) =>
      intent({
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
        : intent({
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
    meaning: 'fly to what is pointed at or selected',
    command: () => ({ kind: 'fly-to-focus' }),
  },
];

const pointBindings: readonly KeyBinding[] = [
  {
    strokes: ['arrowleft', 'arrowright'],
    group: 'Point and select',
    keys: '←  →',
    meaning: 'point at the token before, after',
    command: (_, stroke) => focus('position', stroke === 'arrowleft' ? -1 : 1),
  },
  {
    strokes: ['arrowup', 'arrowdown'],
    group: 'Point and select',
    keys: '↑  ↓',
    meaning: 'point at the layer above, below (roof and plinth at the ends)',
    command: (_, stroke) => focus('layer', stroke === 'arrowup' ? 1 : -1),
  },
  {
    strokes: ['c', 'shift+c'],
    group: 'Point and select',
    keys: 'C  Shift+C',
    meaning: 'next kind of thing there: storey, head, window, beam, logit lens',
    command: (_, stroke) => focus('thing', stroke === 'c' ? 1 : -1),
  },
  {
    strokes: ['n', 'shift+n'],
    group: 'Point and select',
    keys: 'N  Shift+N',
    meaning: 'next head, window or beam',
    command: (_, stroke) => focus('index', stroke === 'n' ? 1 : -1),
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
    meaning: 'close, then point at nothing, then select nothing',
    command: () => ({ kind: 'escape' }),
  },
];

const showBindings: readonly KeyBinding[] = [
  {
    strokes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    group: 'Show and hide',
    keys: '1 … 9,  0',
    meaning: 'beams of the first … ninth head only, of all heads',
    command: ({ headCount, isolatedHead }, stroke) => {
      const head = Number(stroke) - 1;
      if (head >= headCount) return undefined;
      return intent({
        kind: 'isolate-head',
        head: head < 0 || head === isolatedHead ? null : head,
      });
    },
  },
  {
    strokes: ['i'],
    group: 'Show and hide',
    keys: 'I',
    meaning: 'beams of the layer pointed at only, of all layers',
    command: () => ({ kind: 'isolate-focus' }),
  },
  {
    strokes: ['+', '=', '-'],
    group: 'Show and hide',
    keys: '+  −',
    meaning: 'more beams, fewer (threshold)',
    command: ({ beamThreshold }, stroke) =>
      intent({
        kind: 'set-beam-threshold',
        weight: ladderStep(thresholdSteps, beamThreshold, stroke === '-' ? 1 : -1),
      }),
  },
  {
    strokes: ['k'],
    group: 'Show and hide',
    keys: 'K',
    meaning: 'beams to sinks and to self: thin or full',
    command: ({ sinkBeams }) =>
      intent({ kind: 'set-sink-beams', shown: sinkBeams === 'thin' ? 'full' : 'thin' }),
  },
  {
    strokes: ['m'],
    group: 'Show and hide',
    keys: 'M',
    meaning: 'one brightness scale for all floors, or one each',
    command: ({ commonScale }) => intent({ kind: 'set-common-scale', common: !commonScale }),
  },
  toggle('b', 'beams', 'beams'),
  toggle('t', 'attention', 'attention storeys'),
  toggle('g', 'feed-forward', 'feed-forward storeys'),
  toggle('r', 'residual', 'residual spines'),
  toggle('p', 'predictions', 'predictions on the roofs'),
  toggle('l', 'labels', 'labels'),
  toggle('y', 'reflections', 'reflections'),
  toggle('u', 'pulse', 'the pulse of light'),
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
    strokes: ['?'],
    group: 'Page',
    keys: '?',
    meaning: 'this help',
    command: ({ helpOpen }) => intent({ kind: 'open-help', open: !helpOpen }),
  },
];

/** Every key there is. Walking keys are listed for the help; `HeldKeys` reads them by place. */
export const keyBindings: readonly KeyBinding[] = [
  ...timeBindings,
  ...lookBindings,
  ...pointBindings,
  ...showBindings,
  ...pageBindings,
];

const bindingOfStroke = new Map(
  keyBindings.flatMap((binding) => binding.strokes.map((stroke) => [stroke, binding] as const)),
);

export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
}

/** The name a press goes by in {@link KeyBinding.strokes}. */
export function strokeOf({ key, shiftKey }: KeyPress): string {
  const name = key.toLowerCase();
  const isLetterOrNamed = name.length > 1 || name !== key || /^[a-z]$/.test(name);
  return shiftKey && isLetterOrNamed ? `shift+${name}` : name;
}

export function commandOfKey(press: KeyPress, facts: InputFacts): KeyCommand | undefined {
  const stroke = strokeOf(press);
  return bindingOfStroke.get(stroke)?.command(facts, stroke);
}
