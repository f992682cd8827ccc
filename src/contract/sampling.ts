import * as v from 'valibot';

/** How the next token is chosen. Temperature 0 is greedy; topK 0 and topP 1 switch those limits off. */
export const samplingSchema = v.strictObject({
  temperature: v.pipe(v.number(), v.minValue(0), v.maxValue(10)),
  topK: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1 << 20)),
  topP: v.pipe(v.number(), v.gtValue(0), v.maxValue(1)),
  /** Seed of the generator that draws; the same seed, prompt and settings draw the same tokens. */
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff)),
});
export type Sampling = v.InferOutput<typeof samplingSchema>;
export const greedySampling: Sampling = { temperature: 0, topK: 0, topP: 1, seed: 0 };
