declare global {
  interface Window {
    /** Milliseconds from the start of navigation until a frame with light in it was finished. */
    firstLitFrameMillis: number | undefined;
  }
}

/**
 * Runs in the page before anything else: has a copy of every frame in which anything was drawn made,
 * waits for it without keeping the page from its work, and looks for light in it. A city without
 * numbers has some 25 pixels as bright as that (sky and stars), one with the bundled run's many
 * hundreds.
 */
export function watchFirstLitFrame(): void {
  const litByte = 130;
  const litPixelCount = 500;
  const pollMillis = 4;
  const isLit = (bytes: Uint8Array): boolean => {
    let count = 0;
    for (let at = 0; at < bytes.length; at += 4) {
      const [red, green, blue] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
      if (0.2126 * red + 0.7152 * green + 0.0722 * blue >= litByte) count += 1;
    }
    return count >= litPixelCount;
  };
  const lookAtFrame = (gl: WebGL2RenderingContext): void => {
    const { drawingBufferWidth: width, drawingBufferHeight: height } = gl;
    // Before the copy, which is no part of the frame.
    const drawn = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    if (drawn === null) return;
    const copy = gl.createBuffer();
    const bound = gl.getParameter(gl.READ_FRAMEBUFFER_BINDING) as WebGLFramebuffer | null;
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, copy);
    gl.bufferData(gl.PIXEL_PACK_BUFFER, width * height * 4, gl.STREAM_READ);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, 0);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, bound);
    const poll = (): void => {
      if (gl.getSyncParameter(drawn, gl.SYNC_STATUS) !== gl.SIGNALED) {
        setTimeout(poll, pollMillis);
        return;
      }
      const finishedMillis = performance.now();
      const bytes = new Uint8Array(width * height * 4);
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, copy);
      gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, bytes);
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
      gl.deleteBuffer(copy);
      if (isLit(bytes)) window.firstLitFrameMillis ??= finishedMillis;
    };
    poll();
  };
  let hasDrawn = false;
  const prototype = WebGL2RenderingContext.prototype as unknown as Record<
    string,
    (...args: unknown[]) => unknown
  >;
  for (const name of ['clear', 'drawElements', 'drawElementsInstanced']) {
    const original = prototype[name];
    if (original === undefined) throw new Error(`WebGL2 has no ${name}.`);
    prototype[name] = function (this: unknown, ...args) {
      hasDrawn = true;
      return original.apply(this, args);
    };
  }
  const ask = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) =>
    ask((time) => {
      callback(time);
      const isOver = window.firstLitFrameMillis !== undefined;
      const gl = document.querySelector('canvas')?.getContext('webgl2');
      if (gl && hasDrawn && !isOver) lookAtFrame(gl);
      hasDrawn = false;
    });
}
