import { element } from './element.ts';

export interface HeadsetTyping {
  /** Calls the headset's keyboard. */
  readonly open: () => void;
}

/** A field that nobody sees: while it has the focus, the headset shows its own keyboard and types into it. */
export function headsetTyping(submit: (text: string) => void): HeadsetTyping {
  const field = element('input', {
    class: 'visually-hidden',
    testid: 'headset-typing',
    attributes: {
      type: 'text',
      tabindex: '-1',
      'aria-hidden': 'true',
      autocomplete: 'off',
      enterkeyhint: 'go',
    },
  });
  // Enter and the keyboard's own way out both end what was written.
  field.addEventListener('change', () => {
    const text = field.value;
    field.value = '';
    field.blur();
    if (text.trim() !== '') submit(text);
  });
  document.body.append(field);
  return {
    open: () => {
      field.focus();
    },
  };
}
