import type { StoreState } from '#store/read.ts';
import { brightnessWords } from '#view/brightness-words.ts';
import { percentWords } from '#view/number-words.ts';
import { sinkShare } from '#view/sink-share.ts';
import { element, setText } from './element.ts';
import type { PanelPart } from './panel-part.ts';

/** [swatch, what it is in the city, what it is in the model] */
const rows: readonly (readonly [swatch: string, city: string, model: string])[] = [
  [
    'swatch-tower',
    'A tower',
    'one token of the text; its floors are the model’s layers, layer 0 at the street',
  ],
  [
    'swatch-attention',
    'Cool storey',
    'attention: what this token takes from earlier ones; one bay per head',
  ],
  ['swatch-feed-forward', 'Warm storey', 'feed-forward: what its neurons add'],
  ['swatch-residual', 'Spine', 'the residual stream that every storey reads and adds to'],
  ['swatch-beam', 'Beam', 'attention weight, from the token that is read to the one that reads'],
  ['swatch-prediction', 'Roof', 'the five most likely next tokens'],
  ['swatch-lens', 'Sign at a floor', 'logit lens: what the model would say if it stopped there'],
  ['swatch-pane', 'Filled or framed pane', 'a positive or a negative number'],
];

/** What the lights mean, and what they do not. */
export function legend(): PanelPart {
  const scale = element('p', { testid: 'legend-scale' });
  const sink = element('p', { testid: 'legend-sink' });
  const list = element(
    'dl',
    { class: 'legend' },
    ...rows.map(([swatch, city, model]) =>
      element(
        'div',
        { class: 'legend-row' },
        element('dt', {}, element('span', { class: `swatch ${swatch}` }), city),
        element('dd', { text: model }),
      ),
    ),
  );
  const whole = element(
    'div',
    { class: 'stack' },
    list,
    scale,
    sink,
    element('p', {
      text: 'Floors are compared by their glow: how much each adds, compared with what is already there. Hatched: it takes away.',
    }),
    element('p', {
      class: 'caution',
      text: 'Attention shows where information can flow; it is not a cause.',
    }),
  );
  return {
    element: whole,
    topics: ['settings', 'cursor', 'selection', 'overview', 'run'],
    update: (state) => {
      setText(scale, brightnessWords(state));
      setText(sink, sinkWords(state));
    },
  };
}

/** How much of what the token looked at reads rests on sinks. */
function sinkWords(state: StoreState): string {
  const share = sinkShare(state);
  if (share === undefined) return '';
  return `${percentWords(share)} of this token’s attention rests on a sink, a position heads park their weight on; those beams are ${state.settings.sinkBeams}.`;
}
