import type { StoreState } from '#store/read.ts';
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
      text: 'A floor’s glow is how much it adds, compared with what is already there. Hatched: it takes away.',
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
      setText(
        scale,
        state.settings.commonScale
          ? 'Brightness is |value| on one log scale for all floors: floors and moments can be compared.'
          : 'Brightness is |value| on a log scale of its own for each floor: it compares tokens and moments on one floor; floors are compared by their glow.',
      );
      setText(sink, sinkWords(state));
    },
  };
}

/** Share of the attention weight of the token shown that rests on sinks, over all layers and heads. */
export function sinkWords({ overviews, cursor, selectedPosition }: StoreState): string {
  const sinks = overviews[selectedPosition ?? cursor.position]?.attentionSink;
  if (sinks === undefined || sinks.length === 0) return '';
  const share = sinks.reduce((sum, each) => sum + each, 0) / sinks.length;
  return `${(100 * share).toFixed(0)} % of this token’s attention rests on a sink, a position heads park their weight on; those beams are thin.`;
}
