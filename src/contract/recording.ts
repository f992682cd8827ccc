/** What a recording's file consists of (SPEC.md, REC). */
export const recordingProfile = 'neural-city';

/** Channels by topic; ids are fixed so that the same run gives the same bytes. */
export const recordingChannels = {
  '/control': { id: 1, messageEncoding: 'json' },
  '/overview': { id: 2, messageEncoding: 'safetensors' },
  '/lens': { id: 3, messageEncoding: 'safetensors' },
  '/values': { id: 4, messageEncoding: 'safetensors' },
  '/vocabulary': { id: 5, messageEncoding: 'safetensors' },
  '/carried': { id: 6, messageEncoding: 'safetensors' },
  '/directions': { id: 7, messageEncoding: 'safetensors' },
} as const;
export type RecordingTopic = keyof typeof recordingChannels;

/** `logTime` of a step, nanoseconds (SPEC.md, REC2). */
export const nanosPerStep = 1_000_000n;
/** Name of the metadata record that maps "branch/position" to a step (SPEC.md, REC4). */
export const stepsMetadata = 'steps';
