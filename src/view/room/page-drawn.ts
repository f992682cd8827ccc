import { components } from '#contract/intent.ts';
import type { Component, Intent } from '#contract/intent.ts';
import { ladderStep, thresholdSteps } from '#contract/setting-steps.ts';
import type { StoreState } from '#store/read.ts';
import { componentWords, thresholdWords } from '#view/setting-words.ts';
import { button, intent, row, stepper } from './room-board.ts';
import type { BoardAct, BoardBlock } from './room-board.ts';
import type { WristWorld } from './wrist-world.ts';

/** Which beams, which layer's and head's, and which parts of the picture. */
export function drawnPage({ store }: WristWorld): readonly BoardBlock[] {
  const { settings, hello } = store.state;
  const { isolatedHead, isolatedLayer, sinkBeams, beamStrength, commonScale } = settings;
  return [
    thresholdStepper(settings),
    isolation('head', {
      chosen: isolatedHead,
      count: hello?.model.headCount ?? 0,
      intentOf: (head) => ({ kind: 'isolate-head', head }),
    }),
    isolation('layer', {
      chosen: isolatedLayer,
      count: hello?.model.layerCount ?? 0,
      intentOf: (layer) => ({ kind: 'isolate-layer', layer }),
    }),
    row(
      button(
        'beam-strength',
        'As thick as carried',
        intent({
          kind: 'set-beam-strength',
          strength: beamStrength === 'carried' ? 'weight' : 'carried',
        }),
        { isOn: beamStrength === 'carried' },
      ),
      button(
        'sink-beams',
        'Sinks in full',
        intent({ kind: 'set-sink-beams', shown: sinkBeams === 'full' ? 'thin' : 'full' }),
        { isOn: sinkBeams === 'full' },
      ),
    ),
    ...pairs(components).map((pair) =>
      row(...pair.map((component) => componentButton(component, settings))),
    ),
    row(
      button(
        'common-scale',
        'One brightness scale for all floors',
        intent({ kind: 'set-common-scale', common: !commonScale }),
        { isOn: commonScale },
      ),
    ),
  ];
}

function thresholdStepper({ beamThreshold }: StoreState['settings']): BoardBlock {
  const step = (by: 1 | -1): BoardAct | undefined => {
    const weight = ladderStep(thresholdSteps, beamThreshold, by);
    return weight === beamThreshold ? undefined : intent({ kind: 'set-beam-threshold', weight });
  };
  return stepper('threshold', {
    name: 'Beams from',
    value: thresholdWords(beamThreshold),
    down: step(-1),
    up: step(1),
  });
}

interface Isolation {
  readonly chosen: number | null;
  readonly count: number;
  readonly intentOf: (index: number | null) => Intent;
}

/** All lies before the first. */
function isolation(name: 'head' | 'layer', { chosen, count, intentOf }: Isolation): BoardBlock {
  const at = chosen ?? -1;
  const goTo = (index: number): BoardAct | undefined =>
    index < -1 || index >= count ? undefined : intent(intentOf(index < 0 ? null : index));
  return stepper(`isolate-${name}`, {
    name: name === 'head' ? 'Head' : 'Layer',
    value: chosen === null ? 'all' : `${name} ${String(chosen)}`,
    down: goTo(at - 1),
    up: goTo(at + 1),
  });
}

function componentButton(
  component: Component,
  { shown }: StoreState['settings'],
): ReturnType<typeof button> {
  const isOn = shown[component];
  const act = intent({ kind: 'set-component', component, shown: !isOn });
  return button(`show-${component}`, componentWords[component], act, { isOn });
}

function pairs<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return items.flatMap((_, at) => (at % 2 === 0 ? [items.slice(at, at + 2)] : []));
}
