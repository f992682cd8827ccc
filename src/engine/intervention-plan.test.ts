import { describe, expect, test } from 'vitest';
import type { Intervention } from '#contract/interventions.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { firstTouched, planInterventions, type InterventionPlan } from './intervention-plan.ts';

const shape: ModelShape = {
  layerCount: 6,
  width: 32,
  headCount: 4,
  kvHeadCount: 2,
  headWidth: 8,
  neuronCount: 64,
  vocabularySize: 100,
  contextLength: 50,
};
const sources = {
  meanRow: () => new Float32Array(32),
  patchRow: () => new Float32Array(32),
};

function plan(list: readonly Intervention[], previous?: InterventionPlan): InterventionPlan {
  return planInterventions(list, { shape, sources, previous });
}

describe('what a change of interventions touches first', () => {
  const cases: { title: string; before?: Intervention[]; after: Intervention[]; at: unknown }[] = [
    { title: 'nothing when the lists are equal', after: [], at: undefined },
    {
      title: 'the layer and position of a new entry',
      after: [{ site: 'attn.hook_z', layer: 3, positions: [5, 2], op: 'scale', value: 0 }],
      at: { layer: 3, position: 2 },
    },
    {
      title: 'the same when an entry goes',
      before: [{ site: 'attn.hook_z', layer: [4, 2], op: 'scale', value: 0 }],
      after: [],
      at: { layer: 2, position: 0 },
    },
    {
      title: 'no row before the key of an edge exists',
      after: [{ site: 'attn.hook_attn_scores', layer: 1, key: 3, op: 'knock-out' }],
      at: { layer: 1, position: 3 },
    },
    {
      title: 'the layer below for the residual that enters a layer',
      after: [{ site: 'hook_resid_pre', layer: 4, op: 'scale', value: 2 }],
      at: { layer: 3, position: 0 },
    },
    {
      title: 'only what follows the part two lists share',
      before: [{ site: 'hook_mlp_out', layer: 0, op: 'scale', value: 2 }],
      after: [
        { site: 'hook_mlp_out', layer: 0, op: 'scale', value: 2 },
        { site: 'hook_mlp_out', layer: 0, positions: [9], op: 'scale', value: 3 },
      ],
      at: { layer: 0, position: 9 },
    },
    {
      title: 'nothing when entries of different sites change places',
      before: [
        { site: 'hook_mlp_out', layer: 0, op: 'scale', value: 2 },
        { site: 'attn.hook_z', layer: 0, op: 'scale', value: 2 },
      ],
      after: [
        { site: 'attn.hook_z', layer: 0, op: 'scale', value: 2 },
        { site: 'hook_mlp_out', layer: 0, op: 'scale', value: 2 },
      ],
      at: undefined,
    },
    { title: 'nothing below a stop', after: [{ layer: 2, op: 'stop' }], at: undefined },
    {
      title: 'nothing above a stop',
      before: [{ layer: 2, op: 'stop' }],
      after: [
        { layer: 2, op: 'stop' },
        { site: 'hook_resid_pre', layer: 3, op: 'scale', value: 0 },
      ],
      at: undefined,
    },
  ];
  test.each(cases)('$title', ({ before = [], after, at }) => {
    expect(firstTouched(plan(before), plan(after))).toEqual(at);
  });
});

describe('an entry that does not fit is refused in one sentence', () => {
  const scale = { op: 'scale', value: 0 } as const;
  const cases: [string, Intervention, RegExp][] = [
    ['a layer too high', { site: 'attn.hook_z', layer: 6, ...scale }, /no layer 6, only 0 to 5/],
    ['a stop too high', { layer: 6, op: 'stop' }, /no layer 6/],
    ['a head too high', { site: 'attn.hook_k', layer: 0, head: 2, ...scale }, /no head 2, only 2/],
    ['a head without heads', { site: 'hook_mlp_out', layer: 0, head: 0, ...scale }, /no heads/],
    [
      'a neuron too high',
      { site: 'mlp.hook_post', layer: 0, neuron: 64, ...scale },
      /no neuron 64/,
    ],
    ['a neuron of a head', { site: 'attn.hook_z', layer: 0, neuron: 0, ...scale }, /not neurons/],
    ['a query elsewhere', { site: 'attn.hook_z', layer: 0, query: 1, ...scale }, /on scores and/],
    [
      'positions of a pattern',
      { site: 'attn.hook_pattern', layer: 0, positions: [1], ...scale },
      /take query, not positions/,
    ],
    [
      'a vector that does not fit',
      { site: 'attn.hook_z', layer: 0, head: 1, op: 'add', vector: [1, 2, 3] },
      /3 elements, the selection 8/,
    ],
    [
      'a vector over rows of different lengths',
      { site: 'attn.hook_pattern', layer: 0, op: 'set', vector: [1, 2] },
      /a different number at each query/,
    ],
    ['a set of nothing', { site: 'attn.hook_z', layer: 0, op: 'set' }, /a value or a vector/],
    ['a mean pattern', { site: 'attn.hook_pattern', layer: 0, op: 'mean' }, /no mean/],
    [
      'a pattern of another query',
      { site: 'attn.hook_pattern', layer: 0, query: 3, op: 'patch', run: 0, position: 2 },
      /the same query/,
    ],
  ];
  test.each(cases)('%s', (_, entry, words) => {
    expect(() => plan([entry])).toThrow(RangeError);
    expect(() => plan([entry])).toThrow(words);
  });
});

test('an entry that stays keeps the values it was given, even of a run that is gone', () => {
  const patch: Intervention = { site: 'attn.hook_z', layer: 1, op: 'patch', run: 0, position: 0 };
  const first = plan([patch]);
  const gone = {
    ...sources,
    patchRow: (): Float32Array => {
      throw new RangeError('There is no run 0.');
    },
  };
  const context = { shape, sources: gone, previous: first };
  const added: Intervention = { site: 'hook_mlp_out', layer: 2, op: 'scale', value: 0 };
  expect(planInterventions([patch, added], context).layers[1]).toEqual(first.layers[1]);
  expect(() => plan([patch])).not.toThrow();
  expect(() => planInterventions([patch], { ...context, previous: undefined })).toThrow(/no run 0/);
});
