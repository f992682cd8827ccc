import { examplePrompts } from '#view/example-prompts.ts';
import { button, command, intent, row, words } from './room-board.ts';
import type { BoardBlock } from './room-board.ts';
import { turnedList } from './turned-list.ts';
import type { WristWorld } from './wrist-world.ts';

const rowsShown = 4;

/** Another sentence to read: typed where the headset has a keyboard, or chosen. */
export function promptPage({ room, recentPrompts, place }: WristWorld): readonly BoardBlock[] {
  const { shown, turner } = turnedList(recentPrompts, place, rowsShown);
  return [
    ...(room.hasKeyboard
      ? [row(button('type', 'Type a sentence', command({ kind: 'type-prompt' })))]
      : [
          words(
            'This headset offers no keyboard to pages. Choose a sentence, or type one on the page outside.',
            'fine',
          ),
        ]),
    ...examplePrompts.map(({ name, prompt, why }, at) =>
      promptButton(`example-${String(at)}`, {
        prompt,
        text: `${name}: ${why.split(':')[0] ?? ''}`,
      }),
    ),
    ...(shown.length === 0 ? [] : [words('Read before', 'fine')]),
    ...shown.map((prompt, at) =>
      promptButton(`recent-${String(at)}`, { prompt, text: oneLine(prompt) }),
    ),
    ...turner,
  ];
}

function promptButton(
  key: string,
  { prompt, text }: { readonly prompt: string; readonly text: string },
): BoardBlock {
  return row(button(key, text, intent({ kind: 'submit-prompt', text: prompt, chat: false })));
}

function oneLine(prompt: string): string {
  return prompt.replaceAll(/\s+/g, ' ').trim();
}
