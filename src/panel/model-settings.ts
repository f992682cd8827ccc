import type { Hello } from '#contract/control-message.ts';
import { checkbox } from './controls.ts';
import { element, setText } from './element.ts';
import { limitSentence } from './limit-sentence.ts';
import type { PanelPart, PanelWorld, PromptOptions } from './panel-part.ts';
import { samplingSettings } from './sampling-settings.ts';

/** How the next token is chosen, whether the prompt is a chat turn, and what model this is. */
export function modelSettings(world: PanelWorld, options: PromptOptions): PanelPart {
  const sampling = samplingSettings(world);
  const chat = checkbox({
    label: 'Ask as a chat turn (from the next sentence on)',
    testid: 'chat',
    onChange: (checked) => {
      options.chat = checked;
    },
  });
  const facts = element('p', { class: 'fine', testid: 'model-facts' });
  return {
    element: element(
      'div',
      { class: 'stack' },
      sampling.element,
      chat.element,
      element('p', { class: 'fine', testid: 'token-limit', text: limitSentence }),
      facts,
    ),
    topics: ['settings', 'run'],
    update: ({ settings, hello }) => {
      sampling.update(settings);
      chat.control.checked = options.chat;
      setText(facts, hello === undefined ? '' : modelWords(hello.model));
    },
  };
}

function modelWords(model: Hello['model']): string {
  const sizes = [
    `${String(model.layerCount)} layers`,
    `${String(model.headCount)} heads of width ${String(model.headWidth)} on ${String(model.kvHeadCount)} key-value heads`,
    `${String(model.width)} wide`,
    `${String(model.neuronCount)} neurons a layer`,
    `${String(model.vocabularySize)} tokens known`,
  ].join(', ');
  return `${model.name}: ${sizes}. Weights in ${model.dtype}, file ${model.sha256.slice(0, 12)}…`;
}
