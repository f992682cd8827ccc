import { components } from '#contract/intent.ts';
import type { HeadOrder, HeadRole, Layout } from '#contract/view-choice.ts';
import type { StoreState } from '#store/read.ts';
import { BeamList, isBeamLit } from './beam-list.ts';
import { brightnessWords } from './brightness-words.ts';
import { countWords, listWords } from './number-words.ts';
import type { OutlineNode } from './outline-node.ts';
import { sinkWords } from './sink-share.ts';

/** How the run is looked at: beams, heads, what is shown, layout, scale, sampling, help. */
export function outlineDisplay(state: StoreState): readonly OutlineNode[] {
  const { settings } = state;
  const { temperature, topK, topP, seed } = settings.sampling;
  const sampling =
    temperature === 0
      ? 'The next token is the likeliest one.'
      : `The next token is drawn at temperature ${String(temperature)}, top-k ${topK === 0 ? 'off' : String(topK)}, top-p ${topP === 1 ? 'off' : String(topP)}, seed ${String(seed)}.`;
  return [
    beamsNode(state),
    leaf('heads', headWords(state)),
    leaf('shown', shownWords(state)),
    layoutNode(state),
    leaf('units', unitWords(state)),
    leaf('brightness', brightnessWords(state)),
    leaf('sampling', sampling),
    leaf('help', settings.helpOpen ? 'Help is open.' : 'Help is closed.'),
    leaf('glossary', settings.glossaryOpen ? 'The glossary is open.' : 'The glossary is closed.'),
  ];
}

const roleNames: Readonly<Record<HeadRole, string>> = {
  'previous-token': 'Only previous-token heads',
  duplicate: 'Only duplicate-token heads',
  induction: 'Only induction heads',
  sink: 'Only sink heads',
};

const headOrderWords: Readonly<Record<HeadOrder, string>> = {
  index: 'an open floor’s in the model’s own order',
  reading: 'an open floor’s ordered by how much they read',
  role: 'an open floor’s ordered by what they are known for',
};

const layoutWords: Readonly<Record<Layout, string>> = {
  avenue: 'The towers stand in an avenue.',
  ring: 'The towers stand in a ring around the viewer.',
  blocks: 'The towers stand in blocks.',
};

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
    children: [leaf('sinks', sinkWords(state)), leaf('strength', strengthWords(state))],
  };
}

function strengthWords({ settings }: StoreState): string {
  return settings.beamStrength === 'weight'
    ? 'A beam is as thick as its attention weight.'
    : 'A beam is as thick as what it carries, weight × ‖v·W_O‖, where that is known.';
}

function headWords({ settings }: StoreState): string {
  const { headRole, headOrder } = settings;
  const shown =
    headRole === null ? 'Heads of every role are shown' : `${roleNames[headRole]} are shown`;
  return `${shown}, ${headOrderWords[headOrder]}.`;
}

function unitWords({ settings }: StoreState): string {
  const { unitOrder, strongestCount } = settings;
  const count =
    strongestCount === null ? 'all values' : `the strongest ${countWords(strongestCount, 'value')}`;
  const order = unitOrder === 'index' ? 'as the model counts them' : 'strongest first';
  return `An open component shows ${count}, ${order}.`;
}

function layoutNode({ settings }: StoreState): OutlineNode {
  const { layout, ringPage } = settings;
  const page =
    ringPage === null
      ? 'The ring’s page follows what is read.'
      : `The ring stays at page ${String(ringPage + 1)}.`;
  const children = layout === 'ring' ? [leaf('ring-page', page)] : [];
  return { key: 'layout', text: layoutWords[layout], children };
}

function shownWords({ settings }: StoreState): string {
  const shown = components.filter((component) => settings.shown[component]);
  const hidden = components.filter((component) => !settings.shown[component]);
  if (hidden.length === 0) return 'Everything is shown.';
  if (shown.length === 0) return 'Everything is hidden.';
  return `Shown are ${listWords(shown)}; hidden are ${listWords(hidden)}.`;
}
