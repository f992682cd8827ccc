import type { Display, Hello, ProducerMessage } from '#contract/control-message.ts';
import type {
  Clock,
  DecodedCarried,
  DecodedDifference,
  DecodedDirections,
  DecodedLens,
  DecodedMessage,
  DecodedOverview,
  DecodedValues,
} from '#contract/decoded-message.ts';
import { encodeDisplayCode } from '#contract/display-code.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { tensorMessageKinds } from '#contract/overview.ts';
import { greedySampling } from '#contract/sampling.ts';
import { postBinCount, residBinCount, texelLayout, zBinsPerHead } from '#contract/texel-layout.ts';

/** Not Node's Buffer: these fakes are used in browsers too. */
const utf8 = new TextEncoder();

/** A small model's sizes: three layers, two heads on one key-value head. */
export const fakeShape: ModelShape = {
  layerCount: 3,
  width: 128,
  headCount: 2,
  kvHeadCount: 1,
  headWidth: 64,
  neuronCount: 192,
  vocabularySize: 300,
  contextLength: 256,
};
export const fakeTopK = 2;
/** What display code 127 stands for in every fake display. */
export const fakeHi = 10;

function hookDisplay(binCount: number, binSize: number): Display['hooks']['hook_resid_post'] {
  const layers = Array.from({ length: fakeShape.layerCount });
  return {
    binCount,
    binSize,
    hi: layers.map(() => fakeHi),
    brightness: layers.map(() => [0.1, 5] as [number, number]),
    valueBrightness: layers.map(() => [0.01, 2] as [number, number]),
  };
}

export function fakeHello(change: Partial<Hello['run']> & { request?: number } = {}): Hello {
  const { request = 1, ...run } = change;
  return {
    kind: 'hello',
    protocol: 1,
    request,
    model: {
      name: 'fake',
      revision: '1',
      sha256: 'ab'.repeat(32),
      architecture: 'llama',
      dtype: 'q8_0',
      ...fakeShape,
    },
    run: {
      id: 1,
      prompt: 'a b',
      precision: 'i16',
      sampling: greedySampling,
      chat: false,
      promptTokenCount: 2,
      ...run,
    },
    display: {
      hooks: {
        hook_resid_post: hookDisplay(residBinCount, 2),
        'attn.hook_z': hookDisplay(zBinsPerHead, 8),
        'mlp.hook_post': hookDisplay(postBinCount, 3),
      },
      topK: fakeTopK,
      calibration: 'cd'.repeat(32),
    },
    tiers: [...tensorMessageKinds],
  };
}

export const control = (message: ProducerMessage): DecodedMessage => ({ type: 'control', message });

/** Token `position` of a run whose prompt has two tokens; its id is 100 + position. */
export function fakeToken(
  position: number,
  text = ` t${String(position)}`,
  promptTokenCount = 2,
): ProducerMessage & { kind: 'token' } {
  return {
    kind: 'token',
    position,
    id: 100 + position,
    text,
    bytes: Array.from(utf8.encode(text), (byte) => byte.toString(16).padStart(2, '0')).join(''),
    from: position < promptTokenCount ? 'prompt' : 'sampler',
  };
}

/**
 * A well-formed overview: every norm 1, nothing attended but self, the next token predicted with
 * probability one half. `change` gets it to make it more interesting.
 */
export function fakeOverview(
  position: number,
  change: (overview: DecodedOverview) => void = () => undefined,
): DecodedOverview {
  const { layerCount: layers, headCount: heads } = fakeShape;
  const cells = layers * heads;
  const overview: DecodedOverview = {
    type: 'overview',
    clock: { branch: 0, step: position, position, token: 100 + position, revision: 0 },
    texels: new Uint8Array(layers * texelLayout(fakeShape).width).fill(position),
    zCodes: new Uint8Array(cells * zBinsPerHead),
    postCodes: new Uint8Array(layers * postBinCount),
    residCodes: new Uint8Array(layers * residBinCount).fill(encodeDisplayCode(1, fakeHi)),
    added: new Float32Array(layers * 2).fill(0.5),
    addedCosine: new Float32Array(layers * 2),
    residCosine: new Float32Array(layers).fill(0.9),
    residNorm: new Float32Array(layers).fill(1),
    lnScale: new Float32Array(layers * 2).fill(1),
    lnFinal: 1,
    attentionKey: new Uint16Array(cells * fakeTopK).fill(65535),
    attentionWeight: new Float32Array(cells * fakeTopK),
    attentionSelf: new Float32Array(cells).fill(1),
    attentionSink: new Float32Array(cells),
    attentionRest: new Float32Array(cells),
    predictionToken: new Int32Array([101 + position, 1, 2, 3, 4]),
    predictionLogprob: new Float32Array([0.5, 0.2, 0.1, 0.05, 0.01].map(Math.log)),
    clippedCount: 0,
  };
  change(overview);
  return overview;
}

export function fakeLens(position: number): DecodedLens {
  const { layerCount } = fakeShape;
  return {
    type: 'lens',
    clock: { branch: 0, step: position, position, token: 100 + position, revision: 0 },
    token: Int32Array.from({ length: layerCount * 5 }, (_, index) => 10 + index),
    logprob: new Float32Array(layerCount * 5).fill(Math.log(0.2)),
    rank: Uint32Array.from({ length: layerCount }, (_, layer) => 50 - 10 * layer),
  };
}

/** Head h carries h + 1 from everywhere. */
export function fakeCarried(position: number): DecodedCarried {
  const { layerCount, headCount } = fakeShape;
  return {
    type: 'carried',
    clock: { branch: 0, step: position, position, token: 100 + position, revision: 0 },
    norm: Float32Array.from({ length: layerCount * headCount }, (_, i) => 1 + (i % headCount)),
  };
}

/** Nothing moved. */
export function fakeDifference(clock: Clock): DecodedDifference {
  const { layerCount: layers, headCount: heads } = fakeShape;
  return {
    type: 'difference',
    clock,
    texels: new Uint8Array(layers * texelLayout(fakeShape).width),
    zCodes: new Uint8Array(layers * heads * zBinsPerHead),
    postCodes: new Uint8Array(layers * postBinCount),
    residCodes: new Uint8Array(layers * residBinCount),
    wholeCodes: new Uint8Array(layers * 3),
  };
}

/** Each neuron n raises the tokens n … n + 4 by 5 … 1 and lowers tokens 200 … 204 by as much. */
export function fakeDirections(layer: number, neurons: readonly number[]): DecodedDirections {
  const ranks = [0, 1, 2, 3, 4];
  return {
    type: 'directions',
    layer,
    neuron: Uint32Array.from(neurons),
    topToken: Int32Array.from(neurons.flatMap((neuron) => ranks.map((rank) => neuron + rank))),
    topValue: Float32Array.from(neurons.flatMap(() => ranks.map((rank) => 5 - rank))),
    bottomToken: Int32Array.from(neurons.flatMap(() => ranks.map((rank) => 200 + rank))),
    bottomValue: Float32Array.from(neurons.flatMap(() => ranks.map((rank) => rank - 5))),
  };
}

export function fakeValues(
  change: Pick<DecodedValues, 'site' | 'layer' | 'positions' | 'shape' | 'data'>,
  request = 1,
): DecodedValues {
  const position = change.positions.at(-1) ?? 0;
  const clock = { branch: 0, step: position, position, token: 100 + position, revision: 0 };
  return { type: 'values', request, clock, ...change };
}

/** Everything of a run with that many tokens, the prompt's two included, in the producer's order. */
export function fakeRunMessages(hello: Hello, tokenCount: number): readonly DecodedMessage[] {
  const messages: DecodedMessage[] = [control(hello)];
  const { promptTokenCount } = hello.run;
  const tokenOf = (position: number): DecodedMessage =>
    control(fakeToken(position, ` t${String(position)}`, promptTokenCount));
  for (let position = 0; position < promptTokenCount; position += 1) {
    messages.push(tokenOf(position));
  }
  for (let position = 0; position < tokenCount; position += 1) {
    if (position >= promptTokenCount) messages.push(tokenOf(position));
    messages.push(fakeOverview(position));
  }
  return messages;
}

/** A vocabulary in which token t reads ` w{t}`. */
export function fakeVocabulary(): DecodedMessage & { type: 'vocabulary' } {
  const texts = Array.from({ length: fakeShape.vocabularySize }, (_, id) =>
    utf8.encode(` w${String(id)}`),
  );
  const offset = new Uint32Array(texts.length + 1);
  for (const [id, text] of texts.entries()) offset[id + 1] = (offset[id] ?? 0) + text.length;
  return { type: 'vocabulary', bytes: Uint8Array.from(texts.flatMap((text) => [...text])), offset };
}
