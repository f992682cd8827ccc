import { demandLength } from './demand-length.ts';
import type { Heap } from './heap.ts';
import { tileRows } from './hook-arena.ts';
import type { Llama } from './llama.ts';

/**
 * What parts of a layer would write, computed with the layer's own products from inputs that no run
 * had: one head alone, one neuron alone. Zeros beside it add nothing, in either precision.
 */
export class WeightReadings {
  private readonly heap: Heap;
  private readonly llama: Llama;
  /** [tileRows, headCount × headWidth] */
  private readonly heads: number;
  /** [headCount, width] */
  private readonly outputs: number;
  /** [neuronCount], zeros between calls. */
  private readonly neurons: number;

  constructor(heap: Heap, llama: Llama) {
    const { width, headCount, headWidth, neuronCount } = llama.shape;
    this.heap = heap;
    this.llama = llama;
    this.heads = heap.allocate(tileRows * headCount * headWidth * 4);
    this.outputs = heap.allocate(headCount * width * 4);
    this.neurons = heap.allocate(neuronCount * 4);
    heap.floatsAt(this.neurons, neuronCount).fill(0);
  }

  /** v_kv(h) · W_O[h], [headCount, width], borrowed. */
  headOutputs(layer: number, values: Float32Array): Float32Array {
    const { width, headCount, kvHeadCount, headWidth } = this.llama.shape;
    this.checkLayer(layer);
    demandLength('A row of values', values, kvHeadCount * headWidth);
    const rowLength = headCount * headWidth;
    for (let first = 0; first < headCount; first += tileRows) {
      const count = Math.min(tileRows, headCount - first);
      const rows = this.heap.floatsAt(this.heads, count * rowLength).fill(0);
      for (let row = 0; row < count; row += 1) {
        const head = first + row;
        const kvHead = Math.floor((head * kvHeadCount) / headCount);
        const own = values.subarray(kvHead * headWidth, (kvHead + 1) * headWidth);
        rows.set(own, row * rowLength + head * headWidth);
      }
      this.llama.projectHeads(layer, this.heads, count, this.outputs + first * width * 4);
    }
    return this.heap.floatsAt(this.outputs, headCount * width);
  }

  /** W_out[neuron], [width], borrowed. */
  neuronDirection(layer: number, neuron: number): Float32Array {
    const { width, neuronCount } = this.llama.shape;
    this.checkLayer(layer);
    if (!Number.isInteger(neuron) || neuron < 0 || neuron >= neuronCount) {
      const last = String(neuronCount - 1);
      throw new RangeError(`There is no neuron ${String(neuron)}, only 0 to ${last}.`);
    }
    const place = this.neurons / 4 + neuron;
    this.heap.f32[place] = 1;
    this.llama.projectNeurons(layer, this.neurons, this.outputs);
    this.heap.f32[place] = 0;
    return this.heap.floatsAt(this.outputs, width);
  }

  private checkLayer(layer: number): void {
    const last = this.llama.shape.layerCount - 1;
    if (Number.isInteger(layer) && layer >= 0 && layer <= last) return;
    throw new RangeError(`There is no layer ${String(layer)}, only 0 to ${String(last)}.`);
  }
}
