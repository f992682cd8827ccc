import { components } from '#contract/intent.ts';
import type { HeadOrder, HeadRole, Layout } from '#contract/view-choice.ts';
import type { StoreState } from '#store/read.ts';
import { actingHeads } from './acting-heads.ts';
import { BeamList, isBeamLit } from './beam-list.ts';
import { brightnessWords } from './brightness-words.ts';
import { focusPosition } from './focus-position.ts';
import { headsOfRole, leastRoleShare, roleWords } from './head-roles.ts';
import { countWords, listWords, roughNumber } from './number-words.ts';
import type { OutlineNode } from './outline-node.ts';
import { sinkWords } from './sink-share.ts';
import { strengthWords } from './strength-words.ts';
import { tokenWords } from './token-words.ts';

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
    headsNode(state),
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

function headsNode(state: StoreState): OutlineNode {
  const { headOrder } = state.settings;
  return {
    key: 'heads',
    text: `${shownHeadsWords(state)}, ${headOrderWords[headOrder]}.`,
    children: [leaf('acting', actingWords(state))],
  };
}

function shownHeadsWords(state: StoreState): string {
  const { headRole } = state.settings;
  if (headRole === null) return 'Heads of every role are shown';
  const only = `${roleNames[headRole]} are shown`;
  if (!state.hello?.display.headScores) return `${only}, but no scores are stored for this model`;
  const { size } = headsOfRole(state, headRole);
  return `${only}, ${countWords(size, 'head')} with a score of ${String(leastRoleShare[headRole])} or more`;
}

const namedActing = 5;

/** Which heads do in this run what heads are known for. */
function actingWords(state: StoreState): string {
  const position = focusPosition(state);
  if (position === undefined) return 'No head acts yet.';
  const acting = actingHeads(state, position).filter(({ role }) => role !== 'sink');
  const at = tokenWords(state, position);
  if (acting.length === 0)
    return `At ${at} no head acts as a previous-token, duplicate-token or induction head.`;
  const named = acting.slice(0, namedActing).map(({ layer, head, role, weight, key }) => {
    const read = key === undefined ? '' : ` reads ${tokenWords(state, key)}`;
    return `layer ${String(layer)} head ${String(head)} (${roleWords[role]})${read} with ${roughNumber(weight)}`;
  });
  return `At ${at} heads act ${countWords(acting.length, 'time')} in their roles, most: ${named.join('; ')}.`;
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
