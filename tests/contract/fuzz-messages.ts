import type { DecodedMessage } from '#contract/decoded-message.ts';
import { createSeededRandom } from '#kit/seeded-random.ts';
import { MessageDecoder } from '#workers/decode/message-decoder.ts';
import { goldenDifference, goldenEffect } from './golden-changes.ts';
import {
  goldenCarried,
  goldenDirections,
  goldenHello,
  goldenLens,
  goldenOverview,
  goldenValues,
  goldenVocabulary,
} from './golden-messages.ts';

const blobs = [
  ...[goldenOverview, goldenLens, goldenValues, goldenVocabulary],
  ...[goldenCarried, goldenDirections, goldenDifference, goldenEffect],
];

/** How the fuzzed messages fared; `wrong` names those that crashed, hung or told a lie. */
export interface FuzzResult {
  readonly accepted: number;
  readonly rejected: number;
  readonly wrong: readonly string[];
}

/** Decodes `count` mutated messages, the same ones for the same seed (SPEC.md, MSG8). */
export function fuzzMessages(count: number, seed: number): FuzzResult {
  const random = createSeededRandom(seed);
  const decoder = new MessageDecoder();
  const decode = (message: unknown): DecodedMessage =>
    decoder.decode(message, () => new Uint8Array(decoder.texelByteLength));
  const result = { accepted: 0, rejected: 0, wrong: [] as string[] };
  for (let i = 0; i < count; i++) {
    decode(goldenHello);
    const message = mutate(random);
    const fault = faultOf(() => decode(message), result);
    // Whatever came before, the next whole message must be read.
    const isHarmed = decode(goldenHello).type !== 'control' || decode(goldenLens).type !== 'lens';
    if (fault !== undefined || isHarmed) {
      result.wrong.push(
        `seed ${String(seed)}, message ${String(i)}: ${fault ?? 'harmed the next'}`,
      );
    }
  }
  return result;
}

function faultOf(
  decode: () => DecodedMessage,
  result: { accepted: number; rejected: number },
): string | undefined {
  const start = performance.now();
  let decoded: DecodedMessage;
  try {
    decoded = decode();
  } catch (error) {
    return `threw ${String(error)}`;
  }
  if (performance.now() - start > 1000) return 'took more than a second';
  if (decoded.type === 'rejected') {
    result.rejected++;
    return decoded.reason === '' ? 'gave no reason' : undefined;
  }
  result.accepted++;
  return lieIn(decoded);
}

/** Whether a message that was let through holds something no honest producer sends. */
function lieIn(decoded: DecodedMessage): string | undefined {
  if (decoded.type === 'control' || decoded.type === 'rejected') return undefined;
  for (const [name, part] of Object.entries(decoded) as [string, unknown][]) {
    const mayMask = decoded.type === 'values' && decoded.site === 'attn.hook_attn_scores';
    if (!(part instanceof Float32Array)) continue;
    const isFine = part.every((value) => Number.isFinite(value) || (mayMask && value < 0));
    if (!isFine) return `${name} is not finite`;
  }
  if (decoded.type === 'overview') {
    const { clock, attentionKey, zCodes } = decoded;
    if (attentionKey.some((key) => key !== 65535 && key >= clock.position)) return 'a key too late';
    if (zCodes.includes(128)) return 'an invalid code';
  }
  if (decoded.type === 'difference') {
    const { zCodes, postCodes, residCodes, wholeCodes } = decoded;
    const codes = [zCodes, postCodes, residCodes, wholeCodes];
    if (codes.some((some) => some.includes(128))) return 'an invalid code';
  }
  return undefined;
}

type Random = () => number;

function mutate(random: Random): unknown {
  const kind = Math.floor(random() * 6);
  const blob = (blobs[Math.floor(random() * blobs.length)] ?? goldenLens).slice();
  switch (kind) {
    case 0:
      return flipped(blob, random, 1);
    case 1:
      return flipped(blob, random, 1 + Math.floor(random() * 40));
    case 2:
      return blob.slice(0, Math.floor(random() * blob.length));
    case 3:
      return spliced(blob, random);
    case 4:
      return randomJson(random, 0);
    default:
      return mutatedHello(random);
  }
}

function flipped(blob: Uint8Array, random: Random, times: number): Uint8Array {
  for (let i = 0; i < times; i++) {
    // Half of the flips hit the header, where they do most.
    const range = random() < 0.5 ? Math.min(blob.length, 300) : blob.length;
    const place = Math.floor(random() * range);
    blob[place] = (blob[place] ?? 0) ^ (1 << Math.floor(random() * 8));
  }
  return blob;
}

/** A piece of the blob written over another, or numbers in its header replaced by others. */
function spliced(blob: Uint8Array, random: Random): Uint8Array {
  if (random() < 0.5) {
    const from = Math.floor(random() * blob.length);
    blob.copyWithin(Math.floor(random() * blob.length), from, from + Math.floor(random() * 64));
    return blob;
  }
  const numbers = ['0', '-1', '4294967296', '9007199254740993', '1e308', '1152921504606846976'];
  const text = new TextDecoder('latin1').decode(blob);
  const replaced = text.replaceAll(/\d+/g, (digits) =>
    random() < 0.1 ? (numbers[Math.floor(random() * numbers.length)] ?? digits) : digits,
  );
  return Uint8Array.from(replaced, (character) => character.charCodeAt(0));
}

function randomJson(random: Random, depth: number): unknown {
  const choice = Math.floor(random() * (depth > 3 ? 5 : 8));
  switch (choice) {
    case 0:
      return null;
    case 1:
      return (random() - 0.5) * 10 ** Math.floor(random() * 20);
    case 2:
      return random() < 0.5;
    case 3:
      return ['hello', 'token', '__proto__', 'constructor', '', '\u202e', '\0'][
        Math.floor(random() * 7)
      ];
    case 4:
      return undefined;
    case 5:
      return Array.from({ length: Math.floor(random() * 5) }, () => randomJson(random, depth + 1));
    case 6:
      return JSON.stringify(randomJson(random, depth + 1));
    default: {
      const keys = ['kind', 'protocol', 'request', 'model', 'position', 'text', '__proto__'];
      return Object.fromEntries(keys.map((key) => [key, randomJson(random, depth + 1)]));
    }
  }
}

/** The hello as text with some of its characters or numbers changed. */
function mutatedHello(random: Random): unknown {
  const text = JSON.stringify(goldenHello);
  if (random() < 0.5) {
    const place = Math.floor(random() * text.length);
    return text.slice(0, place) + String.fromCharCode(random() * 128) + text.slice(place + 1);
  }
  return text.replaceAll(/\d+/g, (digits) =>
    random() < 0.1 ? String(Math.floor(random() * 10 ** (random() * 12))) : digits,
  );
}
