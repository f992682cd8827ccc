import * as v from 'valibot';
import {
  promptLimitCharacters,
  shownTokenLimit,
  viewerMessageSchema,
  type ViewerMessage,
} from '#contract/control-message.ts';
import { encodeDirections } from './directions-encoder.ts';
import { helloMessage } from './hello-message.ts';
import { JobQueue, type Job, type MacrotaskYield, type Slices } from './job-queue.ts';
import { LiveRun, tokenMessage, type MessageSink } from './live-run.ts';
import { createRunEncoders, type RunEncoders } from './run-encoders.ts';
import type { RunnableModel } from './runnable-model.ts';
import { encodeVocabulary } from './vocabulary-encoder.ts';

type RunMessage = Extract<ViewerMessage, { kind: 'run' }>;
type RunJobMessage = Extract<
  ViewerMessage,
  | { kind: 'generate' | 'intervene' | 'switch' | 'values' }
  | { kind: 'lens' | 'carried' | 'difference' | 'effect' }
>;
type ModelJobMessage = Extract<ViewerMessage, { kind: 'vocabulary' | 'directions' }>;

/** Order of work: what the viewer waits for first; what yields to steps last (SPEC.md, LENS2, CARRY2, DIR3, DIFF3, EFF2). */
const priorities = {
  run: 0,
  /** Overviews of a branch that has been taken (SPEC.md, BR2). */
  show: 1,
  intervene: 2,
  switch: 2,
  values: 3,
  generate: 4,
  vocabulary: 5,
  directions: 6,
  lens: 7,
  difference: 8,
  carried: 9,
  effect: 10,
} as const;

/** Work on the model itself: another run does not concern it. */
const modelPriorities: ReadonlySet<number> = new Set([
  priorities.vocabulary,
  priorities.directions,
]);

/** Runs one model for one viewer (SPEC.md, MSG, CREDIT). Takes anything, answers in messages. */
export class Producer {
  readonly #model: RunnableModel;
  readonly #out: MessageSink;
  readonly #encoders: RunEncoders;
  readonly #queue: JobQueue;
  #run: LiveRun | undefined;
  #runCount = 0;
  #creditBytes = 0;

  constructor(model: RunnableModel, out: MessageSink, macrotask: MacrotaskYield) {
    this.#model = model;
    this.#out = {
      control: (message) => {
        out.control(message);
      },
      tensors: (message) => {
        this.#creditBytes -= message.byteLength;
        out.tensors(message);
      },
    };
    this.#encoders = createRunEncoders(model);
    this.#queue = new JobQueue({
      macrotask,
      mayRun: () => this.#creditBytes > 0,
      onError: (job, error) => {
        this.#reportError(job, error);
      },
    });
  }

  /** Anything the viewer may have sent. Never throws: what is wrong is answered with `error`. */
  receive(message: unknown): void {
    const parsed = v.safeParse(viewerMessageSchema, message, { abortEarly: true });
    if (!parsed.success) {
      this.#refuseUnparsed(message, parsed.issues[0].message);
      return;
    }
    try {
      this.#handle(parsed.output);
    } catch (error) {
      const request = 'request' in parsed.output ? parsed.output.request : 0;
      this.#refuse(request, 'failed', failureOf(error));
    }
  }

  dispose(): void {
    this.#queue.dispose();
    this.#run?.dispose();
    this.#run = undefined;
  }

  #handle(message: ViewerMessage): void {
    switch (message.kind) {
      case 'run':
        this.#startRun(message);
        break;
      case 'cancel':
        this.#cancel();
        break;
      case 'credit':
        this.#creditBytes += message.bytes;
        this.#queue.wake();
        break;
      case 'vocabulary':
      case 'directions':
        this.#queue.add({
          priority: priorities[message.kind],
          request: message.request,
          begin: () => modelSlices(message, this.#model, this.#out),
        });
        break;
      case 'stop-effect':
        this.#queue.drop(
          ({ priority, request }) => priority === priorities.effect && request === message.request,
        );
        break;
      default:
        this.#addRunJob(message);
    }
  }

  #startRun(message: RunMessage): void {
    const { request } = message;
    const tokens = this.#model.encodePrompt(message.prompt, message.chat);
    const limit = Math.min(shownTokenLimit, this.#model.forward.maxPositions);
    if (tokens.length === 0) {
      this.#refuse(request, 'empty-prompt', 'There is nothing to read: type at least one letter.');
      return;
    }
    if (tokens.length > limit) {
      const reason = `The prompt has ${String(tokens.length)} tokens; this version shows at most ${String(limit)}. Shorten it.`;
      this.#refuse(request, 'prompt-too-long', reason);
      return;
    }
    this.#queue.drop(({ priority }) => !modelPriorities.has(priority));
    this.#run?.dispose();
    const run = new LiveRun(this.#model, this.#encoders, tokens, this.#out);
    this.#run = run;
    const facts = { id: ++this.#runCount, promptTokenCount: tokens.length };
    this.#out.control(helloMessage(this.#model, message, facts));
    for (const [position, token] of tokens.entries()) {
      this.#out.control(tokenMessage(this.#model, token, position, 'prompt'));
    }
    this.#queue.add({ priority: priorities.run, request, begin: () => run.prefill(request) });
  }

  #addRunJob(message: RunJobMessage): void {
    const run = this.#run;
    if (!run) {
      this.#refuse(message.request, 'not-there', 'There is no run yet: send a prompt first.');
      return;
    }
    const { request } = message;
    if (message.kind === 'generate' || message.kind === 'intervene' || message.kind === 'switch') {
      // A prompt whose reading was cancelled is read on first; otherwise this does nothing.
      this.#queue.add({ priority: priorities.run, request, begin: () => run.prefill(request) });
    }
    const begin = (): Slices | undefined => {
      switch (message.kind) {
        case 'generate':
          // Parsed for this job alone: it counts down what is left.
          return run.generate(request, message);
        case 'intervene':
          return run.intervene(request, message.interventions, () => {
            this.#takeBranch(run, request);
          });
        case 'switch':
          run.switchTo(request, message.branch, () => {
            this.#takeBranch(run, request);
          });
          return undefined;
        case 'values':
          return run.values(message);
        case 'lens':
          return run.lens(message.position);
        case 'carried':
          return run.carried(message.position);
        case 'difference':
          return run.difference(message.position);
        case 'effect':
          return run.effect(message);
      }
    };
    this.#queue.add({ priority: priorities[message.kind], request, begin });
  }

  /**
   * What was half done on the old branch begins again on the new one, after that has been shown;
   * effects end (SPEC.md, EFF2).
   */
  #takeBranch(run: LiveRun, request: number): void {
    this.#queue.drop(({ priority }) => priority === priorities.effect);
    this.#queue.restart(({ priority }) => priority > priorities.intervene);
    this.#queue.add({ priority: priorities.show, request, begin: () => run.showCurrent() });
  }

  /** SPEC.md, MSG10: generating and re-running stop; a prompt half read can be read on later. */
  #cancel(): void {
    const stopped = this.#queue.drop(
      ({ priority }) =>
        priority === priorities.run ||
        priority === priorities.intervene ||
        priority === priorities.generate,
    );
    for (const { priority, request } of stopped) {
      if (priority !== priorities.intervene) continue;
      this.#refuse(request, 'cancelled', 'The change was cancelled before it was through.');
    }
  }

  #refuseUnparsed(message: unknown, issue: string): void {
    const { kind, request, prompt } = looseFields(message);
    if (kind === 'run' && typeof prompt === 'string' && prompt.length > promptLimitCharacters) {
      const [length, limit] = [prompt.length, promptLimitCharacters].map((n) =>
        n.toLocaleString('en'),
      );
      const reason = `The prompt has ${String(length)} characters; at most ${String(limit)} can be read. Shorten it.`;
      this.#refuse(request, 'prompt-too-long', reason);
    } else {
      this.#refuse(request, 'not-understood', `A request is not understood: ${issue}`);
    }
  }

  #reportError(job: Job, error: unknown): void {
    const code = error instanceof RangeError ? 'not-there' : 'failed';
    this.#refuse(job.request, code, failureOf(error));
  }

  #refuse(request: number, code: string, message: string): void {
    this.#out.control({
      kind: 'error',
      request,
      code,
      message: message.slice(0, 1000),
      fatal: false,
    });
  }
}

function* modelSlices(asked: ModelJobMessage, model: RunnableModel, out: MessageSink): Slices {
  if (asked.kind === 'vocabulary') out.tensors(encodeVocabulary(model.vocabulary));
  else out.tensors(yield* encodeDirections(model.forward, asked));
}

/** The fields an error answer needs, from a message that is not one. */
function looseFields(message: unknown): { kind?: unknown; request: number; prompt?: unknown } {
  const fields: Partial<Record<'kind' | 'request' | 'prompt', unknown>> =
    typeof message === 'object' && message !== null ? message : {};
  const { kind, prompt } = fields;
  const request = Number.isInteger(fields.request) ? Number(fields.request) >>> 0 : 0;
  return { kind, request, prompt };
}

/** What the viewer is told of an error of the model's. */
function failureOf(error: unknown): string {
  return error instanceof Error && error.message !== ''
    ? error.message
    : 'Something failed inside the model; reload the page.';
}
