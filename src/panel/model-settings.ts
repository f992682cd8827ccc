import type { Sampling } from '#contract/sampling.ts';
import { checkbox, numberField, range, select, setOptions } from './controls.ts';
import { element, setText } from './element.ts';
import type { PanelPart, PanelWorld, PromptOptions } from './panel-part.ts';

const largestSeed = 0xffffffff;
const defaultTemperature = 0.8;

/** How the next token is chosen, whether the prompt is a chat turn, and what model this is. */
export function modelSettings(world: PanelWorld, options: PromptOptions): PanelPart {
  const { dispatch, store } = world;
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
  const temperature = range({
    label: 'Temperature',
    testid: 'temperature',
    min: 0.1,
    max: 2,
    step: 0.05,
    onInput: (value) => {
      lastTemperature = value;
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
  const chat = checkbox({
    label: 'Ask as a chat turn (from the next sentence on)',
    testid: 'chat',
    onChange: (checked) => {
      options.chat = checked;
    },
  });
  const chance = element(
    'div',
    { class: 'stack' },
    temperature.element,
    topK.element,
    topP.element,
    seed.element,
  );
  const facts = element('p', { class: 'fine', testid: 'model-facts' });
  return {
    element: element('div', { class: 'stack' }, mode.element, chance, chat.element, facts),
    topics: ['settings', 'run'],
    update: (state) => {
      const { sampling } = state.settings;
      const isGreedy = sampling.temperature === 0;
      if (!isGreedy) lastTemperature = sampling.temperature;
      mode.control.value = isGreedy ? 'greedy' : 'sample';
      chance.hidden = isGreedy;
      temperature.control.value = String(lastTemperature);
      setText(temperature.output, lastTemperature.toFixed(2));
      topP.control.value = String(sampling.topP);
      setText(topP.output, sampling.topP === 1 ? 'off' : sampling.topP.toFixed(2));
      topK.control.value = String(sampling.topK);
      seed.control.value = String(sampling.seed);
      chat.control.checked = options.chat;
      const model = state.hello?.model;
      setText(
        facts,
        model === undefined
          ? ''
          : `${model.name}: ${String(model.layerCount)} layers, ${String(model.headCount)} heads of width ${String(model.headWidth)} on ${String(model.kvHeadCount)} key-value heads, ${String(model.width)} wide, ${String(model.neuronCount)} neurons a layer, ${String(model.vocabularySize)} tokens known. Weights in ${model.dtype}, file ${model.sha256.slice(0, 12)}…`,
      );
    },
  };
}
