import type { Target } from '#contract/intent.ts';
import type { PanelWorld } from './panel-part.ts';

/** Marks the stop's thing as the keyboard's focus does, whenever the pointer marks nothing else. */
export class TourMark {
  readonly #preview: PanelWorld['preview'];
  readonly #stop: () => void;
  #target: Target | undefined;
  #written = '';

  constructor({ preview }: PanelWorld) {
    this.#preview = preview;
    this.#stop = preview.subscribe(() => {
      this.#markAgain();
    });
  }

  show(target: Target | undefined): void {
    const written = JSON.stringify(target ?? null);
    if (written === this.#written) return;
    this.#written = written;
    this.#target = target;
    this.#preview.set({ hover: undefined, focus: target });
  }

  dispose(): void {
    this.#stop();
    if (this.#preview.state.focus === this.#target) this.#preview.set({ focus: undefined });
  }

  #markAgain(): void {
    const { hover, focus } = this.#preview.state;
    if (this.#target === undefined || hover !== undefined || focus !== undefined) return;
    this.#preview.set({ focus: this.#target });
  }
}
