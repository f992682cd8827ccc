import * as v from 'valibot';
import { layerSites, modelSites } from './hook-site.ts';
import { interventionListSchema } from './interventions.ts';
import { tensorMessageKinds } from './overview.ts';
import { samplingSchema } from './sampling.ts';

/**
 * Control messages: JSON text on a socket or in a recording, the same object on a MessagePort
 * (SPEC.md, MSG rules). `request` is chosen by whoever asks and echoed in every answer.
 */
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff));
const text = (limit: number) => v.pipe(v.string(), v.maxLength(limit));
const numbers = v.pipe(v.array(v.pipe(v.number(), v.finite())), v.maxLength(1024));
const pairs = v.pipe(v.array(v.tuple([v.number(), v.number()])), v.maxLength(1024));

/** The most characters a prompt may have. */
export const promptLimitCharacters = 2000;
/** The most tokens this version shows: prompt and generated ones together. */
export const shownTokenLimit = 128;

/** The most neurons one `directions` may ask for. */
export const directionLimit = 32;

/** The most tests one `effect` may ask for. */
export const effectTestLimit = 4096;

const modelSchema = v.strictObject({
  name: text(200),
  revision: text(200),
  sha256: text(64),
  architecture: text(64),
  layerCount: v.pipe(count, v.minValue(1), v.maxValue(256)),
  width: v.pipe(count, v.minValue(1), v.maxValue(65536)),
  headCount: v.pipe(count, v.minValue(1), v.maxValue(256)),
  kvHeadCount: v.pipe(count, v.minValue(1), v.maxValue(256)),
  headWidth: v.pipe(count, v.minValue(1), v.maxValue(1024)),
  neuronCount: v.pipe(count, v.minValue(1), v.maxValue(1 << 20)),
  vocabularySize: v.pipe(count, v.minValue(1), v.maxValue(1 << 21)),
  contextLength: v.pipe(count, v.minValue(1)),
  dtype: text(32),
});

/** Scales of one displayed hook: per layer, the value of code 127 and the brightness range. */
const hookDisplaySchema = v.strictObject({
  /** Bins per head (attn.hook_z) or per row. */
  binCount: count,
  /** Values pooled into one bin; a bin is the signed value of largest magnitude among them. */
  binSize: count,
  /** Per layer: magnitude that display code 127 stands for (calibration maximum of the bin statistic). */
  hi: numbers,
  /** Per layer: [median, 99.5th percentile] of |bin|: dark and full brightness. */
  brightness: pairs,
  /** Per layer: the same two percentiles of single values. */
  valueBrightness: pairs,
});

/** One role's score of every head, 0 … 1, [layer, head] flat. */
const roleScores = v.pipe(
  v.array(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  v.maxLength(256 * 256),
);

/** What each head is known for, by `HeadRole`, measured once over a stated text (SPEC.md, ROLE). */
export const headScoresSchema = v.strictObject({
  /** SHA-256 of `headScoreConstruction`, hex. */
  text: text(64),
  'previous-token': roleScores,
  duplicate: roleScores,
  induction: roleScores,
  sink: roleScores,
});
export type HeadScores = v.InferOutput<typeof headScoresSchema>;

export const displaySchema = v.strictObject({
  hooks: v.strictObject({
    hook_resid_post: hookDisplaySchema,
    'attn.hook_z': hookDisplaySchema,
    'mlp.hook_post': hookDisplaySchema,
  }),
  /** Attended keys kept per head; self and sink are counted beside them. */
  topK: v.pipe(count, v.minValue(1), v.maxValue(64)),
  /** SHA-256 of the calibration text, hex. */
  calibration: text(64),
  /** Absent when nobody measured them for this model. */
  headScores: v.optional(headScoresSchema),
});
export type Display = v.InferOutput<typeof displaySchema>;

const helloSchema = v.strictObject({
  kind: v.literal('hello'),
  protocol: v.literal(1),
  request: count,
  model: modelSchema,
  run: v.strictObject({
    id: count,
    prompt: text(promptLimitCharacters * 4),
    precision: v.picklist(['i16', 'f32']),
    sampling: samplingSchema,
    chat: v.boolean(),
    /** How many of the run's tokens are the prompt's. */
    promptTokenCount: count,
  }),
  display: displaySchema,
  tiers: v.array(v.picklist(tensorMessageKinds)),
});
export type Hello = v.InferOutput<typeof helloSchema>;

/** From a producer to whoever shows. */
export const producerMessageSchema = v.variant('kind', [
  helloSchema,
  v.strictObject({
    kind: v.literal('token'),
    position: count,
    id: count,
    text: text(4096),
    /** The token's raw bytes, hex: what is shown when they are no whole character. */
    bytes: text(4096),
    /** Whether the prompt or the sampler put it there. */
    from: v.picklist(['prompt', 'sampler']),
  }),
  v.strictObject({
    kind: v.literal('progress'),
    request: count,
    layer: count,
    position: count,
    positionCount: count,
  }),
  /** From here on messages are of that branch (SPEC.md, BR). */
  v.strictObject({
    kind: v.literal('branch'),
    request: count,
    branch: count,
    /** The branch whose overviews it shares below `firstPosition`. */
    parent: count,
    revision: count,
    tokenCount: count,
    /** Overviews of this and later positions follow; `tokenCount` when none do. */
    firstPosition: count,
  }),
  v.strictObject({
    kind: v.literal('gap'),
    tier: text(32),
    from: count,
    to: count,
    reason: text(400),
  }),
  /** The run takes no more tokens: the limit is reached or the model ended its text. */
  v.strictObject({ kind: v.literal('end'), request: count, reason: text(400) }),
  v.strictObject({
    kind: v.literal('error'),
    request: count,
    code: text(64),
    message: text(1000),
    fatal: v.boolean(),
  }),
]);
export type ProducerMessage = v.InferOutput<typeof producerMessageSchema>;

const siteSchema = v.picklist([...layerSites, ...modelSites]);
/** From whoever shows to a producer. */
export const viewerMessageSchema = v.variant('kind', [
  /** Starts a new run; everything of the run before is dropped. Answered by hello. */
  v.strictObject({
    kind: v.literal('run'),
    request: count,
    prompt: text(promptLimitCharacters),
    chat: v.boolean(),
    sampling: samplingSchema,
  }),
  /** Asks for that many further tokens; nothing is computed ahead of it. */
  v.strictObject({ kind: v.literal('generate'), request: count, count, sampling: samplingSchema }),
  v.strictObject({ kind: v.literal('cancel'), request: count }),
  /** Bytes the reader has taken and is ready to take again. */
  v.strictObject({ kind: v.literal('credit'), bytes: count }),
  v.strictObject({ kind: v.literal('lens'), request: count, position: count }),
  v.strictObject({
    kind: v.literal('values'),
    request: count,
    site: siteSchema,
    layer: count,
    positions: v.pipe(v.array(count), v.minLength(1), v.maxLength(shownTokenLimit)),
  }),
  v.strictObject({ kind: v.literal('vocabulary'), request: count }),
  v.strictObject({ kind: v.literal('carried'), request: count, position: count }),
  v.strictObject({
    kind: v.literal('directions'),
    request: count,
    layer: count,
    neurons: v.pipe(v.array(count), v.minLength(1), v.maxLength(directionLimit)),
  }),
  v.strictObject({
    kind: v.literal('intervene'),
    request: count,
    interventions: interventionListSchema,
  }),
  /** Goes on with a branch that is kept (SPEC.md, BR3). */
  v.strictObject({ kind: v.literal('switch'), request: count, branch: count }),
  v.strictObject({ kind: v.literal('difference'), request: count, position: count }),
  v.strictObject({
    kind: v.literal('effect'),
    request: count,
    position: count,
    /** 0 or the changed one. Each test is applied after that branch's own interventions. */
    branch: count,
    tests: v.pipe(v.array(interventionListSchema), v.minLength(1), v.maxLength(effectTestLimit)),
  }),
  /** Ends an `effect`; what was measured has been sent. */
  v.strictObject({ kind: v.literal('stop-effect'), request: count }),
]);
export type ViewerMessage = v.InferOutput<typeof viewerMessageSchema>;
