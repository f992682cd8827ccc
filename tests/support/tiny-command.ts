import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeSafetensors, type Safetensors } from '#contract/safetensors.ts';
import { parseActivationsArguments } from '#server/activations-arguments.ts';
import type { ActivationsReport } from '#server/activations-report.ts';
import { openModel } from '#server/open-model.ts';
import { runActivations } from '#server/run-activations.ts';
import type { TinyModel } from './tiny-gguf.ts';

/** The activations command on a tiny model, in a folder of its own. */
export interface TinyCommand {
  readonly modelPath: string;
  readonly inputFolder: string;
  readonly out: string;
  /** Runs it in this process; `--model` and `--out` are given unless named. */
  run(...values: readonly string[]): Promise<ActivationsReport>;
  inputFile(name: string, content: string | Uint8Array): string;
  /** What the last run wrote. */
  written(): Safetensors;
  /** Names in the output's folder. */
  leftovers(): readonly string[];
  clearOutput(): void;
  dispose(): void;
}

export function openTinyCommand(model: TinyModel): TinyCommand {
  const folder = mkdtempSync(join(tmpdir(), 'activations-'));
  const inputFolder = join(folder, 'inputs');
  const outputFolder = join(folder, 'outputs');
  const out = join(outputFolder, 'out.safetensors');
  mkdirSync(inputFolder);
  mkdirSync(outputFolder);
  const inputFile = (name: string, content: string | Uint8Array): string => {
    const path = join(inputFolder, name);
    writeFileSync(path, content);
    return path;
  };
  const modelPath = inputFile('tiny.gguf', model.bytes);
  return {
    ...{ modelPath, inputFolder, out, inputFile },
    run: async (...values) => {
      const all = ['--model', modelPath, '--out', out, ...values];
      const request = parseActivationsArguments(all);
      if ('help' in request) throw new Error('these arguments ask for help');
      return runActivations(request, openModel);
    },
    written: () => decodeSafetensors(readFileSync(out)),
    leftovers: () => readdirSync(outputFolder),
    clearOutput: () => {
      rmSync(outputFolder, { recursive: true });
      mkdirSync(outputFolder);
    },
    dispose: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
