import type { Engine } from '@babylonjs/core/Engines/engine';

/** Tells when the card has finished what it was told before `start` (WebGL2, `fenceSync`). */
export class FrameFence {
  readonly #engine: Engine;
  #sync: WebGLSync | null = null;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  start(): void {
    const gl = this.#engine._gl;
    this.#sync = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
  }

  /** Also true when the context is lost: then there is nothing to wait for. */
  isOver(): boolean {
    const gl = this.#engine._gl;
    if (this.#sync === null || gl.isContextLost()) return true;
    if (gl.getSyncParameter(this.#sync, gl.SYNC_STATUS) === gl.UNSIGNALED) return false;
    gl.deleteSync(this.#sync);
    this.#sync = null;
    return true;
  }
}
