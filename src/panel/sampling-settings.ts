import type { Sampling } from '#contract/sampling.ts';
import type { Settings } from '#store/read.ts';
import { numberField, range, select, setOptions } from './controls.ts';
import { element, setText } from './element.ts';
import type { PanelWorld } from './panel-part.ts';

const largestSeed = 0xffffffff;
const defaultTemperature = 0.8;

export interface SamplingSettings {
  readonly element: HTMLElement;
  readonly update: (settings: Settings) => void;
}

/** How the next token is chosen: the most likely one, or by chance with temperature, top k, top p and seed. */
export function samplingSettings({ dispatch, store }: PanelWorld): SamplingSettings {
  // Greedy is temperature 0; the temperature drawn with before comes back with "by chance".
  let lastTemperature = defaultTemperature;
  const change = (part: Partial<Sampling>): void => {
    dispatch({ kind: 'set-sampling', sampling: { ...store.state.settings.sampling, ...part } });
  };
  const mode = select({
    label: 'Next token',
    testid: 'sampling-mode',
    onChange: (value) => {
      change({ temperature: value === 'greedy' ? 0 : lastTemperature });
    },
  });
  setOptions(mode.control, [
    ['greedy', 'the most likely'],
    ['sample', 'drawn by chance'],
  ]);
  const knobs = chanceKnobs(change);
  return {
    element: element('div', { class: 'stack' }, mode.element, knobs.element),
    update: ({ sampling }) => {
      const isGreedy = sampling.temperature === 0;
      if (!isGreedy) lastTemperature = sampling.temperature;
      mode.control.value = isGreedy ? 'greedy' : 'sample';
      knobs.element.hidden = isGreedy;
      knobs.update({ ...sampling, temperature: lastTemperature });
    },
  };
}

function chanceKnobs(change: (part: Partial<Sampling>) => void): {
  readonly element: HTMLElement;
  readonly update: (sampling: Sampling) => void;
} {
  const temperature = range({
    label: 'Temperature',
    testid: 'temperature',
    min: 0.1,
    max: 2,
    step: 0.05,
    onInput: (value) => {
      change({ temperature: value });
    },
  });
  const topP = range({
    label: 'Top p',
    testid: 'top-p',
    min: 0.05,
    max: 1,
    step: 0.05,
    onInput: (value) => {
      change({ topP: value });
    },
  });
  const topK = numberField({
    label: 'Top k (0: all)',
    testid: 'top-k',
    min: 0,
    max: 1 << 20,
    onChange: (value) => {
      change({ topK: value });
    },
  });
  const seed = numberField({
    label: 'Seed',
    testid: 'seed',
    min: 0,
    max: largestSeed,
    onChange: (value) => {
      change({ seed: value });
    },
  });
  const knobs = [temperature, topK, topP, seed].map((field) => field.element);
  return {
    element: element('div', { class: 'stack' }, ...knobs),
    update: (sampling) => {
      temperature.control.value = String(sampling.temperature);
      setText(temperature.output, sampling.temperature.toFixed(2));
      topP.control.value = String(sampling.topP);
      setText(topP.output, sampling.topP === 1 ? 'off' : sampling.topP.toFixed(2));
      topK.control.value = String(sampling.topK);
      seed.control.value = String(sampling.seed);
    },
  };
}
