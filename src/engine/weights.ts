import type { GgufHeader, GgufTensor } from './gguf.ts';
import { GgufError } from './gguf-error.ts';
import type { Heap } from './heap.ts';
import { readLlamaConfig, type LlamaConfig } from './llama-config.ts';
import { matrixBytes, type Matrix } from './matrix.ts';

/** Weights of one layer. `…Gain` are addresses of f32 [width]. */
export interface LayerWeights {
  readonly ln1Gain: number;
  readonly q: Matrix;
  readonly k: Matrix;
  readonly v: Matrix;
  readonly o: Matrix;
  readonly ln2Gain: number;
  readonly gate: Matrix;
  readonly up: Matrix;
  readonly down: Matrix;
}

/** A model in the kernels' memory. q and k rows are in Hugging Face order (RoPE halves side by side). */
export interface ModelWeights {
  readonly heap: Heap;
  readonly header: GgufHeader;
  readonly config: LlamaConfig;
  readonly embedding: Matrix;
  /** The embedding itself where the file ties the two. */
  readonly unembedding: Matrix;
  /** Address of f32 [width]. */
  readonly finalGain: number;
  readonly layers: readonly LayerWeights[];
}

/** Where one tensor of the file goes. */
export type TensorTarget =
  | { readonly tensor: GgufTensor; readonly vectorAddress: number }
  | {
      readonly tensor: GgufTensor;
      readonly matrix: Matrix;
      /** Heads whose rows the file interleaves for its own RoPE; 0 for rows that stay in order. */
      readonly permutedHeads: number;
    };

export interface WeightsPlan {
  readonly weights: ModelWeights;
  /** In the order of the file's bytes. */
  readonly targets: readonly TensorTarget[];
}

/**
 * Checks that the file holds exactly a llama model's tensors in the shapes its metadata states, and
 * takes the memory for them (at most 1.25 × the file's).
 * @throws GgufError naming the tensor that is missing, misshapen or not known
 */
export function planWeights(header: GgufHeader, heap: Heap): WeightsPlan {
  const config = readLlamaConfig(header);
  const { width, neuronCount, vocabularySize } = config.shape;
  const { headCount, kvHeadCount, headWidth, layerCount } = config.shape;
  const heads = headCount * headWidth;
  const kvHeads = kvHeadCount * headWidth;
  const planner = new Planner(header);
  const embedding = planner.matrix('token_embd.weight', width, vocabularySize);
  const unembedding = planner.has('output.weight')
    ? planner.matrix('output.weight', width, vocabularySize)
    : embedding;
  const finalGain = planner.vector('output_norm.weight', width);
  const layers = Array.from({ length: layerCount }, (_, layer) => {
    const name = (part: string): string => `blk.${String(layer)}.${part}.weight`;
    return {
      ln1Gain: planner.vector(name('attn_norm'), width),
      q: planner.matrix(name('attn_q'), width, heads, headCount),
      k: planner.matrix(name('attn_k'), width, kvHeads, kvHeadCount),
      v: planner.matrix(name('attn_v'), width, kvHeads),
      o: planner.matrix(name('attn_output'), heads, width),
      ln2Gain: planner.vector(name('ffn_norm'), width),
      gate: planner.matrix(name('ffn_gate'), width, neuronCount),
      up: planner.matrix(name('ffn_up'), width, neuronCount),
      down: planner.matrix(name('ffn_down'), neuronCount, width),
    };
  });
  planner.refuseRest();
  const base = heap.allocate(planner.byteCount);
  const at = (relative: number): number => base + relative;
  const move = (matrix: Matrix): Matrix => ({ ...matrix, address: at(matrix.address) });
  const targets = planner.targets.map((target) =>
    'matrix' in target
      ? { ...target, matrix: move(target.matrix) }
      : { ...target, vectorAddress: at(target.vectorAddress) },
  );
  const placed = layers.map((layer) => ({
    ...{ ln1Gain: at(layer.ln1Gain), ln2Gain: at(layer.ln2Gain) },
    ...{ q: move(layer.q), k: move(layer.k), v: move(layer.v), o: move(layer.o) },
    ...{ gate: move(layer.gate), up: move(layer.up), down: move(layer.down) },
  }));
  const model = { embedding: move(embedding), unembedding: move(unembedding), layers: placed };
  return { weights: { heap, header, config, finalGain: at(finalGain), ...model }, targets };
}

/** Gives every tensor an address relative to one allocation, made once all is known to be right. */
class Planner {
  byteCount = 0;
  readonly targets: TensorTarget[] = [];
  private readonly unclaimed: Map<string, GgufTensor>;

  constructor(header: GgufHeader) {
    this.unclaimed = new Map(header.tensors.map((tensor) => [tensor.name, tensor]));
  }

  has(name: string): boolean {
    return this.unclaimed.has(name);
  }

  matrix(name: string, columnCount: number, rowCount: number, permutedHeads = 0): Matrix {
    const tensor = this.claim(name, columnCount, rowCount);
    const size = { type: tensor.type, rowCount, columnCount };
    const matrix = { ...size, address: this.reserve(matrixBytes(size)) };
    this.targets.push({ tensor, matrix, permutedHeads });
    return matrix;
  }

  vector(name: string, length: number): number {
    const tensor = this.claim(name, length, 1);
    if (tensor.type !== 'F32') {
      throw new GgufError(`Tensor "${name}" has type ${tensor.type}; a vector must be F32.`);
    }
    const vectorAddress = this.reserve(tensor.byteLength);
    this.targets.push({ tensor, vectorAddress });
    return vectorAddress;
  }

  refuseRest(): void {
    const [extra] = this.unclaimed.keys();
    if (extra !== undefined) {
      throw new GgufError(
        `Tensor ${JSON.stringify(extra.slice(0, 64))} is not part of the llama models this engine computes; leaving it out would change the results.`,
      );
    }
    this.targets.sort((a, b) => a.tensor.byteOffset - b.tensor.byteOffset);
  }

  private claim(name: string, columnCount: number, rowCount: number): GgufTensor {
    const tensor = this.unclaimed.get(name);
    if (!tensor) throw new GgufError(`The file has no tensor "${name}".`);
    if (tensor.columnCount !== columnCount || tensor.rowCount !== rowCount) {
      throw new GgufError(
        `Tensor "${name}" is ${String(tensor.columnCount)} × ${String(tensor.rowCount)}, but the metadata asks for ${String(columnCount)} × ${String(rowCount)}.`,
      );
    }
    this.unclaimed.delete(name);
    return tensor;
  }

  private reserve(byteCount: number): number {
    const address = this.byteCount;
    this.byteCount += Math.ceil(byteCount / 64) * 64;
    return address;
  }
}
