/**
 * A script that is fetched when it is first needed: what the first light does not need must not make
 * it wait. After a fetch that failed there is no other until `retry`.
 */
export class LateScript<Script> {
  readonly #fetchScript: () => Promise<Script>;
  readonly #onArrival: (script: Script) => void;
  #script: Script | undefined;
  #fetch: 'none' | 'begun' | 'failed' = 'none';

  constructor(fetchScript: () => Promise<Script>, onArrival: (script: Script) => void) {
    this.#fetchScript = fetchScript;
    this.#onArrival = onArrival;
  }

  /** Undefined until it has come. */
  get script(): Script | undefined {
    return this.#script;
  }

  /** Asked as often as one likes, it is fetched once. */
  need(): void {
    if (this.#fetch === 'none') void this.#begin();
  }

  /** Something has changed: a fetch that failed may be tried again. */
  retry(): void {
    if (this.#fetch === 'failed') this.#fetch = 'none';
  }

  async #begin(): Promise<void> {
    this.#fetch = 'begun';
    const script = await this.#fetchScript().catch(() => undefined);
    if (script === undefined) {
      this.#fetch = 'failed';
      return;
    }
    this.#script = script;
    this.#onArrival(script);
  }
}
