import { McapChunkBuilder, McapConstants, McapRecordBuilder, type McapTypes } from '@mcap/core';
import { crc32, crc32Final, crc32Init, crc32Update } from '@foxglove/crc';
import {
  nanosPerStep,
  recordingChannels,
  recordingProfile,
  stepsMetadata,
  type RecordingTopic,
} from '#contract/recording.ts';

/** Overviews to a chunk (SPEC.md, REC3); other channels' chunks end at so many bytes. */
const overviewsPerChunk = 64;
const chunkByteLimit = 256 * 1024;

export interface RecordedMessage {
  readonly topic: RecordingTopic;
  readonly step: number;
  /** Nanoseconds since 1970, of the clock on the wall. */
  readonly publishNanos: bigint;
  readonly data: Uint8Array;
}

/**
 * Writes a recording (SPEC.md, REC) front to back: what was written is there if the writer dies.
 * The MCAP package's own writer mixes channels in a chunk, hence this one on its record builders.
 */
export class RecordingWriter {
  readonly #write: (bytes: Uint8Array) => void;
  readonly #records = new McapRecordBuilder();
  readonly #chunks = new Map<RecordingTopic, McapChunkBuilder>();
  readonly #chunkIndexes: McapTypes.ChunkIndex[] = [];
  readonly #messageCounts = new Map<number, bigint>();
  readonly #steps = new Map<string, string>();
  #position = 0n;
  #dataCrc = crc32Init();
  #sequence = 0;
  #lastTime = 0n;

  /** `write` gets the file's bytes piece by piece; each piece is its own memory. */
  constructor(write: (bytes: Uint8Array) => void) {
    this.#write = write;
    this.#records.writeMagic();
    this.#records.writeHeader({ profile: recordingProfile, library: recordingProfile });
    for (const channel of channelRecords()) this.#records.writeChannel(channel);
    this.#flush();
  }

  /** Messages come in the order of their steps. */
  add({ topic, step, publishNanos, data }: RecordedMessage): void {
    const chunk = this.#chunks.get(topic) ?? new McapChunkBuilder({});
    this.#chunks.set(topic, chunk);
    const { id } = recordingChannels[topic];
    const logTime = BigInt(step) * nanosPerStep;
    chunk.addMessage({
      channelId: id,
      sequence: this.#sequence,
      logTime,
      publishTime: publishNanos,
      data,
    });
    this.#sequence++;
    if (logTime > this.#lastTime) this.#lastTime = logTime;
    this.#messageCounts.set(id, (this.#messageCounts.get(id) ?? 0n) + 1n);
    const isFull =
      topic === '/overview'
        ? chunk.numMessages >= overviewsPerChunk
        : chunk.byteLength >= chunkByteLimit;
    if (isFull) this.#endChunk(topic);
  }

  /** Which step is the newest of a branch's position (SPEC.md, REC4). */
  noteStep(branch: number, position: number, step: number): void {
    this.#steps.set(`${String(branch)}/${String(position)}`, String(step));
  }

  /** Writes what is left, the index and the footer. */
  end(): void {
    for (const topic of this.#chunks.keys()) this.#endChunk(topic);
    const metadataOffset = this.#position;
    const metadataLength = this.#records.writeMetadata({
      name: stepsMetadata,
      metadata: this.#steps,
    });
    this.#flush();
    this.#records.writeDataEnd({ dataSectionCrc: crc32Final(this.#dataCrc) });
    this.#flush();
    this.#writeSummary({ offset: metadataOffset, length: metadataLength, name: stepsMetadata });
  }

  #endChunk(topic: RecordingTopic): void {
    const chunk = this.#chunks.get(topic);
    if (!chunk || chunk.numMessages === 0) return;
    // What a message says is understood through the control messages before it.
    if (topic !== '/control') this.#endChunk('/control');
    const chunkStartOffset = this.#position;
    const times = {
      messageStartTime: chunk.messageStartTime,
      messageEndTime: chunk.messageEndTime,
    };
    const size = BigInt(chunk.byteLength);
    const chunkLength = this.#records.writeChunk({
      ...times,
      uncompressedSize: size,
      uncompressedCrc: crc32(chunk.buffer),
      compression: '',
      records: chunk.buffer,
    });
    const messageIndexOffsets = new Map<number, bigint>();
    let messageIndexLength = 0n;
    for (const index of chunk.indices) {
      messageIndexOffsets.set(index.channelId, chunkStartOffset + chunkLength + messageIndexLength);
      messageIndexLength += this.#records.writeMessageIndex(index);
    }
    this.#chunkIndexes.push({
      ...times,
      chunkStartOffset,
      chunkLength,
      messageIndexOffsets,
      messageIndexLength,
      compression: '',
      compressedSize: size,
      uncompressedSize: size,
    });
    chunk.reset();
    this.#flush();
  }

  #writeSummary(metadataIndex: McapTypes.MetadataIndex): void {
    const summaryStart = this.#position;
    for (const channel of channelRecords()) this.#records.writeChannel(channel);
    this.#records.writeStatistics({
      messageCount: BigInt(this.#sequence),
      schemaCount: 0,
      channelCount: channelRecords().length,
      attachmentCount: 0,
      metadataCount: 1,
      chunkCount: this.#chunkIndexes.length,
      messageStartTime: 0n,
      messageEndTime: this.#lastTime,
      channelMessageCounts: this.#messageCounts,
    });
    this.#records.writeMetadataIndex(metadataIndex);
    for (const index of this.#chunkIndexes) this.#records.writeChunkIndex(index);
    // The footer's checksum covers the summary and the footer's own two offsets.
    const footerStart = new DataView(new ArrayBuffer(25));
    footerStart.setUint8(0, McapConstants.Opcode.FOOTER);
    footerStart.setBigUint64(1, 20n, true);
    footerStart.setBigUint64(9, summaryStart, true);
    const summaryCrc = crc32Final(
      crc32Update(crc32Update(crc32Init(), this.#records.buffer), footerStart),
    );
    this.#records.writeFooter({ summaryStart, summaryOffsetStart: 0n, summaryCrc });
    this.#records.writeMagic();
    this.#flush();
  }

  #flush(): void {
    const bytes = this.#records.buffer.slice();
    this.#records.reset();
    this.#dataCrc = crc32Update(this.#dataCrc, bytes);
    this.#position += BigInt(bytes.length);
    this.#write(bytes);
  }
}

function channelRecords(): readonly McapTypes.Channel[] {
  return Object.entries(recordingChannels).map(([topic, { id, messageEncoding }]) => ({
    id,
    schemaId: 0,
    topic,
    messageEncoding,
    metadata: new Map(),
  }));
}
