/** What WebGL was told since the counts were last cleared. */
export interface GraphicsCounts {
  drawCalls: number;
  triangles: number;
  /** Texture and vertex data by the function that took it; uniforms, new every frame, left out. */
  uploadedBytes: Record<string, number>;
}

declare global {
  interface Window {
    graphicsCounts: GraphicsCounts;
  }
}

/** Runs in the page before anything of the app: every context counts what it is told. */
export function countGraphics(): void {
  const counts: GraphicsCounts = { drawCalls: 0, triangles: 0, uploadedBytes: {} };
  window.graphicsCounts = counts;
  const prototype = WebGL2RenderingContext.prototype as unknown as Record<
    string,
    (...args: unknown[]) => unknown
  >;
  const after = (name: string, note: (args: readonly unknown[]) => void): void => {
    const original = prototype[name];
    if (original === undefined) throw new Error(`WebGL2 has no ${name}.`);
    prototype[name] = function (this: unknown, ...args) {
      note(args);
      return original.apply(this, args);
    };
  };
  /** Places of the number of vertices and of instances among a draw call's arguments. */
  const draws: Readonly<Record<string, readonly [vertices: number, instances: number]>> = {
    drawArrays: [2, -1],
    drawArraysInstanced: [2, 3],
    drawElements: [1, -1],
    drawElementsInstanced: [1, 4],
    drawRangeElements: [3, -1],
  };
  for (const [name, [vertices, instances]] of Object.entries(draws)) {
    after(name, (args) => {
      const count = Number(args[vertices]);
      const isList = args[0] === WebGL2RenderingContext.TRIANGLES;
      const isChain =
        args[0] === WebGL2RenderingContext.TRIANGLE_STRIP ||
        args[0] === WebGL2RenderingContext.TRIANGLE_FAN;
      const triangles = isList ? count / 3 : isChain ? Math.max(0, count - 2) : 0;
      counts.drawCalls += 1;
      counts.triangles += triangles * (instances < 0 ? 1 : Number(args[instances]));
    });
  }
  const upload = (name: string, byteCount: number): void => {
    counts.uploadedBytes[name] = (counts.uploadedBytes[name] ?? 0) + byteCount;
  };
  const { RED, RED_INTEGER, RG, RGBA, FLOAT } = WebGL2RenderingContext;
  const channelCounts = new Map<number, number>();
  channelCounts.set(RED, 1).set(RED_INTEGER, 1).set(RG, 2).set(RGBA, 4);
  /** First of width, height and, in 3D, depth; format and type follow, after a border in `texImage`. */
  const textures = { texImage2D: 3, texSubImage2D: 4, texImage3D: 3, texSubImage3D: 5 } as const;
  for (const [name, first] of Object.entries(textures)) {
    const dimensionCount = name.endsWith('3D') ? 3 : 2;
    after(name, (args) => {
      // A picture's size is its own; what the page's scripts fill is an array, of which WebGL takes
      // what the size says. None at all only makes room.
      if (!args.some((each) => ArrayBuffer.isView(each))) return;
      const [format, type] = args.slice(first + dimensionCount + (name.includes('Sub') ? 0 : 1));
      const channelCount = channelCounts.get(Number(format));
      if (channelCount === undefined) throw new Error(`${name}: format ${String(format)}?`);
      const sizes = args.slice(first, first + dimensionCount).map(Number);
      const texelCount = sizes.reduce((product, each) => product * each, 1);
      upload(name, texelCount * channelCount * (type === FLOAT ? 4 : 1));
    });
  }
  for (const name of ['bufferData', 'bufferSubData']) {
    after(name, (args) => {
      if (args[0] === WebGL2RenderingContext.UNIFORM_BUFFER) return;
      const data = args.find((each) => ArrayBuffer.isView(each));
      upload(name, data?.byteLength ?? 0);
    });
  }
}
