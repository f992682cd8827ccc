import type { Component } from '#contract/intent.ts';
import { ladderStep, thresholdSteps } from '#contract/setting-steps.ts';
import type { InputFacts } from '#input/input-world.ts';
import { intentCommand, type KeyBinding, type KeyCommand } from './key-binding.ts';

function toggle(stroke: string, component: Component, words: string): KeyBinding {
  return {
    strokes: [stroke],
    group: 'Show and hide',
    keys: stroke.replace('shift', 'Shift').replace(/.$/, (letter) => letter.toUpperCase()),
    meaning: words,
    command: ({ shown }) =>
      intentCommand({ kind: 'set-component', component, shown: !shown[component] }),
  };
}

const bindings: readonly KeyBinding[] = [
  {
    strokes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    group: 'Show and hide',
    keys: '1 … 9  0',
    meaning: 'beams of the first … ninth head only, of all heads',
    command: ({ headCount, isolatedHead }: InputFacts, stroke: string): KeyCommand | undefined => {
      const head = Number(stroke) - 1;
      if (head >= headCount) return undefined;
      return intentCommand({
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
      intentCommand({
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
      intentCommand({ kind: 'set-sink-beams', shown: sinkBeams === 'thin' ? 'full' : 'thin' }),
  },
  {
    strokes: ['m'],
    group: 'Show and hide',
    keys: 'M',
    meaning: 'one brightness scale for all floors, or one each',
    command: ({ commonScale }) => intentCommand({ kind: 'set-common-scale', common: !commonScale }),
  },
  toggle('b', 'beams', 'beams'),
  toggle('t', 'attention', 'attention storeys'),
  toggle('shift+t', 'feed-forward', 'feed-forward storeys'),
  toggle('r', 'residual', 'residual spines'),
  toggle('p', 'predictions', 'predictions on the roofs'),
  toggle('l', 'labels', 'labels'),
  toggle('y', 'reflections', 'reflections'),
  toggle('u', 'pulse', 'the pulse of light'),
];

/** Keys that choose what of the picture is shown. */
export const showBindings = bindings;
