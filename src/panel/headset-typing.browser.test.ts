import { expect, test } from 'vitest';
import { headsetTyping } from './headset-typing.ts';

test('what the headset’s keyboard writes is submitted once it is done, and the field is empty again', () => {
  const said: string[] = [];
  const typing = headsetTyping((text) => said.push(text));
  typing.open();
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement)) throw new Error('No field has the focus.');
  field.value = 'Once upon a time';
  field.dispatchEvent(new Event('change'));
  expect(said).toEqual(['Once upon a time']);
  expect(field.value).toBe('');
  expect(document.activeElement).not.toBe(field);
  field.value = '  ';
  field.dispatchEvent(new Event('change'));
  expect(said).toHaveLength(1);
  field.remove();
});
