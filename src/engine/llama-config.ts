import type { ModelShape } from '#contract/model-shape.ts';
import type { GgufHeader, GgufValue } from './gguf.ts';
import { GgufError } from './gguf-error.ts';

export interface LlamaConfig {
  readonly shape: ModelShape;
  /** Added to the mean square before the root in RMSNorm. */
  readonly epsilon: number;
  /** θ of the rotary embedding. */
  readonly ropeBase: number;
}

/**
 * The sizes a llama-architecture GGUF states, checked against what the kernels can do.
 * @throws GgufError naming the metadata entry that is missing, out of range or not supported
 */
export function readLlamaConfig(header: GgufHeader): LlamaConfig {
  const metadata = new Metadata(header.metadata);
  const architecture = header.metadata.get('general.architecture');
  if (architecture !== 'llama') {
    throw new GgufError(
      `The model's architecture is ${JSON.stringify(architecture ?? 'not stated')}; only "llama" is supported.`,
    );
  }
  const layerCount = metadata.count('llama.block_count', 1000);
  const width = metadata.count('llama.embedding_length', 2 ** 17);
  const headCount = metadata.count('llama.attention.head_count', 2 ** 12);
  const kvHeadCount = metadata.count('llama.attention.head_count_kv', 2 ** 12, headCount);
  const headWidth = metadata.count('llama.attention.key_length', 2 ** 12, width / headCount);
  const neuronCount = metadata.count('llama.feed_forward_length', 2 ** 20);
  const contextLength = metadata.count('llama.context_length', 2 ** 27);
  const rows = header.tensors.find((tensor) => tensor.name === 'token_embd.weight')?.rowCount;
  const vocabularySize = metadata.count('llama.vocab_size', 2 ** 24, rows);
  const shape: ModelShape = {
    ...{ layerCount, width, headCount, kvHeadCount, headWidth },
    ...{ neuronCount, vocabularySize, contextLength },
  };
  checkMultiples(shape);
  refuseWhatIsNotComputed(metadata, shape);
  return {
    shape,
    epsilon: metadata.positive('llama.attention.layer_norm_rms_epsilon', 1),
    ropeBase: metadata.positive('llama.rope.freq_base', 1e12, 10_000),
  };
}

function checkMultiples(shape: ModelShape): void {
  const must = (name: string, value: number, multiple: number): void => {
    if (value % multiple !== 0) {
      throw new GgufError(
        `The model's ${name} is ${String(value)}; the kernels need a multiple of ${String(multiple)}.`,
      );
    }
  };
  must('width', shape.width, 32);
  must('number of neurons', shape.neuronCount, 32);
  must('head width', shape.headWidth, 8);
  must('width of all heads', shape.headCount * shape.headWidth, 32);
  must('number of query heads', shape.headCount, shape.kvHeadCount);
}

function refuseWhatIsNotComputed(metadata: Metadata, shape: ModelShape): void {
  const rotated = metadata.count('llama.rope.dimension_count', 2 ** 12, shape.headWidth);
  if (rotated !== shape.headWidth) {
    throw new GgufError('The model rotates only a part of each head, which is not supported.');
  }
  const scaling = metadata.text('llama.rope.scaling.type') ?? 'none';
  if (scaling !== 'none') {
    throw new GgufError(`The model scales its rotary angles (${scaling}), which is not supported.`);
  }
}

class Metadata {
  private readonly entries: ReadonlyMap<string, GgufValue>;

  constructor(entries: ReadonlyMap<string, GgufValue>) {
    this.entries = entries;
  }

  count(key: string, most: number, absent?: number): number {
    const value = this.entries.get(key) ?? absent;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most) {
      return value;
    }
    throw new GgufError(
      `The metadata entry ${key} must be a whole number from 1 to ${String(most)}, not ${describe(value)}.`,
    );
  }

  positive(key: string, most: number, absent?: number): number {
    const value = this.entries.get(key) ?? absent;
    if (typeof value === 'number' && value > 0 && value <= most) return value;
    throw new GgufError(
      `The metadata entry ${key} must be a positive number up to ${String(most)}, not ${describe(value)}.`,
    );
  }

  text(key: string): string | undefined {
    const value = this.entries.get(key);
    return typeof value === 'string' ? value : undefined;
  }
}

function describe(value: GgufValue | undefined): string {
  return value === undefined ? 'absent' : JSON.stringify(value).slice(0, 40);
}
