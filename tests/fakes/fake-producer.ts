import { shownTokenLimit, type Hello, type ViewerMessage } from '#contract/control-message.ts';
import type { Clock, DecodedMessage, DecodedOverview } from '#contract/decoded-message.ts';
import {
  control,
  fakeCarried,
  fakeDifference,
  fakeDirections,
  fakeHello,
  fakeLens,
  fakeOverview,
  fakeRunMessages,
  fakeShape,
  fakeToken,
  fakeValues,
  fakeVocabulary,
} from './fake-run.ts';

type RunMessage = ViewerMessage & { kind: 'run' };

/** The hello that answers a run message. */
export function helloFor({ request, prompt, chat, sampling }: RunMessage): Hello {
  const promptTokenCount = prompt.trim().split(/\s+/).length;
  return fakeHello({ request, prompt, chat, sampling, promptTokenCount });
}

/**
 * A producer that answers when it is told to: what was sent waits in `pending`, `answer` takes one,
 * `answerAll` all. A prompt has as many tokens as words.
 */
export class FakeProducer {
  readonly sent: ViewerMessage[] = [];
  readonly pending: ViewerMessage[] = [];
  readonly #emit: (message: DecodedMessage) => void;
  #tokenCount = 0;
  #promptTokenCount = 0;
  #branch = 0;
  /** Tokens of the branches that are kept. */
  readonly #counts = new Map<number, number>();
  #branchCount = 1;
  #step = 1000;
  #revision = 0;
  /** Set: the run ends after so many tokens, as if the model had ended its text. */
  endAfter = shownTokenLimit;
  /** Requests of these kinds are answered by an error. */
  readonly refused = new Set<ViewerMessage['kind']>();
  refusalCode = 'x';

  constructor(emit: (message: DecodedMessage) => void) {
    this.#emit = emit;
  }

  readonly send = (message: ViewerMessage): void => {
    this.sent.push(message);
    if (message.kind === 'cancel') this.#cancel();
    else this.pending.push(message);
  };

  sentOf<Kind extends ViewerMessage['kind']>(kind: Kind): (ViewerMessage & { kind: Kind })[] {
    return this.sent.filter((message) => message.kind === kind) as (ViewerMessage & {
      kind: Kind;
    })[];
  }

  /** Changes that were not begun are answered: they will never be. */
  #cancel(): void {
    for (const { kind, ...message } of this.pending.splice(0)) {
      if (kind !== 'intervene' || !('request' in message)) continue;
      const answer = { request: message.request, code: 'cancelled', message: 'It was cancelled.' };
      this.#emit(control({ kind: 'error', ...answer, fatal: false }));
    }
  }

  answerAll(): void {
    while (this.pending.length > 0) this.answer();
  }

  answer(): void {
    const message = this.pending.shift();
    if (!message) return;
    if (this.refused.has(message.kind) && 'request' in message) {
      const answer = { request: message.request, code: this.refusalCode, message: 'It broke.' };
      this.#emit(control({ kind: 'error', ...answer, fatal: false }));
      return;
    }
    switch (message.kind) {
      case 'run':
        this.#run(message);
        break;
      case 'generate':
        this.#generate(message);
        break;
      case 'lens':
        this.#emit(fakeLens(message.position));
        break;
      case 'intervene':
        this.#intervene(message);
        break;
      case 'switch':
        this.#goTo(message.branch, message.request);
        break;
      case 'difference':
        this.#emit(fakeDifference(this.#clockAt(message.position)));
        break;
      case 'effect':
        this.#effect(message);
        break;
      case 'vocabulary':
        this.#emit(fakeVocabulary());
        break;
      case 'carried':
        this.#emit(fakeCarried(message.position));
        break;
      case 'directions':
        this.#emit(fakeDirections(message.layer, message.neurons));
        break;
      case 'values':
        this.#emit(
          fakeValues(
            {
              site: message.site,
              layer: message.layer,
              positions: message.positions,
              shape: [message.positions.length, fakeShape.width],
              data: new Float32Array(message.positions.length * fakeShape.width),
            },
            message.request,
          ),
        );
        break;
      default:
    }
  }

  #run(message: RunMessage): void {
    const hello = helloFor(message);
    this.#promptTokenCount = hello.run.promptTokenCount;
    this.#tokenCount = this.#promptTokenCount;
    this.#branch = 0;
    for (const each of fakeRunMessages(hello, this.#tokenCount)) this.#emit(each);
  }

  #generate({ request, count }: ViewerMessage & { kind: 'generate' }): void {
    for (let made = 0; made < count; made += 1) {
      if (this.#tokenCount >= this.endAfter) {
        this.#emit(control({ kind: 'end', request, reason: 'The model ended its text.' }));
        return;
      }
      this.#emit(control(fakeToken(this.#tokenCount, undefined, this.#promptTokenCount)));
      this.#emit(this.#overview(this.#tokenCount));
      this.#tokenCount += 1;
    }
  }

  /** Positions from 1 on are computed again, each with ever another brightness. */
  #intervene({ request, interventions }: ViewerMessage & { kind: 'intervene' }): void {
    if (interventions.length === 0) {
      this.#goTo(0, request);
      return;
    }
    const parent = this.#branch;
    this.#counts.set(parent, this.#tokenCount);
    this.#branch = this.#branchCount++;
    this.#revision += 1;
    this.#tell({ request, parent, firstPosition: 1 });
    for (let position = 1; position < this.#tokenCount; position += 1) {
      this.#emit(this.#overview(position));
    }
  }

  #goTo(branch: number, request: number): void {
    this.#counts.set(this.#branch, this.#tokenCount);
    this.#branch = branch;
    this.#tokenCount = this.#counts.get(branch) ?? this.#tokenCount;
    this.#tell({ request, parent: branch, firstPosition: this.#tokenCount });
  }

  #tell(of: { request: number; parent: number; firstPosition: number }): void {
    const [branch, revision, tokenCount] = [this.#branch, this.#revision, this.#tokenCount];
    this.#emit(control({ kind: 'branch', branch, revision, tokenCount, ...of }));
  }

  #clockAt(position: number): Clock {
    const [branch, revision] = [this.#branch, this.#revision];
    return { branch, revision, step: this.#step, position, token: 100 + position };
  }

  #overview(position: number): DecodedOverview {
    if (this.#branch === 0) return fakeOverview(position);
    const clock = this.#clockAt(position);
    this.#step += 1;
    return { ...fakeOverview(position), clock };
  }

  /** Every test halves the answer's probability. */
  #effect({ request, position, tests }: ViewerMessage & { kind: 'effect' }): void {
    for (let test = 0; test < tests.length; test += 1) {
      this.#emit({
        type: 'effect',
        clock: this.#clockAt(position),
        request,
        test: Uint32Array.of(test),
        predictionToken: Int32Array.of(7, 1, 2, 3, 4),
        predictionLogprob: Float32Array.of(-0.5, -2, -3, -4, -5),
        answerLogprob: Float32Array.of(Math.log(0.25)),
      });
    }
  }
}
