import type { ProducerMessage, ViewerMessage } from '#contract/control-message.ts';
import type { Clock, DecodedMessage, DecodedValues } from '#contract/decoded-message.ts';

type ValuesQuestion = Extract<ViewerMessage, { kind: 'values' }>;

/**
 * Answers a question that has been asked before (SPEC.md, VAL4). Forgets everything when run,
 * branch or revision change; the least recently used leave when there is too much.
 */
export class ValuesCache {
  readonly #byteLimit: number;
  /** In order of use, oldest first. */
  readonly #answers = new Map<string, DecodedValues>();
  #byteCount = 0;
  /** Branch and revision in force, or undefined while that is not known. */
  #inForce: string | undefined;

  constructor(byteLimit: number) {
    this.#byteLimit = byteLimit;
  }

  /** What passes from the producer; values are kept as copies. */
  notice(message: DecodedMessage): void {
    if (message.type === 'overview') this.#enter(message.clock);
    else if (message.type === 'values') this.#keep(message);
    else if (message.type === 'control') this.#noticeControl(message.message);
  }

  /** To be called when what is in force is about to change. */
  forget(): void {
    this.#inForce = undefined;
    this.#answers.clear();
    this.#byteCount = 0;
  }

  /** The answer, of its own memory, or undefined. */
  takeAnswer(question: ValuesQuestion): DecodedValues | undefined {
    const key = keyOf(question);
    const kept = this.#answers.get(key);
    if (!kept) return undefined;
    this.#answers.delete(key);
    this.#answers.set(key, kept);
    return { ...kept, request: question.request, data: kept.data.slice() };
  }

  #noticeControl(message: ProducerMessage): void {
    if (message.kind === 'hello') this.forget();
    // A branch that is gone back to sends no overview.
    else if (message.kind === 'branch') this.#enter(message);
  }

  #enter(branch: Pick<Clock, 'branch' | 'revision'>): void {
    const inForce = inForceOf(branch);
    if (inForce === this.#inForce) return;
    this.forget();
    this.#inForce = inForce;
  }

  #keep(values: DecodedValues): void {
    const { clock, data } = values;
    if (inForceOf(clock) !== this.#inForce) return;
    if (data.byteLength > this.#byteLimit) return;
    const key = keyOf(values);
    this.#drop(key);
    this.#answers.set(key, { ...values, data: data.slice() });
    this.#byteCount += data.byteLength;
    for (const oldest of this.#answers.keys()) {
      if (this.#byteCount <= this.#byteLimit) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#byteCount -= this.#answers.get(key)?.data.byteLength ?? 0;
    this.#answers.delete(key);
  }
}

function inForceOf({ branch, revision }: Pick<Clock, 'branch' | 'revision'>): string {
  return `${String(branch)}/${String(revision)}`;
}

function keyOf({
  site,
  layer,
  positions,
}: Pick<DecodedValues, 'site' | 'layer' | 'positions'>): string {
  return `${site}/${String(layer)}/${positions.join()}`;
}
