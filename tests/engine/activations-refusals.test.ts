import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CommandError } from '#server/command-error.ts';
import { openTinyCommand, type TinyCommand } from '#tests/support/tiny-command.ts';
import { createTinyModel } from '#tests/support/tiny-gguf.ts';

const tiny = createTinyModel();
let command: TinyCommand;

beforeAll(() => {
  command = openTinyCommand(tiny);
});
afterEach(() => {
  command.clearOutput();
});
afterAll(() => {
  command.dispose();
});

describe('what it refuses, in one sentence and without a trace', () => {
  const z = { site: 'attn.hook_z', layer: 0 };
  const withList = (list: unknown): readonly string[] => [
    ...['--prompt', 'the rain', '--interventions'],
    command.inputFile('list.json', typeof list === 'string' ? list : JSON.stringify(list)),
  ];
  const withModel = (change: (bytes: Uint8Array) => Uint8Array): readonly string[] => [
    ...['--prompt', 'a', '--model'],
    command.inputFile('bad.gguf', change(tiny.bytes.slice())),
  ];
  const cases: readonly (readonly [string, () => readonly string[], string])[] = [
    ['no prompt', () => [], "'--prompt <text>' not specified"],
    ['an unknown option', () => ['--prompt', 'a', '--promt', 'b'], "unknown option '--promt'"],
    ['an argument too many', () => ['--prompt', 'a', 'b'], 'too many arguments'],
    ['another precision', () => ['--prompt', 'a', '--precision', 'f16'], 'Allowed choices are i16'],
    ['a negative count', () => ['--prompt', 'a', '--generate', '-1'], 'whole number'],
    ['a fraction', () => ['--prompt', 'a', '--generate', '1.5'], 'whole number'],
    ['an empty prompt', () => ['--prompt', ''], 'nothing to read'],
    ['a prompt too long', () => ['--prompt', '0'.repeat(65)], '65 tokens'],
    ['too many to generate', () => ['--prompt', '0', '--generate', '64'], 'at most 64 fit'],
    ['no site', () => ['--prompt', 'a', '--sites', ','], 'names no site'],
    ['a site that is none', () => ['--prompt', 'a', '--sites', 'blocks.3.*'], 'matches none'],
    ['a token that is two', () => ['--prompt', 'a', '--attribution', 'ab'], 'exactly one token'],
    ['an id too high', () => ['--prompt', 'a', '--attribution', '271'], 'id below 271'],
    [
      'a model not there',
      () => ['--prompt', 'a', '--model', join(command.inputFolder, 'no')],
      'does not exist',
    ],
    [
      'a model that is a folder',
      () => ['--prompt', 'a', '--model', command.inputFolder],
      'is a folder',
    ],
    ['an empty model', () => withModel(() => new Uint8Array(0)), 'ends after 0 of 0 bytes'],
    ['a model cut short', () => withModel((bytes) => bytes.slice(0, 50_000)), 'cut short'],
    ['a model cut in its header', () => withModel((bytes) => bytes.slice(0, 999)), 'cut short'],
    ['another file', () => withModel((bytes) => bytes.fill(0x20, 0, 4)), 'not a GGUF file'],
    ['a huge count', () => withModel((bytes) => bytes.fill(0x10, 8, 16)), 'number of tensors'],
    [
      'an unknown tensor type',
      () => withModel((bytes) => bytes.fill(99, typeOffset(bytes), typeOffset(bytes) + 1)),
      'token_embd.weight',
    ],
    [
      'a list not there',
      () => ['--prompt', 'a', '--interventions', join(command.inputFolder, 'no')],
      'does not',
    ],
    ['a list that is no JSON', () => withList('[{'), 'is not JSON'],
    ['a list that is none', () => withList({}), 'the list is no intervention'],
    ['an unknown op', () => withList([{ ...z, op: 'mix' }]), 'entry 0 (op)'],
    ['an unknown field', () => withList([{ ...z, op: 'mean', neck: 1 }]), 'entry 0 (neck)'],
    [
      'an infinite value',
      () => withList('[{"site":"hook_mlp_out","layer":0,"op":"scale","value":1e999}]'),
      'entry 0 (value)',
    ],
    ['a layer too high', () => withList([{ ...z, layer: 3, op: 'mean' }]), 'no layer 3'],
    ['a head too high', () => withList([{ ...z, head: 4, op: 'mean' }]), 'no head 4'],
    ['a position too far', () => withList([{ ...z, positions: [8], op: 'mean' }]), 'no position 8'],
    [
      'a key too far',
      () => withList([{ site: 'attn.hook_attn_scores', layer: 0, key: 9, op: 'knock-out' }]),
      'no position 9',
    ],
    ['a vector too short', () => withList([{ ...z, op: 'add', vector: [1, 2] }]), '2 elements'],
    ['another run', () => withList([{ ...z, op: 'patch', run: 1, position: 0 }]), 'is 0'],
    [
      'a patch from beyond',
      () => withList([{ ...z, op: 'patch', run: 0, position: 8 }]),
      'to patch',
    ],
    [
      'a change out of range',
      () => withList([{ site: 'hook_resid_post', layer: 2, op: 'scale', value: 3e38 }]),
      'not finite',
    ],
    [
      'no folder',
      () => ['--prompt', 'a', '--out', join(command.inputFolder, 'no', 'x')],
      'does not exist',
    ],
    [
      'an output that is a folder',
      () => ['--prompt', 'a', '--out', command.inputFolder],
      'is not a file',
    ],
    [
      'an output that is the model',
      () => ['--prompt', 'a', '--out', command.modelPath],
      'would overwrite',
    ],
  ];

  test.each(cases)('%s', async (_, values, words) => {
    const error = await command.run(...values()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CommandError);
    const { message } = error as CommandError;
    expect(message).toContain(words);
    expect(message).not.toMatch(/\n/);
    expect(message.endsWith('.')).toBe(true);
    expect(command.leftovers()).toEqual([]);
    expect(readFileSync(command.modelPath).equals(tiny.bytes)).toBe(true);
  });
});

/** Where the type of the first tensor stands: after its name, the number of dimensions and two sizes. */
function typeOffset(bytes: Uint8Array): number {
  const name = 'token_embd.weight';
  return Buffer.from(bytes).indexOf(name) + name.length + 4 + 2 * 8;
}
