import * as v from 'valibot';
import { headScoresSchema } from './control-message.ts';

/** What each head is known for, kept beside the model it belongs to (SPEC.md, ROLE4). */
export const storedHeadScoresSchema = v.strictObject({
  /** SHA-256 of the model's file, hex. */
  model: v.pipe(v.string(), v.hexadecimal(), v.length(64)),
  headScores: headScoresSchema,
});
export type StoredHeadScores = v.InferOutput<typeof storedHeadScoresSchema>;
