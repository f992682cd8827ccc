import { intentCommand, type KeyBinding } from './key-binding.ts';

/** Keys for all that can be dragged, for whoever cannot or would rather not drag. */
export const verbBindings: readonly KeyBinding[] = [
  {
    strokes: ['shift+enter'],
    group: 'Change the model',
    keys: 'Shift+Enter',
    meaning: 'read what is pointed at: open its layer, keep its beam in view, cut at a logit lens',
    command: () => ({ kind: 'verb-focus', stage: 'read', asSlice: false }),
  },
  {
    strokes: ['delete', 'backspace'],
    group: 'Change the model',
    keys: 'Delete',
    meaning: 'take away what is pointed at: a layer, a beam; at a logit lens: stop there',
    command: () => ({ kind: 'verb-focus', stage: 'change', asSlice: false }),
  },
  {
    strokes: ['shift+delete', 'shift+backspace'],
    group: 'Change the model',
    keys: 'Shift+Delete',
    meaning: 'stop after the layer pointed at',
    command: () => ({ kind: 'verb-focus', stage: 'change', asSlice: true }),
  },
  {
    strokes: ['ctrl+z'],
    group: 'Change the model',
    keys: 'Ctrl+Z',
    meaning: 'undo the last change',
    command: () => intentCommand({ kind: 'undo-change' }),
  },
  {
    strokes: ['ctrl+shift+z', 'ctrl+y'],
    group: 'Change the model',
    keys: 'Ctrl+Shift+Z  Ctrl+Y',
    meaning: 'do it again',
    command: () => intentCommand({ kind: 'redo-change' }),
  },
  {
    strokes: ['j'],
    group: 'Change the model',
    keys: 'J',
    meaning: 'show the original run, the changed one',
    command: ({ otherRun }) => otherRun && intentCommand({ kind: 'show-run', run: otherRun }),
  },
];
