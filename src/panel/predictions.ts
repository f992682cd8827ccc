import { predictionCount } from '#contract/overview.ts';
import type { StoreState } from '#store/read.ts';
import { focusPosition, litLayerAt } from '#view/focus-position.ts';
import { percentWords } from '#view/number-words.ts';
import { predictionsOf, type Prediction } from '#view/token-words.ts';
import { element, setHidden, setText } from './element.ts';
import type { PanelPart } from './panel-part.ts';
import { markedText } from './token-strip.ts';

/**
 * The likeliest next tokens of the token looked at, strongest first; none before its light has
 * climbed to the roof.
 */
function litPredictions(state: StoreState): readonly Prediction[] {
  const position = focusPosition(state);
  const overview = position === undefined ? undefined : state.overviews[position];
  const top = (state.hello?.model.layerCount ?? 0) - 1;
  if (position === undefined || overview === undefined || litLayerAt(state, position) < top) {
    return [];
  }
  return predictionsOf(state, overview);
}

/** What the model expects next, each with a bar as long as its probability. */
export function predictionList(): PanelPart {
  const name = element('span', { class: 'predictions-name', text: 'expects' });
  const list = element('ol', {
    class: 'predictions',
    testid: 'predictions',
    attributes: { 'aria-label': 'The likeliest next tokens' },
  });
  const rows = Array.from({ length: predictionCount }, () => {
    const text = element('span', { class: 'prediction-text' });
    const share = element('span', { class: 'prediction-share' });
    const row = element('li', { class: 'prediction' }, text, share);
    return { row, text, share };
  });
  list.append(...rows.map(({ row }) => row));
  const whole = element('div', { class: 'expects' }, name, list);
  return {
    element: whole,
    topics: ['run', 'overview', 'vocabulary', 'cursor', 'selection', 'tokens'],
    update: (state) => {
      const predictions = litPredictions(state);
      setHidden(whole, predictions.length === 0);
      rows.forEach(({ row, text, share }, rank) => {
        const prediction = predictions[rank];
        setHidden(row, prediction === undefined);
        if (prediction === undefined) return;
        if (text.textContent !== prediction.text)
          text.replaceChildren(...markedText(prediction.text));
        setText(share, percentWords(prediction.probability));
        row.style.setProperty('--share', prediction.probability.toFixed(3));
      });
    },
  };
}
