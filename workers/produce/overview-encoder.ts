import type { Display } from '#contract/control-message.ts';
import type { Clock } from '#contract/decoded-message.ts';
import type { Branch } from '#contract/forward-pass.ts';
import type { LayerSite } from '#contract/hook-site.ts';
import type { Intervention } from '#contract/interventions.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { noKey, overviewTensors } from '#contract/overview.ts';
import { postBinCount, residBinCount, zBinsPerHead } from '#contract/texel-layout.ts';
import { AttentionSummary, type AttentionRows } from './attention-summary.ts';
import { binStarts, encodeBins } from './bins.ts';
import { writeClock } from './clock.ts';
import { createMessageTemplate, type MessageTemplate } from './message-template.ts';
import { fillPrediction } from './prediction.ts';
import type { SinkTracker } from './sink-tracker.ts';

/** Rows of the message that belong to one layer. */
interface LayerRows extends AttentionRows {
  readonly z: Uint8Array;
  readonly post: Uint8Array;
  readonly resid: Uint8Array;
}

/** Added to the mean square before its root: the default model's own ε (SPEC.md, OV3). */
const scaleEpsilon = 1e-5;

/** The highest layer that ran: below it everything is there, above it a `stop` left nothing. */
export function lastLayerOf(interventions: readonly Intervention[], layerCount: number): number {
  let last = layerCount - 1;
  for (const entry of interventions) if (entry.op === 'stop') last = Math.min(last, entry.layer);
  return last;
}

/**
 * Makes overview messages from finished positions (SPEC.md, OV). Every array is made once; a token
 * costs one buffer, the message itself, and one pass over each row.
 */
export class OverviewEncoder {
  readonly #shape: ModelShape;
  readonly #display: Display;
  readonly #template: MessageTemplate;
  readonly #layers: readonly LayerRows[];
  readonly #attention: AttentionSummary;
  readonly #starts: {
    readonly z: Int32Array;
    readonly post: Int32Array;
    readonly resid: Int32Array;
  };
  /** The residual a layer reads, and the square of its norm. */
  readonly #before: Float32Array;
  #beforeSquare = 0;
  readonly #mid: Float32Array;
  readonly #floats: Readonly<
    Record<'added' | 'addedCosine' | 'residCosine' | 'residNorm' | 'lnScale', Float32Array>
  >;

  constructor(shape: ModelShape, display: Display, positionLimit: number) {
    this.#shape = shape;
    this.#display = display;
    const template = createMessageTemplate('overview', overviewTensors(shape, display.topK));
    this.#template = template;
    this.#layers = layerRows(template, shape, display.topK);
    this.#attention = new AttentionSummary(display.topK, positionLimit);
    this.#starts = {
      z: binStarts(shape.headCount, zBinsPerHead, shape.headWidth),
      post: binStarts(1, postBinCount, shape.neuronCount),
      resid: binStarts(1, residBinCount, shape.width),
    };
    this.#before = new Float32Array(shape.width);
    this.#mid = new Float32Array(shape.width);
    this.#floats = {
      added: template.f32('added'),
      addedCosine: template.f32('added.cosine'),
      residCosine: template.f32('resid.cosine'),
      residNorm: template.f32('resid.norm'),
      lnScale: template.f32('ln_scale'),
    };
  }

  /** Bytes of one message; the same for every token. */
  get byteLength(): number {
    return this.#template.byteLength;
  }

  /** Of the newest message: the token its position makes likeliest. */
  get likeliestToken(): number {
    return this.#template.i32('prediction.token')[0]!;
  }

  /**
   * The overview of one finished position, of its own memory. `sinks` belongs to the branch and
   * must know exactly the positions before this one; it learns this one.
   * @throws RangeError when a number is not finite (an intervention can do that).
   */
  encode(branch: Branch, clock: Clock, sinks: SinkTracker): ArrayBuffer {
    const { position } = clock;
    const last = lastLayerOf(branch.interventions, this.#shape.layerCount);
    this.#before.set(branch.borrowRow('hook_resid_pre', 0, position));
    this.#beforeSquare = squareOf(this.#before);
    for (let layer = 0; layer <= last; layer++) this.#encodeLayer(branch, layer, position, sinks);
    for (let layer = last + 1; layer < this.#shape.layerCount; layer++) {
      this.#clearLayer(layer);
      sinks.add(layer, 0);
    }
    this.#template.f32('ln_final')[0] = branch.borrowRow('ln_final.hook_scale', 0, position)[0]!;
    this.#encodePrediction(branch, position);
    writeClock(this.#template.i32('clock'), clock);
    this.#requireFinite(position);
    return this.#template.takeMessage();
  }

  #encodeLayer(branch: Branch, layer: number, position: number, sinks: SinkTracker): void {
    const rows = this.#layers[layer]!;
    const { hooks } = this.#display;
    const row = (site: LayerSite): Float32Array => branch.borrowRow(site, layer, position);
    const floats = this.#floats;
    const before = this.#before;
    const beforeSquare = this.#beforeSquare;
    sinks.add(layer, Math.sqrt(beforeSquare));
    floats.lnScale[2 * layer] = row('ln1.hook_scale')[0]!;
    this.#attention.summarise(row('attn.hook_pattern'), layer, sinks, rows);
    encodeBins(row('attn.hook_z'), this.#starts.z, hooks['attn.hook_z'].hi[layer]!, rows.z);
    this.#compareAdded(row('hook_attn_out'), before, beforeSquare, 2 * layer);
    this.#mid.set(row('hook_resid_mid'));
    floats.lnScale[2 * layer + 1] = row('ln2.hook_scale')[0]!;
    const post = row('mlp.hook_post');
    encodeBins(post, this.#starts.post, hooks['mlp.hook_post'].hi[layer]!, rows.post);
    const midSquare = squareOf(this.#mid);
    this.#compareAdded(row('hook_mlp_out'), this.#mid, midSquare, 2 * layer + 1);
    this.#encodeResidual(row('hook_resid_post'), layer, hooks.hook_resid_post.hi[layer]!);
  }

  #encodeResidual(after: Float32Array, layer: number, hi: number): void {
    const before = this.#before;
    let square = 0;
    let product = 0;
    for (let i = 0; i < after.length; i++) {
      const value = after[i]!;
      square += value * value;
      product += value * before[i]!;
    }
    const scale = Math.sqrt(square / after.length + scaleEpsilon);
    encodeBins(after, this.#starts.resid, hi * scale, this.#layers[layer]!.resid);
    this.#floats.residNorm[layer] = Math.sqrt(square);
    this.#floats.residCosine[layer] = cosine(product, square, this.#beforeSquare);
    before.set(after);
    this.#beforeSquare = square;
  }

  #compareAdded(
    added: Float32Array,
    residual: Float32Array,
    residualSquare: number,
    place: number,
  ): void {
    let square = 0;
    let product = 0;
    for (let i = 0; i < added.length; i++) {
      const value = added[i]!;
      square += value * value;
      product += value * residual[i]!;
    }
    this.#floats.added[place] = residualSquare > 0 ? Math.sqrt(square / residualSquare) : 0;
    this.#floats.addedCosine[place] = cosine(product, square, residualSquare);
  }

  #clearLayer(layer: number): void {
    const rows = this.#layers[layer]!;
    for (const codes of Object.values(rows) as (Uint8Array | Uint16Array)[]) codes.fill(0);
    rows.key.fill(noKey);
    const { added, addedCosine, residCosine, residNorm, lnScale } = this.#floats;
    for (const pairs of [added, addedCosine, lnScale]) pairs.fill(0, 2 * layer, 2 * layer + 2);
    residCosine[layer] = 0;
    residNorm[layer] = 0;
  }

  #encodePrediction(branch: Branch, position: number): void {
    const isNewest = position === branch.tokens.length - 1;
    const logits = isNewest ? branch.borrowLogits() : branch.borrowRow('logits', 0, position);
    const template = this.#template;
    fillPrediction(logits, template.i32('prediction.token'), template.f32('prediction.logprob'));
  }

  #requireFinite(position: number): void {
    let sum = this.#template.f32('ln_final')[0]! + this.#template.f32('prediction.logprob')[4]!;
    for (const values of Object.values(this.#floats)) for (const value of values) sum += value * 0;
    if (!Number.isFinite(sum)) {
      throw new RangeError(
        `The numbers at position ${String(position)} are no longer finite; undo the last change.`,
      );
    }
  }
}

function layerRows(
  template: MessageTemplate,
  shape: ModelShape,
  topK: number,
): readonly LayerRows[] {
  const { layerCount, headCount } = shape;
  const u8 = (name: string, layer: number, width: number): Uint8Array =>
    template.u8(name).subarray(layer * width, (layer + 1) * width);
  return Array.from({ length: layerCount }, (_, layer) => ({
    z: u8('attn.hook_z', layer, headCount * zBinsPerHead),
    post: u8('mlp.hook_post', layer, postBinCount),
    resid: u8('hook_resid_post', layer, residBinCount),
    key: template
      .u16('attention.key')
      .subarray(layer * headCount * topK, (layer + 1) * headCount * topK),
    weight: u8('attention.weight', layer, headCount * topK),
    self: u8('attention.self', layer, headCount),
    sink: u8('attention.sink', layer, headCount),
    rest: u8('attention.rest', layer, headCount),
  }));
}

function squareOf(row: Float32Array): number {
  let sum = 0;
  for (const value of row) sum += value * value;
  return sum;
}

/** From the product of two vectors and the squares of their norms; 0 for a zero vector (OV4). */
function cosine(product: number, aSquare: number, bSquare: number): number {
  const norms = Math.sqrt(aSquare) * Math.sqrt(bSquare);
  return norms > 0 ? Math.max(-1, Math.min(1, product / norms)) : 0;
}
