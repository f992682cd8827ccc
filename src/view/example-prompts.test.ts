import { expect, test } from 'vitest';
import { examplePrompts, withRecentPrompt } from './example-prompts.ts';

test('the latest six sentences are kept, each once, and no examples', () => {
  let recent: readonly string[] = [];
  for (const prompt of ['a', 'b', 'c', 'a', 'd', 'e', 'f', 'g', ' ']) {
    recent = withRecentPrompt(recent, prompt);
  }
  expect(recent).toEqual(['g', 'f', 'e', 'd', 'a', 'c']);
  expect(withRecentPrompt(recent, examplePrompts[0]?.prompt ?? '')).toBe(recent);
});
