import { McapIndexedReader } from '@mcap/core';
import { afterEach, describe, expect, test } from 'vitest';
import type { ProducerMessage, ViewerMessage } from '#contract/control-message.ts';
import { decodeSafetensors, requireTensor } from '#contract/safetensors.ts';
import { greedySampling } from '#contract/sampling.ts';
import { recordRun } from '#server/record-run.ts';
import { createFakeModel } from '#tests/fakes/fake-model.ts';
import { encodeDirections } from '#workers/produce/directions-encoder.ts';
import { openRecording } from './mcap-recording.ts';
import { RecordingPlayer } from './recording-player.ts';

const model = createFakeModel();
const prompt = 'x'.repeat(66);
const asked = {
  prompt,
  generatedCount: 4,
  valueSites: ['attn.hook_pattern', 'attn.hook_z'],
  openLayer: { layer: 2, sites: ['attn.hook_q'] },
} as const;
const file = recordRun(model, asked);

const players: RecordingPlayer[] = [];
afterEach(() => {
  for (const player of players.splice(0)) player.stop();
});

/** Plays a file with credit enough for everything, unless told otherwise. */
async function play(bytes: Uint8Array, creditBytes = 1e9) {
  const control: ProducerMessage[] = [];
  const tensors: ArrayBuffer[] = [];
  const player = new RecordingPlayer(await openRecording(bytes), {
    control: (message) => control.push(message),
    tensors: (message) => tensors.push(message),
  });
  players.push(player);
  const send = (message: ViewerMessage): void => {
    player.receive(message);
  };
  send({ kind: 'credit', bytes: creditBytes });
  const over = player.play();
  return { player, control, tensors, send, over };
}

function kindOf(message: ArrayBuffer): string | undefined {
  return decodeSafetensors(new Uint8Array(message)).metadata.get('kind');
}

function stepOf(message: ArrayBuffer): number | undefined {
  return requireTensor(decodeSafetensors(new Uint8Array(message)), 'clock', 'I32').data[1];
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('a recording', () => {
  test('[REC1] [REC2] [REC3] [REC4] is laid out as written down, for any MCAP reader', async () => {
    const reader = await McapIndexedReader.Initialize({
      readable: {
        size: () => Promise.resolve(BigInt(file.length)),
        read: (offset, size) =>
          Promise.resolve(file.subarray(Number(offset), Number(offset + size))),
      },
    });
    expect(reader.header.profile).toBe('neural-city');
    const channels = [...reader.channelsById.values()];
    expect(channels.map(({ topic, messageEncoding }) => [topic, messageEncoding])).toEqual([
      ['/control', 'json'],
      ['/overview', 'safetensors'],
      ['/lens', 'safetensors'],
      ['/values', 'safetensors'],
      ['/vocabulary', 'safetensors'],
      ['/carried', 'safetensors'],
      ['/directions', 'safetensors'],
    ]);
    const topicOf = new Map(channels.map(({ id, topic }) => [id, topic]));
    const chunks = reader.chunkIndexes.map(({ messageIndexOffsets, compression }) => {
      expect(compression).toBe('');
      expect(messageIndexOffsets.size).toBe(1);
      return topicOf.get([...messageIndexOffsets.keys()][0] ?? 0);
    });
    // 70 overviews are two chunks, and what explains them stands before them.
    expect(chunks.filter((topic) => topic === '/overview')).toHaveLength(2);
    expect(chunks[0]).toBe('/control');
    const times: bigint[] = [];
    for await (const { logTime } of reader.readMessages({ topics: ['/overview'] })) {
      times.push(logTime);
    }
    expect(times).toEqual(Array.from({ length: 70 }, (_, step) => BigInt(step) * 1_000_000n));
    const steps: (string | undefined)[] = [];
    for await (const { metadata } of reader.readMetadata({ name: 'steps' })) {
      steps.push(metadata.get('0/0'), metadata.get('0/69'));
    }
    expect(steps).toEqual(['0', '69']);
  });

  test('is the same bytes when it is made again', () => {
    const again = recordRun(createFakeModel(), asked);
    expect(again).toEqual(file);
  });

  test('[REC6] is played in the order of its steps, tokens before overviews, then ends', async () => {
    const { control, tensors, over } = await play(file);
    await over;
    expect(control.map(({ kind }) => kind)).toEqual([
      'hello',
      ...Array.from({ length: 70 }, () => 'token'),
      'end',
    ]);
    expect(tensors.map(stepOf)).toEqual(Array.from({ length: 70 }, (_, step) => step));
    expect(new Set(tensors.map(kindOf))).toEqual(new Set(['overview']));
  });

  test('[CREDIT1] [CREDIT2] [REC6] plays only as far as credit goes', async () => {
    const { control, tensors, send } = await play(file, 1);
    await settle();
    expect(tensors).toHaveLength(1);
    expect(control).toHaveLength(67);
    send({ kind: 'credit', bytes: tensors[0]?.byteLength ?? 0 });
    await settle();
    expect(tensors).toHaveLength(2);
  });

  test('[REC6] answers a lens it holds, and says so when it does not', async () => {
    const { control, tensors, over, send } = await play(file);
    await over;
    send({ kind: 'lens', request: 3, position: 67 });
    send({ kind: 'lens', request: 4, position: 70 });
    await settle();
    const answer = tensors.at(-1) ?? new ArrayBuffer(0);
    expect([kindOf(answer), stepOf(answer)]).toEqual(['lens', 67]);
    expect(control.at(-1)).toMatchObject({ kind: 'error', request: 4, code: 'not-recorded' });
  });

  test('[REC6] answers what heads carry, of generated words too', async () => {
    const { control, tensors, over, send } = await play(file);
    await over;
    send({ kind: 'carried', request: 3, position: 69 });
    send({ kind: 'carried', request: 4, position: 70 });
    await settle();
    const answer = tensors.at(-1) ?? new ArrayBuffer(0);
    expect([kindOf(answer), stepOf(answer)]).toEqual(['carried', 69]);
    expect(control.at(-1)).toMatchObject({ kind: 'error', request: 4, code: 'not-recorded' });
  });

  test('[REC6] [DIR1] puts an answer together from all recorded directions, in the order asked', async () => {
    const { control, tensors, over, send } = await play(file);
    await over;
    const neurons = [191, 3, 40];
    send({ kind: 'directions', request: 5, layer: 2, neurons });
    await settle();
    const slices = encodeDirections(model.forward, { layer: 2, neurons });
    let next = slices.next();
    while (next.done !== true) next = slices.next();
    expect(tensors.at(-1)).toEqual(next.value);
    send({ kind: 'directions', request: 6, layer: 1, neurons });
    send({ kind: 'directions', request: 7, layer: 2, neurons: [3, 192] });
    await settle();
    expect(control.slice(-2)).toMatchObject([
      { kind: 'error', request: 6, code: 'not-recorded' },
      { kind: 'error', request: 7, code: 'not-recorded' },
    ]);
  });

  test('[REC6] answers with the vocabulary, so that predictions can be read', async () => {
    const { tensors, over, send } = await play(file);
    await over;
    send({ kind: 'vocabulary', request: 5 });
    await settle();
    const blob = decodeSafetensors(new Uint8Array(tensors.at(-1) ?? new ArrayBuffer(0)));
    expect(blob.metadata.get('kind')).toBe('vocabulary');
    expect(requireTensor(blob, 'bytes', 'U8').data).toEqual(model.vocabulary.bytes);
  });

  test('[VAL1] [VAL2] [VAL3] answers values it holds bit for bit, in the order asked', async () => {
    const { control, tensors, over, send } = await play(file);
    await over;
    // Of two recorded messages.
    const positions = [30, 2];
    const branch = model.forward.createBranch();
    for (const token of model.encodePrompt(prompt, false)) branch.step(token);
    send({ kind: 'values', request: 9, site: 'attn.hook_pattern', layer: 1, positions });
    await settle();
    const blob = decodeSafetensors(new Uint8Array(tensors.at(-1) ?? new ArrayBuffer(0)));
    expect(requireTensor(blob, 'request', 'U32').data[0]).toBe(9);
    const { shape, data } = requireTensor(blob, 'blocks.1.attn.hook_pattern', 'F32');
    expect(shape).toEqual([2, 4, 31]);
    expect([...requireTensor(blob, 'clock', 'I32').data].slice(0, 3)).toEqual([0, 2, 2]);
    const [thirty, two] = positions.map((position) =>
      branch.borrowRow('attn.hook_pattern', 1, position),
    );
    expect(data.subarray(0, 4 * 31)).toEqual(thirty);
    for (let head = 0; head < 4; head++) {
      const row = data.subarray(31 * (4 + head), 31 * (5 + head));
      const beyond = Array.from({ length: 28 }, () => 0);
      expect([...row]).toEqual([...(two?.subarray(3 * head, 3 * head + 3) ?? []), ...beyond]);
    }
    send({ kind: 'values', request: 10, site: 'attn.hook_q', layer: 1, positions });
    send({ kind: 'values', request: 11, site: 'attn.hook_z', layer: 1, positions: [69, 70] });
    await settle();
    expect(control.slice(-2)).toMatchObject([
      { kind: 'error', request: 10, code: 'not-recorded' },
      { kind: 'error', request: 11, code: 'not-recorded' },
    ]);
  });

  test('[REC6] cannot be given another prompt or changed, and says so', async () => {
    const { control, over, player, send } = await play(file);
    await over;
    send({ kind: 'run', request: 3, prompt: 'x', chat: false, sampling: greedySampling });
    send({ kind: 'intervene', request: 4, interventions: [] });
    send({ kind: 'generate', request: 5, count: 1, sampling: greedySampling });
    send({ kind: 'switch', request: 6, branch: 0 });
    send({ kind: 'difference', request: 7, position: 0 });
    send({ kind: 'effect', request: 8, position: 0, branch: 0, tests: [[]] });
    send({ kind: 'stop-effect', request: 8 });
    player.receive('nonsense');
    await settle();
    expect(control.slice(-7)).toMatchObject([
      { kind: 'error', request: 3, code: 'not-recorded' },
      { kind: 'error', request: 4, code: 'not-recorded' },
      { kind: 'end', request: 5 },
      { kind: 'error', request: 6, code: 'not-recorded' },
      { kind: 'error', request: 7, code: 'not-recorded' },
      { kind: 'error', request: 8, code: 'not-recorded' },
      { kind: 'error', request: 0, code: 'not-understood' },
    ]);
  });
});

describe('[REC5] a damaged recording', () => {
  test('cut after its last chunk is read from the front, whole', async () => {
    const { control, tensors, over } = await play(file.slice(0, file.length - 20));
    await over;
    expect(tensors).toHaveLength(70);
    expect(control.at(-2)).toMatchObject({ kind: 'gap', tier: 'overview', from: 70 });
  });

  test('cut anywhere plays what is left and tells what is lost', async () => {
    const played: number[] = [];
    for (const share of [0.95, 0.8, 0.6, 0.4]) {
      const { control, tensors, over } = await play(file.slice(0, file.length * share));
      await over;
      const gap = control.find(({ kind }) => kind === 'gap');
      expect(gap).toMatchObject({ tier: 'overview', from: tensors.length });
      expect(control.at(-1)).toMatchObject({ kind: 'end' });
      played.push(tensors.length);
    }
    expect(played.at(0)).toBe(70);
    expect(played.at(-1)).toBe(64);
  });

  test('with a changed bit plays up to it, never a changed number', async () => {
    const whole = await play(file);
    await whole.over;
    for (let place = 30_000; place < file.length; place += 61_111) {
      const damaged = file.slice();
      damaged[place] = (damaged[place] ?? 0) ^ 4;
      const played = await play(damaged).catch(() => undefined);
      await played?.over;
      for (const [index, message] of (played?.tensors ?? []).entries()) {
        expect(message).toEqual(whole.tensors[index]);
      }
    }
  });

  test.each([
    ['an empty file', new Uint8Array(0)],
    ['another kind of file', new TextEncoder().encode('%PDF-1.7 and so on')],
    ['the first bytes alone', file.slice(0, 8)],
  ])('%s is refused in one sentence', async (_, bytes) => {
    await expect(play(bytes)).rejects.toThrow(/^This (file|recording) .*\.$/u);
  });
});
