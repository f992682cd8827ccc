import * as v from 'valibot';
import { displaySchema } from './control-message.ts';

/** A measured scale of light, kept beside the model it belongs to (SPEC.md, CAL1). */
export const storedCalibrationSchema = v.strictObject({
  /** SHA-256 of the model's file, hex. */
  model: v.pipe(v.string(), v.hexadecimal(), v.length(64)),
  display: displaySchema,
});
export type StoredCalibration = v.InferOutput<typeof storedCalibrationSchema>;
