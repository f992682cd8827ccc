import type { Display } from '#contract/control-message.ts';
import type { Clock } from '#contract/decoded-message.ts';
import { encodeDisplayCode } from '#contract/display-code.ts';
import type { Branch, ForwardPass } from '#contract/forward-pass.ts';
import type { LayerSite } from '#contract/hook-site.ts';
import type { Intervention } from '#contract/interventions.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { noKey, overviewTensors } from '#contract/overview.ts';
import type { BinPlan, RowMath } from '#contract/row-math.ts';
import { postBinCount, residBinCount, zBinsPerHead } from '#contract/texel-layout.ts';
import { AttentionSummary, type AttentionRows } from './attention-summary.ts';
import { writeClock } from './clock.ts';
import { createMessageTemplate, type MessageTemplate } from './message-template.ts';
import type { SinkTracker } from './sink-tracker.ts';

/** Rows of the message that belong to one layer. */
interface LayerRows extends AttentionRows {
  readonly z: Uint8Array;
  readonly post: Uint8Array;
  readonly resid: Uint8Array;
}

const postBins: BinPlan = { groupCount: 1, binsPerGroup: postBinCount };
const residBins: BinPlan = { groupCount: 1, binsPerGroup: residBinCount };

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
  readonly #math: RowMath;
  readonly #display: Display;
  readonly #template: MessageTemplate;
  readonly #layers: readonly LayerRows[];
  readonly #attention: AttentionSummary;
  readonly #zBins: BinPlan;
  /** The residual a layer reads, and the square of its norm. */
  readonly #before: Float32Array;
  #beforeSquare = 0;
  /** The residual between a layer's two halves. */
  readonly #mid: Float32Array;
  readonly #floats: Readonly<
    Record<'added' | 'addedCosine' | 'residCosine' | 'residNorm' | 'lnScale', Float32Array>
  >;

  constructor(forward: ForwardPass, display: Display, positionLimit: number) {
    const { shape, rowMath } = forward;
    const template = createMessageTemplate('overview', overviewTensors(shape, display.topK));
    this.#shape = shape;
    this.#math = rowMath;
    this.#display = display;
    this.#template = template;
    this.#layers = layerRows(template, shape, display.topK);
    this.#attention = new AttentionSummary(rowMath, {
      ...shape,
      topK: display.topK,
      positionLimit,
    });
    this.#zBins = { groupCount: shape.headCount, binsPerGroup: zBinsPerHead };
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
    const embedded = branch.borrowRow('hook_resid_pre', 0, position);
    this.#beforeSquare = this.#math.dot(embedded, embedded);
    this.#before.set(embedded);
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
    const { lnScale } = this.#floats;
    sinks.add(layer, Math.sqrt(this.#beforeSquare));
    lnScale[2 * layer] = row('ln1.hook_scale')[0]!;
    this.#attention.summarise(row('attn.hook_pattern'), layer, sinks, rows);
    const zStrongest = this.#math.borrowStrongest(row('attn.hook_z'), this.#zBins);
    encodeCodes(zStrongest, hooks['attn.hook_z'].hi[layer]!, rows.z);
    this.#compareAdded(row('hook_attn_out'), this.#before, this.#beforeSquare, 2 * layer);
    const mid = row('hook_resid_mid');
    const midSquare = this.#math.dot(mid, mid);
    this.#mid.set(mid);
    lnScale[2 * layer + 1] = row('ln2.hook_scale')[0]!;
    const postStrongest = this.#math.borrowStrongest(row('mlp.hook_post'), postBins);
    encodeCodes(postStrongest, hooks['mlp.hook_post'].hi[layer]!, rows.post);
    this.#compareAdded(row('hook_mlp_out'), this.#mid, midSquare, 2 * layer + 1);
    this.#encodeResidual(row('hook_resid_post'), layer, hooks.hook_resid_post.hi[layer]!);
  }

  #encodeResidual(after: Float32Array, layer: number, hi: number): void {
    const square = this.#math.dot(after, after);
    const product = this.#math.dot(after, this.#before);
    const scale = Math.sqrt(square / after.length + scaleEpsilon);
    const strongest = this.#math.borrowStrongest(after, residBins);
    encodeCodes(strongest, hi * scale, this.#layers[layer]!.resid);
    this.#floats.residNorm[layer] = Math.sqrt(square);
    this.#floats.residCosine[layer] = cosine(product, square, this.#beforeSquare);
    this.#before.set(after);
    this.#beforeSquare = square;
  }

  #compareAdded(added: Float32Array, to: Float32Array, toSquare: number, place: number): void {
    const square = this.#math.dot(added, added);
    this.#floats.added[place] = toSquare > 0 ? Math.sqrt(square / toSquare) : 0;
    this.#floats.addedCosine[place] = cosine(this.#math.dot(added, to), square, toSquare);
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
    this.#math.fillTopTokens(
      logits,
      template.i32('prediction.token'),
      template.f32('prediction.logprob'),
    );
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

function encodeCodes(values: Float32Array, hi: number, into: Uint8Array): void {
  for (let bin = 0; bin < into.length; bin++) into[bin] = encodeDisplayCode(values[bin]!, hi);
}

/** From the product of two vectors and the squares of their norms; 0 for a zero vector (OV4). */
function cosine(product: number, aSquare: number, bSquare: number): number {
  const norms = Math.sqrt(aSquare) * Math.sqrt(bSquare);
  return norms > 0 ? Math.max(-1, Math.min(1, product / norms)) : 0;
}
