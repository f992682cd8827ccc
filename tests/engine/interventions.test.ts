import { beforeAll, describe, expect, test } from 'vitest';
import type { Branch, ForwardPass } from '#contract/forward-pass.ts';
import { layerSites, rowShape, type LayerSite } from '#contract/hook-site.ts';
import type { Intervention } from '#contract/interventions.ts';
import { precisions } from '#contract/model-shape.ts';
import type { Float64Sources } from '#tests/support/float64-interventions.ts';
import { runFloat64, type Float64Run } from '#tests/support/float64-pass.ts';
import {
  createTinyForwardPass,
  drain,
  rowProblems,
  tinyCalibrationTokens,
} from '#tests/support/tiny-engine.ts';
import { createTinyModel } from '#tests/support/tiny-gguf.ts';

const model = createTinyModel({ seed: 3 });
const { shape, weights } = model;
const tokens = [5, 77, 100, 33, 270, 1, 9, 200];
const otherTokens = [61, 5, 14, 180, 9, 2, 77, 30];
const isMap = (site: LayerSite): boolean =>
  site === 'attn.hook_attn_scores' || site === 'attn.hook_pattern';

/** A vector as long as one head's part of a row, or the row where it has no heads. */
function vectorFor(site: LayerSite): number[] {
  const length = isMap(site) ? 1 : (rowShape(site, shape, 0).at(-1) ?? 1);
  const centre = site.endsWith('hook_scale') ? 1.3 : 0.3;
  return Array.from({ length }, (_, index) => centre + 0.2 * Math.sin(index));
}

interface Case {
  readonly title: string;
  readonly list: readonly Intervention[];
}

const everySite: readonly Case[] = layerSites.flatMap((site): Case[] => {
  const where = { site, layer: 1 };
  const ofMaps: Intervention[] = [
    { ...where, op: 'patch', run: 0, position: 6, query: 6, head: 2 },
  ];
  const ofRows: Intervention[] = [
    { ...where, op: 'mean' },
    { ...where, op: 'patch', run: 0, position: 2, positions: [4, 6] },
  ];
  const entries: Intervention[] = [
    { ...where, op: 'scale', value: 0.5 },
    { ...where, op: 'add', vector: vectorFor(site) },
    { ...where, op: 'set', vector: vectorFor(site) },
    ...(isMap(site) ? ofMaps : ofRows),
  ];
  return entries.map((entry) => ({ title: `${entry.op} at ${site}`, list: [entry] }));
});

const scores = 'attn.hook_attn_scores';
const selections: readonly Case[] = [
  {
    title: 'one edge knocked out',
    list: [{ site: scores, layer: 1, head: 2, query: 6, key: 3, op: 'knock-out' }],
  },
  {
    title: 'an edge knocked out from a query on',
    list: [{ site: scores, layer: 0, head: 1, query: { from: 4 }, key: 2, op: 'knock-out' }],
  },
  {
    title: 'all keys of one head and query knocked out',
    list: [{ site: scores, layer: 1, head: 3, query: 5, op: 'knock-out' }],
  },
  {
    title: 'all keys of all heads knocked out on every layer',
    list: [{ site: scores, layer: 'all', op: 'knock-out' }],
  },
  {
    title: 'a row emptied and one key given back',
    list: [
      { site: scores, layer: 2, head: 0, query: 7, op: 'knock-out' },
      { site: scores, layer: 2, head: 0, query: 7, key: 1, op: 'set', value: 0.5 },
    ],
  },
  {
    title: 'a scaled row keeps its masks',
    list: [
      { site: scores, layer: 1, key: 2, op: 'knock-out' },
      { site: scores, layer: 1, op: 'scale', value: 0 },
    ],
  },
  {
    title: 'a key set in the pattern, which is not renormalised',
    list: [{ site: 'attn.hook_pattern', layer: 0, key: 0, op: 'set', value: 0.9 }],
  },
  {
    title: 'one head of a vector of all heads',
    list: [
      { site: 'attn.hook_z', layer: 1, head: 2, op: 'add', vector: vectorFor('attn.hook_z') },
      {
        site: 'attn.hook_v',
        layer: [0, 2],
        op: 'set',
        vector: Array.from({ length: 32 }, (_, index) => Math.cos(index)),
      },
    ],
  },
  {
    title: 'a key-value head counts as such',
    list: [{ site: 'attn.hook_k', layer: 1, head: 1, op: 'scale', value: -1 }],
  },
  {
    title: 'one neuron ten times louder on all layers',
    list: [{ site: 'mlp.hook_post', layer: 'all', neuron: 95, op: 'scale', value: 10 }],
  },
  {
    title: 'mean and patch of one head',
    list: [
      { site: 'attn.hook_z', layer: 0, head: 1, op: 'mean', positions: [1, 2, 7] },
      { site: 'attn.hook_z', layer: 2, head: 3, op: 'patch', run: 0, position: 5 },
    ],
  },
  {
    title: 'in listed order: set, then scale, then add',
    list: [
      { site: 'hook_mlp_out', layer: 1, op: 'set', value: 2 },
      { site: 'hook_mlp_out', layer: 1, op: 'scale', value: 0.25 },
      { site: 'hook_mlp_out', layer: 1, op: 'add', vector: vectorFor('hook_mlp_out') },
    ],
  },
  {
    title: 'the stream between two layers by both its names',
    list: [
      { site: 'hook_resid_post', layer: 0, op: 'scale', value: 2 },
      { site: 'hook_resid_pre', layer: 1, op: 'add', vector: vectorFor('hook_resid_pre') },
    ],
  },
  { title: 'stop after layer 0', list: [{ layer: 0, op: 'stop' }] },
  {
    title: 'stop after layer 1 with a change below and one above',
    list: [
      { layer: 1, op: 'stop' },
      { site: 'hook_mlp_out', layer: 'all', op: 'scale', value: 0.5 },
    ],
  },
];

describe.each(precisions)('[IV2] in %s every change does what float64 does', (precision) => {
  let forward: ForwardPass;
  let other: Branch;
  let otherWanted: Float64Run;
  let sources: Float64Sources;
  beforeAll(() => {
    forward = createTinyForwardPass(model, precision);
    other = forward.createBranch();
    drain(other.prefill(otherTokens));
    otherWanted = runFloat64(weights, otherTokens);
    const calibration = runFloat64(weights, tinyCalibrationTokens);
    sources = {
      meanRow: (site, layer) => meanRowOf(calibration, site, layer),
      patchRow: (run, site, layer, position) => {
        expect(run).toBe(other.id);
        return otherWanted.row(site, layer, position);
      },
    };
  });

  test.each([...everySite, ...selections])('$title', ({ list }) => {
    const bound = list.map((entry) => (entry.op === 'patch' ? { ...entry, run: other.id } : entry));
    const branch = forward.createBranch(bound);
    drain(branch.prefill(tokens));
    const wanted = runFloat64(weights, tokens, { interventions: bound, sources });
    const clean = runFloat64(weights, tokens);
    const last = tokens.length - 1;
    expect(wanted.logits(last)).not.toEqual(clean.logits(last));
    expect(rowProblems(branch, wanted, precision, depthOf(list))).toEqual([]);
    branch.dispose();
  });
});

/** Position 0 is left out of the mean: it is a sink, unlike all others. */
function meanRowOf(run: Float64Run, site: LayerSite, layer: number): Float64Array {
  const positions = tinyCalibrationTokens.map((_, position) => position).slice(1);
  const rows = positions.map((position) => run.row(site, layer, position));
  const [first = new Float64Array(0)] = rows;
  return first.map((_, i) => rows.reduce((sum, row) => sum + (row[i] ?? NaN), 0) / rows.length);
}

function depthOf(list: readonly Intervention[]): number {
  const stops = list.flatMap((entry) => (entry.op === 'stop' ? [entry.layer + 1] : []));
  return Math.min(shape.layerCount, ...stops);
}

describe('what does not fit the model is refused, naming the entry', () => {
  const forward = createTinyForwardPass(model, 'i16');
  const z = { site: 'attn.hook_z', layer: 0 } as const;
  test.each<[string, Intervention, string]>([
    ['a layer', { ...z, layer: 3, op: 'scale', value: 0 }, 'no layer 3'],
    ['a layer in a list', { ...z, layer: [0, 9], op: 'scale', value: 0 }, 'no layer 9'],
    ['a layer to stop at', { layer: 3, op: 'stop' }, 'no layer 3'],
    ['a head', { ...z, head: 4, op: 'scale', value: 0 }, 'no head 4'],
    [
      'a key-value head',
      { site: 'attn.hook_k', layer: 0, head: 2, op: 'scale', value: 0 },
      'no head 2',
    ],
    [
      'a head where there is none',
      { site: 'hook_mlp_out', layer: 0, head: 0, op: 'scale', value: 0 },
      'no heads',
    ],
    [
      'a neuron',
      { site: 'mlp.hook_post', layer: 0, neuron: 96, op: 'scale', value: 0 },
      'no neuron 96',
    ],
    ['a vector', { ...z, op: 'add', vector: [1, 2, 3] }, '3 elements'],
    ['neither value nor vector', { ...z, op: 'set' }, 'either a value or a vector'],
    ['both', { ...z, op: 'set', value: 1, vector: [1] }, 'either a value or a vector'],
    ['a key', { ...z, key: 1, op: 'scale', value: 0 }, 'scores and patterns only'],
    [
      'positions of scores',
      { site: scores, layer: 0, positions: [1], op: 'scale', value: 0 },
      'query, not positions',
    ],
    ['a mean of rows of many lengths', { site: scores, layer: 0, op: 'mean' }, 'no mean'],
    ['a run', { ...z, op: 'patch', run: 77, position: 0 }, 'no run 77'],
  ])('%s', (_, entry, words) => {
    const list: Intervention[] = [{ ...z, op: 'scale', value: 1 }, entry];
    expect(() => forward.createBranch(list)).toThrow(RangeError);
    expect(() => forward.createBranch(list)).toThrow(words);
  });

  test('a position to patch from', () => {
    const { id } = forward.createBranch();
    const entry: Intervention = { ...z, op: 'patch', run: id, position: 0 };
    expect(() => forward.createBranch([entry])).toThrow('no position 0');
  });
});
