import type { Hello } from '#contract/control-message.ts';
import { greedySampling } from '#contract/sampling.ts';

/** One layer, one head of 8, 64 dimensions and neurons: a bin is a value. Six tokens. */
export const goldenShape = {
  layerCount: 1,
  width: 64,
  headCount: 1,
  kvHeadCount: 1,
  headWidth: 8,
  neuronCount: 64,
  vocabularySize: 6,
  contextLength: 128,
} as const;

export const goldenHello: Hello = {
  kind: 'hello',
  protocol: 1,
  request: 7,
  model: {
    name: 'Golden',
    revision: '1',
    sha256: '00',
    architecture: 'llama',
    ...goldenShape,
    dtype: 'F32',
  },
  run: {
    id: 1,
    prompt: 'a b c',
    precision: 'f32',
    sampling: greedySampling,
    chat: false,
    promptTokenCount: 3,
  },
  display: {
    hooks: {
      hook_resid_post: hookDisplay(64),
      'attn.hook_z': hookDisplay(8),
      'mlp.hook_post': hookDisplay(64),
    },
    topK: 8,
    calibration: '00',
    headScores: {
      text: '00',
      'previous-token': [0.7241],
      duplicate: [0],
      induction: [0.0003],
      sink: [1],
    },
  },
  tiers: ['overview', 'lens', 'values', 'vocabulary', 'carried', 'directions'],
};

function hookDisplay(binCount: number): Hello['display']['hooks']['hook_resid_post'] {
  return {
    binCount,
    binSize: 1,
    hi: [10],
    brightness: [[0.1, 1]],
    valueBrightness: [[0.1, 1]],
  };
}

/** A safetensors blob from its header's text, padded by hand, and its data in hex. */
export function blobOf(
  headerLengthHex: string,
  header: string,
  ...dataHex: readonly string[]
): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(header);
  const length = bytesOf(headerLengthHex);
  const data = bytesOf(dataHex.join(''));
  const blob = new Uint8Array(length.length + text.length + data.length);
  blob.set(length);
  blob.set(text, length.length);
  blob.set(data, length.length + text.length);
  return blob;
}

function bytesOf(hex: string): Uint8Array {
  const digits = hex.replaceAll(/\s/g, '');
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
}

const sixteenZeros = '00'.repeat(16);

/** Position 2, token 5, of branch 0 at step 2. */
export const goldenOverview = blobOf(
  'b004 0000 0000 0000',
  '{"__metadata__":{"kind":"overview"},' +
    '"added":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},' +
    '"added.cosine":{"dtype":"F32","shape":[1,2],"data_offsets":[8,16]},' +
    '"clock":{"dtype":"I32","shape":[5],"data_offsets":[16,36]},' +
    '"ln_final":{"dtype":"F32","shape":[1],"data_offsets":[36,40]},' +
    '"ln_scale":{"dtype":"F32","shape":[1,2],"data_offsets":[40,48]},' +
    '"prediction.logprob":{"dtype":"F32","shape":[5],"data_offsets":[48,68]},' +
    '"prediction.token":{"dtype":"I32","shape":[5],"data_offsets":[68,88]},' +
    '"resid.cosine":{"dtype":"F32","shape":[1],"data_offsets":[88,92]},' +
    '"resid.norm":{"dtype":"F32","shape":[1],"data_offsets":[92,96]},' +
    '"attention.key":{"dtype":"U16","shape":[1,1,8],"data_offsets":[96,112]},' +
    '"attention.rest":{"dtype":"U8","shape":[1,1],"data_offsets":[112,113]},' +
    '"attention.self":{"dtype":"U8","shape":[1,1],"data_offsets":[113,114]},' +
    '"attention.sink":{"dtype":"U8","shape":[1,1],"data_offsets":[114,115]},' +
    '"attention.weight":{"dtype":"U8","shape":[1,1,8],"data_offsets":[115,123]},' +
    '"attn.hook_z":{"dtype":"U8","shape":[1,1,8],"data_offsets":[123,131]},' +
    '"hook_resid_post":{"dtype":"U8","shape":[1,64],"data_offsets":[131,195]},' +
    '"mlp.hook_post":{"dtype":"U8","shape":[1,64],"data_offsets":[195,259]}}       ',
  '0000003f 00000040', // added: 0.5, 2
  '000000bf 0000803f', // added.cosine: -0.5, 1
  '00000000 02000000 02000000 05000000 00000000', // clock: branch, step, position, token, revision
  '00008040', // ln_final: 4
  '0000803f 00000040', // ln_scale: 1, 2
  '000080be 0000c0bf 000080c0 000000c1 000080c1', // prediction.logprob: -0.25, -1.5, -4, -8, -16
  '03000000 04000000 00000000 01000000 02000000', // prediction.token
  '0000403f', // resid.cosine: 0.75
  '00008041', // resid.norm: 16
  '0100 ffff ffff ffff ffff ffff ffff ffff', // attention.key: position 1, the rest unused
  '01', // attention.rest: the smallest share with a code
  'ff', // attention.self: all
  '00', // attention.sink: nothing
  'cc 00 00 00 00 00 00 00', // attention.weight: code 204 for position 1
  '40 41 42 43 c0 c1 c2 00', // attn.hook_z: +64 … +67, -64 … -66, below the floor
  '01 7f 00 ff', // hook_resid_post: +1, +127, below the floor, -127
  ...[sixteenZeros, sixteenZeros, sixteenZeros, '00'.repeat(12)],
  '0a 14 1e 28', // mlp.hook_post: +10, +20, +30, +40
  ...[sixteenZeros, sixteenZeros, sixteenZeros, '00'.repeat(12)],
);

export const goldenLens = blobOf(
  '1001 0000 0000 0000',
  '{"__metadata__":{"kind":"lens"},' +
    '"clock":{"dtype":"I32","shape":[5],"data_offsets":[0,20]},' +
    '"logprob":{"dtype":"F32","shape":[1,5],"data_offsets":[20,40]},' +
    '"rank":{"dtype":"U32","shape":[1],"data_offsets":[40,44]},' +
    '"token":{"dtype":"I32","shape":[1,5],"data_offsets":[44,64]}}',
  '00000000 02000000 02000000 05000000 00000000', // clock
  '000080be 0000c0bf 000080c0 000000c1 000080c1', // logprob: -0.25, -1.5, -4, -8, -16
  '01000000', // rank: second
  '03000000 04000000 00000000 01000000 02000000', // token
);

/** Rows 2 and 0 of blocks.0.attn.hook_attn_scores: three keys, then one and two that do not exist. */
export const goldenValues = blobOf(
  '3001 0000 0000 0000',
  '{"__metadata__":{"kind":"values"},' +
    '"blocks.0.attn.hook_attn_scores":{"dtype":"F32","shape":[2,1,3],"data_offsets":[0,24]},' +
    '"clock":{"dtype":"I32","shape":[5],"data_offsets":[24,44]},' +
    '"positions":{"dtype":"U32","shape":[2],"data_offsets":[44,52]},' +
    '"request":{"dtype":"U32","shape":[1],"data_offsets":[52,56]}}',
  '0000803f 000080ff 00000040', // 1, −∞ (knocked out), 2
  '000000bf 000080ff 000080ff', // -0.5, then keys later than the query
  '00000000 00000000 00000000 04000000 00000000', // clock: step 0, position 0, token 4
  '02000000 00000000', // positions
  '09000000', // request
);

/** Six tokens: a, a blank with b, nothing, ü (two bytes), a less-than sign, a bar. */
export const goldenVocabulary = blobOf(
  'a000 0000 0000 0000',
  '{"__metadata__":{"kind":"vocabulary"},' +
    '"offset":{"dtype":"U32","shape":[7],"data_offsets":[0,28]},' +
    '"bytes":{"dtype":"U8","shape":[7],"data_offsets":[28,35]}}     ',
  '00000000 01000000 03000000 03000000 05000000 06000000 07000000', // offset
  '61 2062 c3bc 3c 7c', // bytes
);

/** Head 0 would add 2.5 if it read only position 2. */
export const goldenCarried = blobOf(
  'a000 0000 0000 0000',
  '{"__metadata__":{"kind":"carried"},' +
    '"carried":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},' +
    '"clock":{"dtype":"I32","shape":[5],"data_offsets":[4,24]}}      ',
  '00002040', // carried
  '00000000 02000000 02000000 05000000 00000000', // clock
);

/** Neurons 63 and 2 of layer 0. */
export const goldenDirections = blobOf(
  'b001 0000 0000 0000',
  '{"__metadata__":{"kind":"directions"},' +
    '"bottom.token":{"dtype":"I32","shape":[2,5],"data_offsets":[0,40]},' +
    '"bottom.value":{"dtype":"F32","shape":[2,5],"data_offsets":[40,80]},' +
    '"layer":{"dtype":"U32","shape":[1],"data_offsets":[80,84]},' +
    '"neuron":{"dtype":"U32","shape":[2],"data_offsets":[84,92]},' +
    '"top.token":{"dtype":"I32","shape":[2,5],"data_offsets":[92,132]},' +
    '"top.value":{"dtype":"F32","shape":[2,5],"data_offsets":[132,172]}}       ',
  '05000000 04000000 03000000 02000000 01000000', // bottom.token of neuron 63
  '00000000 01000000 02000000 03000000 04000000', // bottom.token of neuron 2
  '000040c0 000000c0 0000c0bf 000080bf 0000003f', // bottom.value: -3, -2, -1.5, -1, 0.5
  '000000bf 000000bf 000080be 00000000 0000803e', // bottom.value: -0.5 twice, -0.25, 0, 0.25
  '00000000', // layer
  '3f000000 02000000', // neuron
  '00000000 01000000 02000000 03000000 04000000', // top.token of neuron 63
  '05000000 04000000 03000000 02000000 01000000', // top.token of neuron 2
  '00008040 00000040 0000003f 000080bf 0000c0bf', // top.value: 4, 2, 0.5, -1, -1.5
  '0000803f 0000803e 00000000 000080be 000000bf', // top.value: 1, 0.25, 0, -0.25, -0.5
);
