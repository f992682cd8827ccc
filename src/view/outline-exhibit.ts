import type { StoreState } from '#store/read.ts';
import type { Board, Exhibit } from './exhibit/board.ts';
import { listWords } from './number-words.ts';
import type { OutlineNode } from './outline-node.ts';
import { zoomWords } from './zoom-words.ts';

/**
 * Where in the model one looks and what stands open there: the exhibit's sentence and notes, then
 * one sentence for each board. `exhibit` is what `exhibitOf` gives for this state; undefined before
 * it is at hand.
 */
export function outlineExhibit(state: StoreState, exhibit: Exhibit | undefined): OutlineNode {
  const { zoom } = state;
  const floors = leaf('open-floors', floorWords(state));
  if (zoom.level === 'model') {
    return { key: 'exhibit', text: 'The whole city is looked at.', children: [floors] };
  }
  const text = `Looked at is ${zoomWords(zoom, state)}.`;
  if (exhibit === undefined) {
    const children = [leaf('exhibit-sentence', 'What stands there is being put up.'), floors];
    return { key: 'exhibit', text, children };
  }
  return {
    key: 'exhibit',
    text,
    children: [
      leaf('exhibit-sentence', exhibit.sentence),
      ...exhibit.notes.map((note, index) => leaf(`exhibit-note-${String(index)}`, note)),
      ...exhibit.boards.map((board) => leaf(`board-${board.key}`, boardWords(board))),
      floors,
    ],
  };
}

/** A board in words: what it is, what it shows, whether it was computed or derived, or why it is empty. */
function boardWords({ title, sentence, status, missing }: Board): string {
  if (missing !== undefined) return `${title}: ${missing}`;
  const told = sentence.startsWith(`${title}:`) ? sentence : `${title}: ${sentence}`;
  return `${told} ${status}.`;
}

function floorWords({ openLayers }: StoreState): string {
  if (openLayers.length === 0) return 'No floor is open: all stand at their full height.';
  const which = listWords(openLayers.map(String));
  return openLayers.length === 1
    ? `Floor ${which} is open; the others are folded.`
    : `Floors ${which} are open; the others are folded.`;
}

function leaf(key: string, text: string): OutlineNode {
  return { key, text, children: [] };
}
