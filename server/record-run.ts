import { shownTokenLimit, type ProducerMessage } from '#contract/control-message.ts';
import type { LayerSite } from '#contract/hook-site.ts';
import type { RecordingTopic } from '#contract/recording.ts';
import { decodeSafetensors, requireTensor } from '#contract/safetensors.ts';
import { greedySampling } from '#contract/sampling.ts';
import { helloMessage } from '#workers/produce/hello-message.ts';
import type { Slices } from '#workers/produce/job-queue.ts';
import { LensEncoder } from '#workers/produce/lens-encoder.ts';
import { LiveRun, tokenMessage, type MessageSink } from '#workers/produce/live-run.ts';
import { OverviewEncoder } from '#workers/produce/overview-encoder.ts';
import { RecordingWriter } from '#workers/produce/recording-writer.ts';
import type { RunnableModel } from '#workers/produce/runnable-model.ts';
import { encodeVocabulary } from '#workers/produce/vocabulary-encoder.ts';

export interface RunToRecord {
  readonly prompt: string;
  readonly generatedCount: number;
  /** Sites of which the prompt's rows are kept as exact values, on every layer. */
  readonly valueSites: readonly LayerSite[];
}

/**
 * Runs a prompt greedily and records it with the lens of every position. The same run gives the
 * same bytes: the wall clock is left out.
 */
export function recordRun(model: RunnableModel, asked: RunToRecord): Uint8Array {
  const pieces: Uint8Array[] = [];
  const recorder = new Recorder((piece) => pieces.push(piece));
  const tokens = model.encodePrompt(asked.prompt, false);
  const run = startRun(model, tokens, recorder);
  const question = { kind: 'run', request: 0, prompt: asked.prompt } as const;
  const settings = { chat: false, sampling: greedySampling };
  const facts = { id: 0, promptTokenCount: tokens.length };
  recorder.control(helloMessage(model, { ...question, ...settings }, facts));
  for (const [position, token] of tokens.entries()) {
    recorder.control(tokenMessage(model, token, position, 'prompt'));
  }
  finish(run.prefill(0));
  const promptPositions = tokens.map((_, position) => position);
  for (const site of asked.valueSites) {
    for (let layer = 0; layer < model.forward.shape.layerCount; layer++) {
      finish(run.values({ request: 0, site, layer, positions: promptPositions }));
    }
  }
  for (const position of promptPositions) finish(run.lens(position));
  for (let made = 0; made < asked.generatedCount; made++) {
    finish(run.generate(0, 1, greedySampling));
    finish(run.lens(recorder.overviewCount - 1));
  }
  run.dispose();
  recorder.vocabulary(encodeVocabulary(model.vocabulary));
  recorder.end();
  return joined(pieces);
}

function startRun(model: RunnableModel, tokens: readonly number[], out: MessageSink): LiveRun {
  const encoders = {
    overview: new OverviewEncoder(model.forward, model.display, shownTokenLimit),
    lens: new LensEncoder(model.forward),
  };
  return new LiveRun(model, encoders, tokens, out);
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

  /** All tokens' bytes, so that predictions can be read before any model is there. */
  vocabulary(message: ArrayBuffer): void {
    this.#add('/vocabulary', 0, new Uint8Array(message));
  }

  end(): void {
    this.#writer.end();
  }

  #add(topic: RecordingTopic, step: number, data: Uint8Array): void {
    this.#writer.add({ topic, step, publishNanos: 0n, data });
  }
}

function finish(slices: Slices): void {
  while (slices.next().done !== true);
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
