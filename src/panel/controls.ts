import { element } from './element.ts';
import { icon, type IconName } from './icon.ts';

export interface ButtonOptions {
  readonly label: string;
  readonly testid: string;
  readonly icon?: IconName;
  /** Shows the label beside the icon; else it is a tooltip and what screen readers say. */
  readonly isLabelled?: boolean;
  /** The key that does the same, told in the tooltip. */
  readonly key?: string;
  readonly class?: string;
  readonly onPress: () => void;
}

export function button(options: ButtonOptions): HTMLButtonElement {
  const { label, testid, key } = options;
  const isLabelled = options.isLabelled ?? options.icon === undefined;
  const title = key === undefined ? label : `${label} (${key})`;
  const made = element('button', {
    class: `button ${options.class ?? ''}`,
    testid,
    attributes: { type: 'button', title, ...(isLabelled ? {} : { 'aria-label': label }) },
  });
  if (options.icon !== undefined) made.append(icon(options.icon));
  if (isLabelled) made.append(element('span', { class: 'button-label', text: label }));
  made.addEventListener('click', options.onPress);
  return made;
}

export interface CheckboxOptions {
  readonly label: string;
  readonly testid: string;
  /** Class of the colour patch before the words. */
  readonly swatch?: string;
  readonly onChange: (checked: boolean) => void;
}

export interface Field<Control extends HTMLElement> {
  readonly element: HTMLElement;
  readonly control: Control;
}

export function checkbox(options: CheckboxOptions): Field<HTMLInputElement> {
  const control = element('input', { testid: options.testid, attributes: { type: 'checkbox' } });
  control.addEventListener('change', () => {
    options.onChange(control.checked);
  });
  const row = element('label', { class: 'check' }, control);
  if (options.swatch !== undefined) {
    row.append(element('span', { class: `swatch ${options.swatch}` }));
  }
  row.append(element('span', { text: options.label }));
  return { element: row, control };
}

export interface RangeOptions {
  readonly label: string;
  readonly testid: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onInput: (value: number) => void;
}

/** A slider with its name before and its value, in words, after it. */
export function range(
  options: RangeOptions,
): Field<HTMLInputElement> & { readonly output: HTMLElement } {
  const control = element('input', {
    testid: options.testid,
    attributes: {
      type: 'range',
      min: String(options.min),
      max: String(options.max),
      step: String(options.step),
    },
  });
  control.addEventListener('input', () => {
    options.onInput(control.valueAsNumber);
  });
  const output = element('output', { class: 'field-value' });
  const row = element(
    'label',
    { class: 'field' },
    element('span', { class: 'field-name', text: options.label }),
    output,
    control,
  );
  return { element: row, control, output };
}

export interface SelectOptions {
  readonly label: string;
  readonly testid: string;
  readonly onChange: (value: string) => void;
}

export function select(options: SelectOptions): Field<HTMLSelectElement> {
  const control = element('select', { testid: options.testid });
  control.addEventListener('change', () => {
    options.onChange(control.value);
  });
  const row = element(
    'label',
    { class: 'field field-inline' },
    element('span', { class: 'field-name', text: options.label }),
    control,
  );
  return { element: row, control };
}

/** Fills a select with [value, words] pairs, only where they differ from what is there. */
export function setOptions(
  control: HTMLSelectElement,
  options: readonly (readonly [value: string, words: string])[],
): void {
  const isSame =
    control.options.length === options.length &&
    options.every(([value, words], i) => {
      const option = control.options[i];
      return option?.value === value && option.text === words;
    });
  if (isSame) return;
  const { value } = control;
  control.replaceChildren(...options.map(([each, words]) => new Option(words, each)));
  control.value = value;
}

export interface NumberOptions {
  readonly label: string;
  readonly testid: string;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}

/** A whole number; what is no number, or out of range, is put back to the nearest that is allowed. */
export function numberField(options: NumberOptions): Field<HTMLInputElement> {
  const { min, max } = options;
  const control = element('input', {
    testid: options.testid,
    attributes: { type: 'number', min: String(min), max: String(max), step: '1' },
  });
  control.addEventListener('change', () => {
    const value = Number.isFinite(control.valueAsNumber) ? Math.round(control.valueAsNumber) : min;
    const allowed = Math.min(max, Math.max(min, value));
    control.value = String(allowed);
    options.onChange(allowed);
  });
  const row = element(
    'label',
    { class: 'field field-inline' },
    element('span', { class: 'field-name', text: options.label }),
    control,
  );
  return { element: row, control };
}
