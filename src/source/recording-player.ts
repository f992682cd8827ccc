import * as v from 'valibot';
import {
  producerMessageSchema,
  viewerMessageSchema,
  type Hello,
  type ProducerMessage,
  type ViewerMessage,
} from '#contract/control-message.ts';
import type { Clock } from '#contract/decoded-message.ts';
import { decodeSafetensors, requireTensor } from '#contract/safetensors.ts';
import type { RecordedItem, Recording } from './mcap-recording.ts';
import {
  directionsFrom,
  readRecordedDirections,
  type RecordedDirections,
} from './recorded-directions.ts';
import { readRecordedValues, valuesFrom, type RecordedValues } from './recorded-values.ts';

/** Where a player's messages go. */
export interface PlayerOut {
  control(message: ProducerMessage): void;
  /** Takes the memory. */
  tensors(message: ArrayBuffer): void;
}

const notRecorded = {
  lens: 'The logit lens of this word was not recorded.',
  carried:
    'What heads carry from this word was not recorded; the model can compute it once loaded.',
  values: 'These exact values were not recorded; the model can compute them once loaded.',
  directions: 'What these neurons write was not recorded; the model can compute it once loaded.',
  vocabulary: 'The vocabulary was not recorded.',
} as const;

/**
 * Speaks the producer's side of the stream from a recording (SPEC.md, REC6). Everything recorded is
 * sent in order as credit allows; what is not recorded is refused, never made up.
 */
export class RecordingPlayer {
  readonly #recording: Recording;
  readonly #out: PlayerOut;
  readonly #control: readonly { readonly step: number; readonly message: ProducerMessage }[];
  readonly #hello: Hello;
  /** Clock of each position's newest overview that has been sent. */
  readonly #clocks = new Map<number, Clock>();
  /** Both are read with the first question. */
  #values: Promise<RecordedValues> | undefined;
  #directions: Promise<RecordedDirections> | undefined;
  #controlSent = 0;
  #creditBytes = 0;
  #resume: (() => void) | undefined;
  #stopped = false;

  /** @throws Error with one sentence when the recording has no hello or damaged control messages. */
  constructor(recording: Recording, out: PlayerOut) {
    this.#recording = recording;
    this.#out = out;
    this.#control = recording.control.map((item) => ({
      step: item.step,
      message: parseControl(item),
    }));
    const first = this.#control[0]?.message;
    if (first?.kind !== 'hello') throw new Error('This recording does not say what it is of.');
    this.#hello = first;
  }

  /** Sends all there is; resolves when it is over or was stopped. */
  async play(): Promise<void> {
    // What explains the first step needs no credit: hello and the prompt are there at once.
    this.#sendControlUpTo(0);
    let nextStep = 0;
    let broken: string | undefined;
    try {
      for await (const item of this.#recording.overviews()) {
        await this.#credit();
        if (this.#stopped) return;
        this.#sendControlUpTo(item.step);
        this.#sendOverview(item);
        nextStep = item.step + 1;
      }
    } catch {
      broken = 'Part of the recording is damaged; what follows is lost.';
    }
    if (this.#stopped) return;
    this.#sendControlUpTo(Infinity);
    this.#sendGap(nextStep, broken ?? this.#recording.lost);
    this.#out.control({ kind: 'end', request: 0, reason: 'The recording ends here.' });
  }

  stop(): void {
    this.#stopped = true;
    this.#resume?.();
  }

  /** Anything the viewer may have sent. Never throws. */
  receive(message: unknown): void {
    const parsed = v.safeParse(viewerMessageSchema, message);
    if (!parsed.success) {
      this.#refuse(0, 'not-understood', 'A request to the recording is not understood.');
      return;
    }
    this.#handle(parsed.output).catch(() => {
      const request = 'request' in parsed.output ? parsed.output.request : 0;
      this.#refuse(request, 'not-recorded', 'That part of the recording is damaged.');
    });
  }

  async #handle(message: ViewerMessage): Promise<void> {
    switch (message.kind) {
      case 'credit':
        this.#creditBytes += message.bytes;
        this.#resume?.();
        return;
      case 'cancel':
      case 'stop-effect':
        return;
      case 'lens':
      case 'carried':
        await this.#answerOfPosition(message);
        return;
      case 'directions':
        await this.#answerDirections(message);
        return;
      case 'values':
        await this.#answerValues(message);
        return;
      case 'vocabulary':
        await this.#answerVocabulary(message.request);
        return;
      case 'generate':
        this.#out.control({
          kind: 'end',
          request: message.request,
          reason: 'The recording ends here.',
        });
        return;
      default:
        this.#refuse(
          message.request,
          'not-recorded',
          'A recording cannot do that; it needs the model, which may still be loading.',
        );
    }
  }

  async #answerOfPosition(
    message: Extract<ViewerMessage, { kind: 'lens' | 'carried' }>,
  ): Promise<void> {
    const { kind, request, position } = message;
    const step = this.#clocks.get(position)?.step;
    const [found] = step === undefined ? [] : await this.#recording.find(`/${kind}`, step);
    if (found) await this.#sendWithCredit(copyOf(found.data));
    else this.#refuse(request, 'not-recorded', notRecorded[kind]);
  }

  async #answerDirections(question: Extract<ViewerMessage, { kind: 'directions' }>): Promise<void> {
    this.#directions ??= this.#recording.find('/directions').then(readRecordedDirections);
    const answer = directionsFrom(await this.#directions, question);
    if (answer) await this.#sendWithCredit(answer.buffer);
    else this.#refuse(question.request, 'not-recorded', notRecorded.directions);
  }

  async #answerValues(question: Extract<ViewerMessage, { kind: 'values' }>): Promise<void> {
    this.#values ??= this.#recording.find('/values').then(readRecordedValues);
    const recorded = await this.#values;
    const last = this.#clocks.get(question.positions.at(-1) ?? 0);
    const answer = last && valuesFrom(recorded, question, { shape: this.#hello.model, last });
    if (answer) await this.#sendWithCredit(answer.buffer);
    else this.#refuse(question.request, 'not-recorded', notRecorded.values);
  }

  async #answerVocabulary(request: number): Promise<void> {
    const [found] = await this.#recording.find('/vocabulary');
    if (found) await this.#sendWithCredit(copyOf(found.data));
    else this.#refuse(request, 'not-recorded', notRecorded.vocabulary);
  }

  async #sendWithCredit(message: ArrayBuffer): Promise<void> {
    await this.#credit();
    if (!this.#stopped) this.#send(message);
  }

  #sendOverview({ step, data }: RecordedItem): void {
    const message = copyOf(data);
    const clock = requireTensor(decodeSafetensors(data), 'clock', 'I32', [5]).data;
    const [branch = 0, , position = 0, token = 0, revision = 0] = clock;
    this.#clocks.set(position, { branch, step, position, token, revision });
    this.#send(message);
  }

  #send(message: ArrayBuffer): void {
    this.#creditBytes -= message.byteLength;
    this.#out.tensors(message);
  }

  #sendControlUpTo(step: number): void {
    for (;;) {
      const next = this.#control[this.#controlSent];
      if (!next || next.step > step) return;
      this.#out.control(next.message);
      this.#controlSent++;
    }
  }

  #sendGap(firstLostStep: number, reason: string | undefined): void {
    if (reason === undefined) return;
    const tokenCount = this.#control.filter(({ message }) => message.kind === 'token').length;
    const to = Math.max(firstLostStep, tokenCount - 1);
    this.#out.control({ kind: 'gap', tier: 'overview', from: firstLostStep, to, reason });
  }

  async #credit(): Promise<void> {
    while (this.#creditBytes <= 0 && !this.#stopped) {
      await new Promise<void>((resolve) => {
        const others = this.#resume;
        this.#resume = () => {
          this.#resume = undefined;
          others?.();
          resolve();
        };
      });
    }
  }

  #refuse(request: number, code: string, message: string): void {
    this.#out.control({ kind: 'error', request, code, message, fatal: false });
  }
}

function parseControl({ data }: RecordedItem): ProducerMessage {
  try {
    return v.parse(producerMessageSchema, JSON.parse(new TextDecoder().decode(data)));
  } catch {
    throw new Error('This recording is damaged: a control message cannot be read.');
  }
}

function copyOf(data: Uint8Array): ArrayBuffer {
  return new Uint8Array(data).buffer;
}
