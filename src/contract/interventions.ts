import * as v from 'valibot';
import { layerSites } from './hook-site.ts';

/**
 * Changes to a forward pass: one schema for the command line, the worker, the wire and recordings
 * (SPEC.md, IV rules). A list is applied in listed order; at one site the entries act one after
 * another on what the entry before left.
 */
const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const vector = v.pipe(v.array(finite), v.minLength(1), v.maxLength(1 << 20));
const layers = v.union([index, v.pipe(v.array(index), v.minLength(1)), v.literal('all')]);
const oneOrAll = v.union([index, v.literal('all')]);

const where = {
  site: v.picklist(layerSites),
  layer: layers,
  /** Query head; on k, rot_k and v it counts key-value heads. Absent means all. */
  head: v.optional(oneOrAll),
  neuron: v.optional(v.union([index, v.literal('all')])),
  /** Scores and patterns: that row alone, or that row and every later one. Absent means all rows. */
  query: v.optional(v.union([index, v.strictObject({ from: index })])),
  key: v.optional(index),
  /** Other sites: the positions changed. Absent means all. */
  positions: v.optional(v.pipe(v.array(index), v.minLength(1))),
};

export const interventionSchema = v.variant('op', [
  v.strictObject({ ...where, op: v.literal('scale'), value: finite }),
  v.strictObject({ ...where, op: v.literal('add'), vector }),
  v.strictObject({
    ...where,
    op: v.literal('set'),
    value: v.optional(finite),
    vector: v.optional(vector),
  }),
  v.strictObject({ ...where, op: v.literal('mean') }),
  v.strictObject({ ...where, op: v.literal('patch'), run: index, position: index }),
  v.strictObject({
    ...where,
    site: v.literal('attn.hook_attn_scores'),
    op: v.literal('knock-out'),
  }),
  v.strictObject({ layer: index, op: v.literal('stop') }),
]);
export const interventionListSchema = v.pipe(v.array(interventionSchema), v.maxLength(4096));

export type Intervention = v.InferOutput<typeof interventionSchema>;
