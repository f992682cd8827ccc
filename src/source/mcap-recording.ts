import { McapIndexedReader, McapStreamReader, type McapTypes } from '@mcap/core';
import {
  nanosPerStep,
  recordingChannels,
  recordingProfile,
  type RecordingTopic,
} from '#contract/recording.ts';

export interface RecordedItem {
  readonly topic: RecordingTopic;
  readonly step: number;
  readonly data: Uint8Array;
}

/** A recording opened for reading: control messages at once, all else when asked for. */
export interface Recording {
  /** In the order of their steps. */
  readonly control: readonly RecordedItem[];
  /** In the order of their steps, read as they are asked for. Throws where the file is damaged. */
  overviews(): AsyncIterable<RecordedItem>;
  /** All messages of a topic that follow a step; of every step when none is given. */
  find(topic: RecordingTopic, step?: number): Promise<readonly RecordedItem[]>;
  /** What is missing and why, in words; undefined for a whole file. */
  readonly lost: string | undefined;
}

/** Larger files need reading piece by piece, which is not here yet. */
export const recordingByteLimit = 64 * 2 ** 20;

/**
 * Opens a recording that lies in memory: by its index, or, where the end is missing, by reading
 * what is there from the front (SPEC.md, REC5).
 * @throws Error with one sentence when it is no recording of ours.
 */
export async function openRecording(bytes: Uint8Array): Promise<Recording> {
  if (bytes.length > recordingByteLimit) {
    throw new Error(
      `This recording is larger than ${String(recordingByteLimit >> 20)} MB; open a shorter one.`,
    );
  }
  const magic = [0x89, 0x4d, 0x43, 0x41, 0x50, 0x30, 0x0d, 0x0a];
  if (!magic.every((byte, index) => bytes[index] === byte)) {
    throw new Error('This file is no recording: it is not in the MCAP format.');
  }
  const reader = await openIndexed(bytes);
  if (reader) return openWhole(reader);
  return openFromFront(bytes);
}

async function openIndexed(bytes: Uint8Array): Promise<McapIndexedReader | undefined> {
  const readable = {
    size: () => Promise.resolve(BigInt(bytes.length)),
    read: (offset: bigint, size: bigint) => {
      const end = offset + size;
      if (end > BigInt(bytes.length)) return Promise.reject(new Error('It ends too early.'));
      return Promise.resolve(bytes.subarray(Number(offset), Number(end)));
    },
  };
  try {
    return await McapIndexedReader.Initialize({ readable });
  } catch {
    // No footer, or a damaged index: what is there is still readable from the front.
    return undefined;
  }
}

async function openWhole(reader: McapIndexedReader): Promise<Recording> {
  checkProfile(reader.header.profile);
  const topicOf = topicsByChannel(reader.channelsById.values());
  async function* read(topic: RecordingTopic, step?: number): AsyncGenerator<RecordedItem> {
    const time = step === undefined ? {} : timeOf(step);
    for await (const message of reader.readMessages({ topics: [topic], ...time })) {
      const item = itemOf(message, topicOf);
      if (item) yield item;
    }
  }
  const find = async (topic: RecordingTopic, step?: number): Promise<RecordedItem[]> => {
    const items: RecordedItem[] = [];
    for await (const item of read(topic, step)) items.push(item);
    return items;
  };
  return {
    control: await find('/control'),
    overviews: () => read('/overview'),
    find,
    lost: undefined,
  };
}

function openFromFront(bytes: Uint8Array): Recording {
  const { items, lost } = readFromFront(bytes);
  const find = (topic: RecordingTopic, step?: number): readonly RecordedItem[] =>
    items.filter((item) => item.topic === topic && (step === undefined || item.step === step));
  return {
    control: find('/control'),
    // eslint-disable-next-line @typescript-eslint/require-await -- all of it has been read already
    overviews: async function* () {
      yield* find('/overview');
    },
    find: (topic, step) => Promise.resolve(find(topic, step)),
    lost,
  };
}

function readFromFront(bytes: Uint8Array): { items: readonly RecordedItem[]; lost: string } {
  const reader = new McapStreamReader();
  const channels: McapTypes.Channel[] = [];
  const items: RecordedItem[] = [];
  let topicOf = topicsByChannel(channels);
  try {
    reader.append(bytes);
    for (let record = reader.nextRecord(); record; record = reader.nextRecord()) {
      if (record.type === 'Header') checkProfile(record.profile);
      if (record.type === 'Channel') {
        channels.push(record);
        topicOf = topicsByChannel(channels);
      }
      const item = record.type === 'Message' ? itemOf(record, topicOf) : undefined;
      if (item) items.push(item);
    }
  } catch (error) {
    if (error instanceof UnknownProfile) throw error;
    return {
      items: inOrder(items),
      lost: 'Part of the recording is damaged; what follows is lost.',
    };
  }
  return { items: inOrder(items), lost: 'The recording breaks off; what came after is lost.' };
}

/** Chunks of different channels follow one another in the file; steps put them in order again. */
function inOrder(items: RecordedItem[]): readonly RecordedItem[] {
  return items.toSorted((a, b) => a.step - b.step);
}

class UnknownProfile extends Error {}

function checkProfile(profile: string): void {
  if (profile === recordingProfile) return;
  throw new UnknownProfile('This MCAP file was not recorded by the city, so it cannot be shown.');
}

function topicsByChannel(
  channels: Iterable<McapTypes.Channel>,
): ReadonlyMap<number, RecordingTopic> {
  const topics = new Map<number, RecordingTopic>();
  for (const { id, topic } of channels) {
    if (Object.hasOwn(recordingChannels, topic)) topics.set(id, topic as RecordingTopic);
  }
  return topics;
}

function itemOf(
  message: McapTypes.Message,
  topicOf: ReadonlyMap<number, RecordingTopic>,
): RecordedItem | undefined {
  const topic = topicOf.get(message.channelId);
  if (topic === undefined) return undefined;
  return { topic, step: Number(message.logTime / nanosPerStep), data: message.data };
}

function timeOf(step: number): { startTime: bigint; endTime: bigint } {
  const time = BigInt(step) * nanosPerStep;
  return { startTime: time, endTime: time };
}
