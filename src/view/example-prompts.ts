import { bundledPrompt } from '#contract/default-model.ts';

export interface ExamplePrompt {
  readonly name: string;
  readonly prompt: string;
  /** What a newcomer can see in it. */
  readonly why: string;
}

/** Sentences to begin with. */
export const examplePrompts: readonly ExamplePrompt[] = [
  {
    name: 'A capital',
    prompt: bundledPrompt,
    why: 'A fact: one beam carries “France” to the last word',
  },
  {
    name: 'A name again',
    prompt: 'Mr. Dursley was proud to say that he was normal. Mr. Durs',
    why: 'Induction: heads find the name where it stood before',
  },
  {
    name: 'Counting',
    prompt: '1, 2, 3, 4, 5,',
    why: 'A pattern: what comes next follows from the row',
  },
  {
    name: 'Some code',
    prompt: 'def fibonacci(n):\n    if n < 2:\n        return n\n    return fibonacci(n - 1) +',
    why: 'Code: the model closes what the program opened',
  },
];

const recentLimit = 6;

/** Sentences read before, the latest first, each once; the examples stand elsewhere. */
export function withRecentPrompt(recent: readonly string[], prompt: string): readonly string[] {
  const isExample = examplePrompts.some((example) => example.prompt === prompt);
  if (isExample || prompt.trim() === '') return recent;
  return [prompt, ...recent.filter((each) => each !== prompt)].slice(0, recentLimit);
}
