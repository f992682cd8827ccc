import { expect, test } from 'vitest';
import type { HeldGrip } from '#contract/preview.ts';
import { changedState } from '#tests/fakes/changed-run.ts';
import { createFakeStore } from '#tests/fakes/fake-store.ts';
import { liveBench } from '#tests/fakes/interpreter-bench.ts';
import { buttonsOf } from '#tests/support/board-buttons.ts';
import { describeTarget } from '#view/describe-target.ts';
import { heldBlocks, hoverBlocks, pinnedBlocks, resultBlocks } from './plaques.ts';

const point = { x: 0, y: 0, z: 0 };
const held: HeldGrip = {
  actor: 'right',
  grip: { verb: 'grab', layer: 1 },
  pulledMetres: 0.6,
  stage: 'change',
  fromPoint: point,
  atPoint: point,
  isLost: false,
};

test('a plaque says of a thing what the card on the page says', () => {
  const { store } = liveBench();
  const model = describeTarget({ kind: 'token', position: 1 }, store);
  if (!model) throw new Error('The run has no token 1.');
  const text = JSON.stringify(hoverBlocks({ kind: 'token', position: 1 }, store));
  for (const part of [model.sentence, model.name, model.place, model.made]) {
    expect(text).toContain(JSON.stringify(part).slice(1, -1));
  }
});

test('what is held says what letting go would do, and stands out once that changes the model', () => {
  const { state } = liveBench().store;
  expect(heldBlocks(held, state)[0]).toEqual({
    kind: 'words',
    text: 'release: layer 1 × 0',
    tone: 'alert',
  });
  const [near] = heldBlocks({ ...held, stage: undefined }, state);
  expect(near).toEqual({ kind: 'words', text: 'pull on to open layer 1', tone: 'body' });
});

test('what is kept in view has its numbers and its buttons; nothing kept is no plaque', () => {
  const { store } = liveBench();
  expect(pinnedBlocks(store)).toEqual([]);
  const pinned = { kind: 'layer', layer: 1 } as const;
  const kept = createFakeStore({ ...store.state, pinned }).store;
  const keys = buttonsOf(pinnedBlocks(kept)).map(({ key }) => key);
  expect(keys).toEqual(['act-open', 'act-cut', 'act-free', 'act-stop', 'unpin']);
});

test('both answers stand side by side once something was changed', () => {
  expect(resultBlocks(liveBench().store.state)).toEqual([]);
  const blocks = resultBlocks(changedState());
  const answers = blocks.find(({ kind }) => kind === 'answers');
  if (answers?.kind !== 'answers') throw new Error('There are no answers.');
  const [before, after] = answers.columns;
  expect(before?.rows[0]).toMatchObject({ value: '77 %' });
  expect(after?.rows[0]).toMatchObject({ value: '31 %  +25' });
});
