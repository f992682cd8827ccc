import { afterEach, expect, test } from 'vitest';
import { mount, unmountAll } from '#tests/fakes/mount-panel.ts';

afterEach(unmountAll);

const long = 'The hallway smelt of boiled cabbage and old rag mats. '.repeat(20);

test.each([long, `First\nsecond\nthird\nfourth\nfifth`])(
  'a long prompt is one line high, three while it is written, and its beginning is seen after',
  async (prompt) => {
    const { find } = await mount();
    const text = find<HTMLTextAreaElement>('prompt');
    text.value = prompt;
    expect(text.offsetHeight).toBe(44);
    text.focus();
    expect(text.offsetHeight).toBe(88);
    expect(text.scrollHeight).toBeGreaterThan(text.clientHeight);
    text.scrollTop = text.scrollHeight;
    text.blur();
    expect(text.offsetHeight).toBe(44);
    expect(text.scrollTop).toBe(0);
  },
);

test('a short prompt stays one line high while it is written', async () => {
  const { find } = await mount();
  const text = find<HTMLTextAreaElement>('prompt');
  text.value = 'The sky is';
  text.focus();
  expect(text.offsetHeight).toBe(44);
});
