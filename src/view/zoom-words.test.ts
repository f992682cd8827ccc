import { expect, test } from 'vitest';
import { stateWith } from '#tests/fakes/panel-bench.ts';
import { rowLength, unitWords } from './site-units.ts';
import { withPosition, withValue } from './zoom-moves.ts';
import { zoomWords } from './zoom-words.ts';

const state = stateWith({});
const model = state.hello?.model;
if (!model) throw new Error('The bench shows no run.');

test('the way to a number is told step by step', () => {
  expect(zoomWords({ level: 'model' }, state)).toBe('City');
  expect(zoomWords({ level: 'token', position: 1 }, state)).toBe('City › “␣t1” on its way up');
  expect(
    zoomWords(
      { level: 'activation', layer: 2, position: 1, site: 'mlp.hook_post', index: 100 },
      state,
    ),
  ).toBe('City › layer 2 › feed-forward of “␣t1” › neuron 100 of mlp.hook_post');
});

test('a value of a head is told by head and place in it', () => {
  const at = { model, position: 1 };
  expect(unitWords('attn.hook_z', 70, at)).toBe('head 1, dimension 6');
  expect(unitWords('attn.hook_k', 5, at)).toBe('key-value head 0, dimension 5');
  expect(unitWords('attn.hook_pattern', 3, at)).toBe('head 1, key 1');
  expect(unitWords('ln1.hook_scale', 0, at)).toBe('scale 0');
});

test('a value stays within its row, which is shorter for an earlier token', () => {
  const zoom = {
    level: 'activation',
    layer: 0,
    position: 3,
    site: 'attn.hook_pattern',
    index: 7,
  } as const;
  expect(rowLength('attn.hook_pattern', model, 3)).toBe(8);
  expect(withPosition({ ...state, zoom }, 1)).toMatchObject({ position: 1, index: 3 });
  expect(withValue({ ...state, zoom }, 'ln1.hook_scale', 7)).toMatchObject({ index: 0 });
});
