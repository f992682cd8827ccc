import { shownTokenLimit, type Hello, type ViewerMessage } from '#contract/control-message.ts';
import type { DecodedMessage } from '#contract/decoded-message.ts';
import {
  control,
  fakeCarried,
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
    if (message.kind === 'cancel') this.pending.length = 0;
    else this.pending.push(message);
  };

  sentOf<Kind extends ViewerMessage['kind']>(kind: Kind): (ViewerMessage & { kind: Kind })[] {
    return this.sent.filter((message) => message.kind === kind) as (ViewerMessage & {
      kind: Kind;
    })[];
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
    for (const each of fakeRunMessages(hello, this.#tokenCount)) this.#emit(each);
  }

  #generate({ request, count }: ViewerMessage & { kind: 'generate' }): void {
    for (let made = 0; made < count; made += 1) {
      if (this.#tokenCount >= this.endAfter) {
        this.#emit(control({ kind: 'end', request, reason: 'The model ended its text.' }));
        return;
      }
      this.#emit(control(fakeToken(this.#tokenCount, undefined, this.#promptTokenCount)));
      this.#emit(fakeOverview(this.#tokenCount));
      this.#tokenCount += 1;
    }
  }
}
