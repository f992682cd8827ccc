import type { DecodedOverview } from '#contract/decoded-message.ts';
import type { StoreState } from '#store/read.ts';
import { BeamList, isBeamLit, type Beam } from './beam-list.ts';
import { litLayerAt } from './focus-position.ts';
import { lensTopCount, topLensLayer } from './lens-layers.ts';
import { groupedNumber, percentWords, shortNumber } from './number-words.ts';
import type { OutlineNode } from './outline-node.ts';
import { tokenWords, vocabularyWords } from './token-words.ts';

const namedCount = 5;
/** The selected token: its strongest storeys, beams in and out, and what its lens says on the way up. */
export function outlineSelection(state: StoreState): OutlineNode {
  const position = state.selectedPosition;
  const overview = position === null ? undefined : state.overviews[position];
  if (position === null) return leaf('selection', 'No token is selected.');
  const text = `Selected is token ${String(position)}, ${tokenWords(state, position)}.`;
  if (!overview) return leaf('selection', text);
  const { incoming, outgoing } = litBeams(state, position);
  return {
    key: 'selection',
    text,
    children: [
      {
        key: 'storeys',
        text: 'Storeys that add most, as a ratio of norms:',
        children: storeyNodes(overview, litLayerAt(state, position)),
      },
      {
        key: 'beams-in',
        text: `It reads, strongest first, ${String(incoming.length)} in all:`,
        children: beamNodes('in', incoming, (beam) => tokenWords(state, beam.key)),
      },
      {
        key: 'beams-out',
        text: `It is read by, strongest first, ${String(outgoing.length)} in all:`,
        children: beamNodes('out', outgoing, (beam) => tokenWords(state, beam.query)),
      },
      lensNode(state, position),
    ],
  };
}

function leaf(key: string, text: string): OutlineNode {
  return { key, text, children: [] };
}

function storeyNodes(overview: DecodedOverview, litLayer: number): readonly OutlineNode[] {
  const storeys = Array.from(overview.added, (ratio, index) => ({ ratio, index }));
  return storeys
    .filter(({ index }) => Math.floor(index / 2) <= litLayer)
    .sort((a, b) => b.ratio - a.ratio)
    .slice(0, namedCount)
    .map(({ ratio, index }) => {
      const kind = index % 2 === 0 ? 'attention' : 'feed-forward';
      const layer = String(Math.floor(index / 2));
      return leaf(`storey-${kind}-${layer}`, `Layer ${layer}, ${kind}: ${shortNumber(ratio)}.`);
    });
}

/** Filled again for every outline. */
const list = new BeamList();

/** Indices in the list of what the token reads, sinks and itself left out, and of who reads it. */
function litBeams(
  state: StoreState,
  position: number,
): { readonly incoming: number[]; readonly outgoing: number[] } {
  list.collect(state);
  const incoming: number[] = [];
  const outgoing: number[] = [];
  for (let index = 0; index < list.count; index += 1) {
    if (!isBeamLit(list, index, state)) continue;
    if (list.query(index) !== position) outgoing.push(index);
    else if (list.kind(index) === 'key') incoming.push(index);
  }
  return { incoming, outgoing };
}

function beamNodes(
  way: 'in' | 'out',
  indices: readonly number[],
  otherEnd: (beam: Beam) => string,
): readonly OutlineNode[] {
  return indices
    .toSorted((a, b) => list.weight(b) - list.weight(a))
    .slice(0, namedCount)
    .map((index) => list.at(index))
    .map((beam) =>
      leaf(
        `beam-${way}-${String(beam.layer)}-${String(beam.head)}-${String(beam.query)}-${String(beam.key)}`,
        `${otherEnd(beam)}, layer ${String(beam.layer)}, head ${String(beam.head)}: ≈ ${percentWords(beam.weight)}.`,
      ),
    );
}

function lensNode(state: StoreState, position: number): OutlineNode {
  const lens = state.lenses[position];
  if (!lens) return leaf('lens', 'Its logit lens is not here yet.');
  const lit = litLayerAt(state, position);
  const signs = Array.from(
    lens.rank.subarray(0, Math.min(lit, topLensLayer(lens)) + 1),
    (rank, layer) => {
      const words = vocabularyWords(state, lens.token[layer * lensTopCount] ?? -1);
      return leaf(
        `lens-${String(layer)}`,
        `Layer ${String(layer)}: ${words}, the final answer is number ${groupedNumber(rank + 1)}.`,
      );
    },
  );
  return { key: 'lens', text: 'What the model would say if it stopped there:', children: signs };
}
