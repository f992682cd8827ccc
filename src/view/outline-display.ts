import { components } from '#contract/intent.ts';
import type { StoreState } from '#store/read.ts';
import { BeamList, isBeamLit } from './beam-list.ts';
import { brightnessWords } from './brightness-words.ts';
import { countWords, listWords } from './number-words.ts';
import type { OutlineNode } from './outline-node.ts';
import { sinkWords } from './sink-share.ts';

/** How the run is looked at: beams, what is shown, scale, sampling, help. */
export function outlineDisplay(state: StoreState): readonly OutlineNode[] {
  const { settings } = state;
  const { temperature, topK, topP, seed } = settings.sampling;
  const sampling =
    temperature === 0
      ? 'The next token is the likeliest one.'
      : `The next token is drawn at temperature ${String(temperature)}, top-k ${topK === 0 ? 'off' : String(topK)}, top-p ${topP === 1 ? 'off' : String(topP)}, seed ${String(seed)}.`;
  return [
    beamsNode(state),
    leaf('shown', shownWords(state)),
    leaf('brightness', brightnessWords(state)),
    leaf('sampling', sampling),
    leaf('help', settings.helpOpen ? 'Help is open.' : 'Help is closed.'),
  ];
}

function leaf(key: string, text: string): OutlineNode {
  return { key, text, children: [] };
}

/** Filled again for every outline. */
const list = new BeamList();

function beamsNode(state: StoreState): OutlineNode {
  const { settings, selectedPosition } = state;
  const { isolatedHead, isolatedLayer, beamThreshold } = settings;
  list.collect(state);
  let litCount = 0;
  for (let index = 0; index < list.count; index += 1) {
    if (isBeamLit(list, index, state)) litCount += 1;
  }
  const head = isolatedHead === null ? 'all heads' : `head ${String(isolatedHead)} alone`;
  const layer = isolatedLayer === null ? 'all layers' : `layer ${String(isolatedLayer)} alone`;
  const whose =
    selectedPosition !== null
      ? `of token ${String(selectedPosition)}, in and out`
      : isolatedLayer === null
        ? 'of the newest token'
        : 'of every token';
  return {
    key: 'beams',
    text: `${countWords(litCount, 'beam')} ${whose}, ${layer}, ${head}, weight at least ${String(beamThreshold)}.`,
    children: [leaf('sinks', sinkWords(state))],
  };
}

function shownWords({ settings }: StoreState): string {
  const shown = components.filter((component) => settings.shown[component]);
  const hidden = components.filter((component) => !settings.shown[component]);
  if (hidden.length === 0) return 'Everything is shown.';
  if (shown.length === 0) return 'Everything is hidden.';
  return `Shown are ${listWords(shown)}; hidden are ${listWords(hidden)}.`;
}
