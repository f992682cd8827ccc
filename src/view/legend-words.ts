import { calibrationTokenCount } from '#contract/calibration-text.ts';
import { againstCosine } from '#contract/texel-layout.ts';
import type { StoreState } from '#store/read.ts';
import { lightScale, litHooks } from './brightness-words.ts';
import { differenceLegend, showsDifference } from './difference-legend.ts';
import { exactNumber, listWords, percentWords } from './number-words.ts';
import { sinkWords } from './sink-share.ts';
import { strengthWords } from './strength-words.ts';

export interface LegendWords {
  /** What brightness compares. */
  readonly brightness: string;
  /** How the scale was made, for whoever wants to check it; empty before a run is here. */
  readonly scale: string;
  readonly hatch: string;
  /** What a beam's strength is, which are drawn, and what rests on sinks. */
  readonly beams: string;
}

/** The legend's sentences under the display settings in force. */
export function legendWords(state: StoreState): LegendWords {
  return {
    brightness: showsDifference(state)
      ? `The brighter a window, the further its numbers moved from the original run: ${grew}, ${fell}. ${differenceLegend.words.join(' ')}`
      : `The brighter a window, the larger its number. ${comparison(state)}`,
    scale: showsDifference(state) ? '' : scaleWords(state),
    hatch: showsDifference(state)
      ? ''
      : `A hatched storey takes away: what it adds points against what is there, cosine below ${exactNumber(againstCosine)}.`,
    beams: `${beamWords(state)} ${sinkWords(state)}`,
  };
}

const { grew, fell } = differenceLegend;

function comparison({ settings }: StoreState): string {
  return settings.commonScale
    ? 'All floors share one scale: brightness compares floors, tokens and moments.'
    : 'Each floor has a scale of its own: brightness compares tokens and moments on one floor; floors are compared by their wash, a storey’s glow.';
}

function scaleWords(state: StoreState): string {
  const scale = lightScale(state);
  if (!scale || !state.hello) return '';
  const { hooks } = state.hello.display;
  const sizes = litHooks.map(([hook]) => String(hooks[hook].binSize));
  const ends = state.settings.commonScale
    ? 'the layers’ middle median, dark, to their largest 99.5th percentile, full'
    : 'the median, dark, to the 99.5th percentile, full';
  return `A window is |value|, the strongest of ${listWords(sizes)} neighbours, on a log scale from ${ends}. The scale is fixed for this model, measured once over ${String(calibrationTokenCount)} tokens (calibration text ${scale.calibration}). The wash has one log scale for all layers.`;
}

function beamWords(state: StoreState): string {
  const { settings, hello } = state;
  if (!settings.shown.beams) return 'Beams are hidden.';
  const kept = hello ? `, at most ${String(hello.display.topK)} keys a head` : '';
  return `${strengthWords(state)} Weights from ${percentWords(settings.beamThreshold)} up are drawn${kept}.`;
}
