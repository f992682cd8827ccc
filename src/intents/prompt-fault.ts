import { promptLimitCharacters } from '#contract/control-message.ts';

/** What is wrong with a prompt, as a sentence that says what to do, or undefined when it can be read. */
export function promptFault(text: string): string | undefined {
  if (text.trim() === '') return 'Type a sentence first: there is nothing to read yet.';
  if (text.length > promptLimitCharacters) {
    const [length, limit] = [text.length, promptLimitCharacters].map((count) =>
      count.toLocaleString('en'),
    );
    return `Your text has ${String(length)} characters and at most ${String(limit)} can be read: shorten it and try again.`;
  }
  return undefined;
}

/** The beginning of a prompt for a sentence about it, on one line, never cutting a character in two. */
export function quotedPrompt(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  const characters = Array.from(line);
  const shown = characters.length > 60 ? `${characters.slice(0, 59).join('')}…` : line;
  return `“${shown}”`;
}
