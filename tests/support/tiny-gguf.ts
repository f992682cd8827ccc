import type { ModelShape } from '#contract/model-shape.ts';
import { createSeededRandom } from '#kit/seeded-random.ts';
import type { Float64Weights } from './float64-pass.ts';
import { writeGguf, type GgufTensor, type MetadataValue } from './gguf-writer.ts';
import { encodeTensor, type TensorType } from './tensor-blocks.ts';
import { tinyTokenizerMetadata, tinyVocabulary } from './tiny-tokenizer.ts';

export interface TinyModelOptions {
  readonly seed?: number;
  /** Type of the seven matrices of each layer. */
  readonly matrixType?: TensorType;
  readonly embeddingType?: TensorType;
  /** Writes `output.weight`, so that the unembedding is not the embedding. */
  readonly untied?: boolean;
  readonly layerCount?: number;
  /** Query heads, each 16 wide; the model is as wide as all of them. */
  readonly headCount?: number;
  /** A token whose embedding is 40 times as long as the others': a position that has it is a sink. */
  readonly loudToken?: number;
}

export interface TinyModel {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Everything before this offset is header. */
  readonly dataOffset: number;
  readonly shape: ModelShape;
  /** Exactly what the file's blocks stand for, rows in Hugging Face order. */
  readonly weights: Float64Weights;
}

const ropeBase = 10_000;
const epsilon = Math.fround(1e-5);

/**
 * A llama-architecture model of a few hundred kilobytes, drawn from a seed: 3 layers, width 64,
 * 4 query heads and 2 key-value heads of 16, 96 neurons, 271 tokens. By default Q4_1 matrices, a
 * Q8_0 embedding used for both ends and F32 norms, like the bundled model.
 */
export function createTinyModel(options: TinyModelOptions = {}): TinyModel {
  const headCount = options.headCount ?? 4;
  const headWidth = 16;
  const shape: ModelShape = {
    layerCount: options.layerCount ?? 3,
    width: headCount * headWidth,
    headCount,
    kvHeadCount: 2,
    headWidth,
    neuronCount: 96,
    vocabularySize: tinyVocabulary.length,
    contextLength: 64,
  };
  const tensors: GgufTensor[] = [];
  const draw = createNormal(options.seed ?? 1);
  const add: AddTensor = (name, [columns, rows], type, settings = {}) => {
    const { deviation = 0, centre = 0, permutedHeads, loudRow } = settings;
    const drawn = Float64Array.from({ length: columns * rows }, (_, index) => {
      const factor = Math.floor(index / columns) === loudRow ? 40 : 1;
      return factor * (centre + (deviation || 1 / Math.sqrt(columns)) * draw());
    });
    const { values } = encodeTensor(drawn, type);
    const inFile = permutedHeads ? permuteRows(drawn, columns, permutedHeads) : drawn;
    const dimensions = rows === 1 ? [columns] : [columns, rows];
    tensors.push({ name, dimensions, type, bytes: encodeTensor(inFile, type).bytes });
    return values;
  };
  const embeddingType = options.embeddingType ?? 'Q8_0';
  const { width, vocabularySize } = shape;
  const embedding = add('token_embd.weight', [width, vocabularySize], embeddingType, {
    deviation: 0.7,
    ...(options.loudToken !== undefined && { loudRow: options.loudToken }),
  });
  const layers = Array.from({ length: shape.layerCount }, (_, layer) =>
    addLayer(`blk.${String(layer)}.`, add, shape, options.matrixType ?? 'Q4_1'),
  );
  const finalGain = add('output_norm.weight', [width, 1], 'F32', { deviation: 0.1, centre: 1 });
  const unembedding = options.untied
    ? add('output.weight', [width, vocabularySize], embeddingType, { deviation: 0.3 })
    : embedding;
  const { bytes, dataOffset } = writeGguf({ metadata: metadataOf(shape), tensors });
  const weights = { shape, epsilon, ropeBase, embedding, unembedding, finalGain, layers };
  return { bytes, dataOffset, shape, weights };
}

type AddTensor = (
  name: string,
  size: readonly [columns: number, rows: number],
  type: TensorType,
  settings?: { deviation?: number; centre?: number; permutedHeads?: number; loudRow?: number },
) => Float64Array;

function addLayer(
  prefix: string,
  add: AddTensor,
  shape: ModelShape,
  type: TensorType,
): Float64Weights['layers'][number] {
  const { width, headCount, kvHeadCount, headWidth, neuronCount } = shape;
  const gain = { deviation: 0.1, centre: 1 };
  return {
    ln1Gain: add(`${prefix}attn_norm.weight`, [width, 1], 'F32', gain),
    // A larger deviation makes attention sharp: patterns far from uniform catch wrong keys.
    q: add(`${prefix}attn_q.weight`, [width, headCount * headWidth], type, {
      permutedHeads: headCount,
      deviation: 0.2,
    }),
    k: add(`${prefix}attn_k.weight`, [width, kvHeadCount * headWidth], type, {
      permutedHeads: kvHeadCount,
      deviation: 0.2,
    }),
    v: add(`${prefix}attn_v.weight`, [width, kvHeadCount * headWidth], type),
    o: add(`${prefix}attn_output.weight`, [headCount * headWidth, width], type),
    ln2Gain: add(`${prefix}ffn_norm.weight`, [width, 1], 'F32', gain),
    gate: add(`${prefix}ffn_gate.weight`, [width, neuronCount], type),
    up: add(`${prefix}ffn_up.weight`, [width, neuronCount], type),
    down: add(`${prefix}ffn_down.weight`, [neuronCount, width], type),
  };
}

/**
 * Hugging Face keeps a head's two RoPE halves one after the other, llama.cpp's converter
 * interleaves them: row 2j + s of a head in the file is row s·(D/2) + j.
 */
function permuteRows(values: Float64Array, columns: number, headCount: number): Float64Array {
  const rowCount = values.length / columns;
  const headWidth = rowCount / headCount;
  const permuted = new Float64Array(values.length);
  for (let row = 0; row < rowCount; row += 1) {
    const inHead = row % headWidth;
    const source = row - inHead + (inHead % 2) * (headWidth / 2) + Math.floor(inHead / 2);
    permuted.set(values.subarray(source * columns, (source + 1) * columns), row * columns);
  }
  return permuted;
}

function metadataOf(shape: ModelShape): Record<string, MetadataValue> {
  const u32 = (value: number): MetadataValue => ({ type: 'u32', value });
  return {
    'general.architecture': { type: 'string', value: 'llama' },
    'general.name': { type: 'string', value: 'Tiny' },
    'llama.block_count': u32(shape.layerCount),
    'llama.context_length': u32(shape.contextLength),
    'llama.embedding_length': u32(shape.width),
    'llama.feed_forward_length': u32(shape.neuronCount),
    'llama.attention.head_count': u32(shape.headCount),
    'llama.attention.head_count_kv': u32(shape.kvHeadCount),
    'llama.rope.freq_base': { type: 'f32', value: ropeBase },
    'llama.rope.dimension_count': u32(shape.headWidth),
    'llama.attention.layer_norm_rms_epsilon': { type: 'f32', value: epsilon },
    'llama.vocab_size': u32(shape.vocabularySize),
    ...tinyTokenizerMetadata,
  };
}

/** Normally distributed numbers (Box and Muller 1958). */
function createNormal(seed: number): () => number {
  const random = createSeededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
