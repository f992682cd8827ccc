import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { viewerMessageSchema } from '#contract/control-message.ts';
import { interventionListSchema } from '#contract/interventions.ts';

const edge = {
  site: 'attn.hook_attn_scores',
  layer: 23,
  head: 4,
  op: 'knock-out',
  key: 3,
} as const;

const accepts = (list: unknown): boolean => v.safeParse(interventionListSchema, list).success;

test.each(['capital', 'induction', 'code'])('[IV1] every list of the %s reference fits', (name) => {
  const url = new URL(`../reference/${name}.json`, import.meta.url);
  const { interventions } = JSON.parse(readFileSync(url, 'utf8')) as {
    interventions?: { interventions: unknown }[];
  };
  for (const { interventions: list } of interventions ?? []) {
    expect(v.parse(interventionListSchema, list)).toEqual(list);
    // The wire carries the same objects.
    const message = { kind: 'intervene', request: 1, interventions: list };
    expect(v.safeParse(viewerMessageSchema, message).success).toBe(true);
  }
});

describe('[IV3] where a change acts', () => {
  test('a query is one row, or that row and every later one', () => {
    expect(accepts([{ ...edge, query: 4 }, { ...edge, query: { from: 4 } }, edge])).toBe(true);
    expect(accepts([{ ...edge, query: { from: -1 } }])).toBe(false);
    expect(accepts([{ ...edge, query: 'all' }])).toBe(false);
  });

  test('layers are one, some or all; positions are named or absent', () => {
    const scale = { site: 'hook_mlp_out', op: 'scale', value: 0 };
    for (const layer of [0, [0, 3], 'all']) expect(accepts([{ ...scale, layer }])).toBe(true);
    expect(accepts([{ ...scale, layer: 0, positions: [1, 2] }])).toBe(true);
    for (const layer of [-1, [], 1.5]) expect(accepts([{ ...scale, layer }])).toBe(false);
    expect(accepts([{ ...scale, layer: 0, positions: [] }])).toBe(false);
  });
});

test('[IV2] an op nobody knows, a part too many or a knock-out of anything but scores is refused', () => {
  expect(accepts([{ site: 'hook_mlp_out', layer: 0, op: 'invert' }])).toBe(false);
  expect(accepts([{ ...edge, strength: 1 }])).toBe(false);
  expect(accepts([{ ...edge, site: 'attn.hook_pattern' }])).toBe(false);
  expect(accepts([{ op: 'stop', layer: 3 }])).toBe(true);
});
