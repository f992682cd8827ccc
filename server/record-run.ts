import { directionLimit, type ProducerMessage } from '#contract/control-message.ts';
import type { LayerSite } from '#contract/hook-site.ts';
import type { RecordingTopic } from '#contract/recording.ts';
import { decodeSafetensors, requireTensor } from '#contract/safetensors.ts';
import { greedySampling } from '#contract/sampling.ts';
import { encodeDirections } from '#workers/produce/directions-encoder.ts';
import { helloMessage } from '#workers/produce/hello-message.ts';
import { LiveRun, tokenMessage, type MessageSink } from '#workers/produce/live-run.ts';
import { createRunEncoders } from '#workers/produce/run-encoders.ts';
import { RecordingWriter } from '#workers/produce/recording-writer.ts';
import type { RunnableModel } from '#workers/produce/runnable-model.ts';
import { encodeVocabulary } from '#workers/produce/vocabulary-encoder.ts';

export interface RunToRecord {
  readonly prompt: string;
  readonly generatedCount: number;
  /** Sites of which all positions' rows are kept as exact values, on every layer. */
  readonly valueSites: readonly LayerSite[];
  /** A layer that can be looked into: rows are kept at these sites too, and its neurons' directions. */
  readonly openLayer?: { readonly layer: number; readonly sites: readonly LayerSite[] };
}

/** What only a model that can run again can tell. */
const unrecordedTiers: ReadonlySet<string> = new Set(['difference', 'effect']);

/**
 * Runs a prompt greedily and records it with the lens and what heads carry of every position. The same run gives the
 * same bytes: the wall clock is left out.
 */
export function recordRun(model: RunnableModel, asked: RunToRecord): Uint8Array {
  const pieces: Uint8Array[] = [];
  const recorder = new Recorder((piece) => pieces.push(piece));
  const tokens = model.encodePrompt(asked.prompt, false);
  const run = new LiveRun(model, createRunEncoders(model), tokens, recorder);
  const question = { kind: 'run', request: 0, prompt: asked.prompt } as const;
  const settings = { chat: false, sampling: greedySampling };
  const facts = { id: 0, promptTokenCount: tokens.length };
  const hello = helloMessage(model, { ...question, ...settings }, facts);
  recorder.control({ ...hello, tiers: hello.tiers.filter((tier) => !unrecordedTiers.has(tier)) });
  for (const [position, token] of tokens.entries()) {
    recorder.control(tokenMessage(model, token, position, 'prompt'));
  }
  finish(run.prefill(0));
  for (const position of tokens.keys()) finishReadings(run, position);
  for (let made = 0; made < asked.generatedCount; made++) {
    finish(run.generate(0, { count: 1, sampling: greedySampling }));
    finishReadings(run, recorder.overviewCount - 1);
  }
  for (const { site, layer } of recordedRows(asked, model.forward.shape.layerCount)) {
    for (const positions of positionGroups(recorder.overviewCount)) {
      finish(run.values({ request: 0, site, layer, positions }));
    }
  }
  run.dispose();
  recorder.ofModel('/vocabulary', encodeVocabulary(model.vocabulary));
  if (asked.openLayer) recordDirections(model, asked.openLayer.layer, recorder);
  recorder.end();
  return joined(pieces);
}

function finishReadings(run: LiveRun, position: number): void {
  finish(run.lens(position));
  finish(run.carried(position));
}

function recordedRows(
  { valueSites, openLayer }: RunToRecord,
  layerCount: number,
): readonly { readonly site: LayerSite; readonly layer: number }[] {
  const layers = Array.from({ length: layerCount }, (_, layer) => layer);
  const everywhere = valueSites.flatMap((site) => layers.map((layer) => ({ site, layer })));
  const opened = openLayer?.sites.map((site) => ({ site, layer: openLayer.layer })) ?? [];
  return [...everywhere, ...opened];
}

/** Few to a message: rows of patterns are as long as the longest of theirs. */
function positionGroups(count: number): readonly (readonly number[])[] {
  const positions = Array.from({ length: count }, (_, position) => position);
  const groups: (readonly number[])[] = [];
  for (let first = 0; first < count; first += 7) groups.push(positions.slice(first, first + 7));
  return groups;
}

/** All neurons of a layer, as many to a message as may be asked for at once. */
function recordDirections({ forward }: RunnableModel, layer: number, recorder: Recorder): void {
  const { neuronCount } = forward.shape;
  for (let first = 0; first < neuronCount; first += directionLimit) {
    const length = Math.min(directionLimit, neuronCount - first);
    const neurons = Array.from({ length }, (_, index) => first + index);
    recorder.ofModel('/directions', finish(encodeDirections(forward, { layer, neurons })));
  }
}

/** Files what a run says under its channel and step. */
class Recorder implements MessageSink {
  overviewCount = 0;
  readonly #writer: RecordingWriter;

  constructor(write: (piece: Uint8Array) => void) {
    this.#writer = new RecordingWriter(write);
  }

  control(message: ProducerMessage): void {
    // How far a computation has got means nothing later.
    if (message.kind === 'progress') return;
    const data = new TextEncoder().encode(JSON.stringify(message));
    this.#add('/control', this.overviewCount, data);
  }

  tensors(message: ArrayBuffer): void {
    const data = new Uint8Array(message);
    const blob = decodeSafetensors(data);
    const [branch = 0, step = 0, position = 0] = requireTensor(blob, 'clock', 'I32', [5]).data;
    const kind = blob.metadata.get('kind');
    if (kind === 'overview') {
      this.#writer.noteStep(branch, position, step);
      this.overviewCount = step + 1;
    }
    this.#add(`/${String(kind)}` as RecordingTopic, step, data);
  }

  /** What is true of the model whatever the run: it can be read before any model is there. */
  ofModel(topic: '/vocabulary' | '/directions', message: ArrayBuffer): void {
    this.#add(topic, 0, new Uint8Array(message));
  }

  end(): void {
    this.#writer.end();
  }

  #add(topic: RecordingTopic, step: number, data: Uint8Array): void {
    this.#writer.add({ topic, step, publishNanos: 0n, data });
  }
}

function finish<T>(slices: Generator<undefined, T, void>): T {
  for (;;) {
    const next = slices.next();
    if (next.done === true) return next.value;
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((all, { length }) => all + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}
