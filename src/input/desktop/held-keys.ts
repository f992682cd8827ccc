/** Walking pace and running pace; a floor is half a metre high, an avenue of 18 tokens 40 m long. */
const walkMetresPerSecond = 5;
const runMetresPerSecond = 16;
/** After a pause the first frame's time says nothing about how long the key was held. */
const longestStepMillis = 100;

const directions: Readonly<Record<string, readonly [forward: number, right: number, up: number]>> =
  {
    KeyW: [1, 0, 0],
    KeyS: [-1, 0, 0],
    KeyD: [0, 1, 0],
    KeyA: [0, -1, 0],
    KeyE: [0, 0, 1],
    KeyQ: [0, 0, -1],
  };

export interface WalkStep {
  readonly forwardMetres: number;
  readonly rightMetres: number;
  readonly upMetres: number;
}

/** Keys that move the viewer while they are held, by their place on the keyboard (`KeyboardEvent.code`). */
export class HeldKeys {
  readonly #held = new Set<string>();
  isRunning = false;

  /** True when the key is a walking key. */
  press(code: string): boolean {
    if (directions[code] === undefined) return false;
    this.#held.add(code);
    return true;
  }

  release(code: string): void {
    this.#held.delete(code);
  }

  /** The page lost the keyboard: nothing tells of releases any more. */
  releaseAll(): void {
    this.#held.clear();
  }

  get isWalking(): boolean {
    return this.#held.size > 0;
  }

  /** The way walked in that time; undefined when no key is held or opposite ones cancel. */
  step(deltaMillis: number): WalkStep | undefined {
    let [forward, right, up] = [0, 0, 0];
    for (const code of this.#held) {
      const [f, r, u] = directions[code] ?? [0, 0, 0];
      forward += f;
      right += r;
      up += u;
    }
    const length = Math.hypot(forward, right, up);
    if (length === 0) return undefined;
    const pace = this.isRunning ? runMetresPerSecond : walkMetresPerSecond;
    const metres = (pace * Math.min(deltaMillis, longestStepMillis)) / 1000 / length;
    return {
      forwardMetres: forward * metres,
      rightMetres: right * metres,
      upMetres: up * metres,
    };
  }
}
