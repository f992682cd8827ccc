import type { StoreState } from '#store/read.ts';
import { examplePrompts } from '#view/example-prompts.ts';
import { limitSentence } from './limit-sentence.ts';
import { button } from './controls.ts';
import { element, setAttribute } from './element.ts';
import type { PanelPart, PanelWorld, PromptOptions } from './panel-part.ts';

export interface PromptBox extends PanelPart {
  focus(): void;
}

/** Where a sentence is written and sent off. Enter runs, Shift+Enter starts a new line. */
export function promptBox(world: PanelWorld, options: PromptOptions): PromptBox {
  const text = element('textarea', {
    testid: 'prompt',
    class: 'prompt-text',
    attributes: {
      rows: '1',
      'aria-label': 'Your sentence',
      'aria-describedby': 'prompt-limit',
      placeholder: 'Write a sentence for the model to read',
      spellcheck: 'false',
      autocomplete: 'off',
      enterkeyhint: 'go',
    },
  });
  const submit = (): void => {
    world.dispatch({ kind: 'submit-prompt', text: text.value, chat: options.chat });
  };
  const run = button({
    label: 'Run',
    testid: 'run',
    class: 'button-main',
    key: 'Enter',
    onPress: () => undefined,
  });
  run.type = 'submit';
  const form = element('form', { class: 'prompt' }, text, run);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  const limit = element('span', {
    class: 'visually-hidden',
    attributes: { id: 'prompt-limit' },
    text: limitSentence,
  });
  const whole = element('div', { class: 'prompt-box' }, form, exampleChips(text, submit), limit);

  growWhileWritten(text, world);
  let shownPrompt: string | undefined;
  return {
    element: whole,
    topics: ['run', 'progress', 'engine'],
    update: (state) => {
      const prompt = promptOf(state);
      // What somebody is writing is theirs; a new run's prompt replaces only what was sent before.
      const isUntouched = text.value === (shownPrompt ?? '');
      if (prompt !== shownPrompt && isUntouched) text.value = prompt ?? '';
      shownPrompt = prompt;
      setAttribute(form, 'aria-busy', state.awaitedPrompt === undefined ? undefined : 'true');
    },
    focus: () => {
      text.focus();
      text.select();
    },
  };
}

const pressedPollMillis = 100;

/**
 * One line while it does not have the focus, several while it has. Nothing grows or shrinks under a
 * pressed pointer: what is pressed would move away from it and miss its click.
 */
function growWhileWritten(text: HTMLTextAreaElement, { later }: PanelWorld): void {
  const settle = (): void => {
    if (document.documentElement.matches(':active')) {
      later(settle, pressedPollMillis);
      return;
    }
    setAttribute(text, 'data-written', document.activeElement === text ? 'true' : undefined);
  };
  text.addEventListener('focus', settle);
  text.addEventListener('blur', settle);
}

function promptOf({ awaitedPrompt, hello }: StoreState): string | undefined {
  return awaitedPrompt ?? hello?.run.prompt;
}

function exampleChips(text: HTMLTextAreaElement, submit: () => void): HTMLElement {
  const chips = examplePrompts.map(({ name, prompt, why }, i) => {
    const chip = element('button', {
      class: 'chip',
      testid: `example-${String(i)}`,
      text: name,
      attributes: { type: 'button', title: `${why}: “${prompt}”` },
    });
    chip.addEventListener('click', () => {
      text.value = prompt;
      submit();
    });
    return chip;
  });
  return element(
    'div',
    { class: 'chips', attributes: { role: 'group', 'aria-label': 'Examples' } },
    ...chips,
  );
}
