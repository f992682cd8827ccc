/**
 * The model this app comes with: SmolLM2-135M-Instruct (Hugging Face, Apache-2.0) as a Q4_1 GGUF.
 * Addresses are same-origin; the hash is SHA-256, hex.
 */
export const defaultModel = {
  name: 'SmolLM2-135M-Instruct',
  revision: 'Q4_1',
  url: '/models/SmolLM2-135M-Instruct.Q4_1.gguf',
  sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  byteLength: 98_362_432,
  calibrationUrl: '/models/SmolLM2-135M-Instruct.Q4_1.calibration.json',
  headScoresUrl: '/models/SmolLM2-135M-Instruct.Q4_1.head-scores.json',
} as const;

/** The run the city shows before the weights are there. */
export const bundledRecordingUrl = '/recordings/capital.mcap';
/** The sentence that run reads. */
export const bundledPrompt = 'The capital of France is';
