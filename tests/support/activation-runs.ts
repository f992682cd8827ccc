import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ForwardPass } from '#contract/forward-pass.ts';
import type { Intervention } from '#contract/interventions.ts';
import type { Precision } from '#contract/model-shape.ts';
import { requireTensor, decodeSafetensors, type Safetensors } from '#contract/safetensors.ts';
import { defaultModelPath, parseActivationsArguments } from '#server/activations-arguments.ts';
import type { ActivationsReport } from '#server/activations-report.ts';
import { openModel } from '#server/open-model.ts';
import { runActivations } from '#server/run-activations.ts';

export interface ActivationsRun {
  readonly report: ActivationsReport;
  readonly tensors: Safetensors;
}

export interface ActivationsRuns {
  /** The pass behind the command, to look at what the command does not print. */
  readonly forward: ForwardPass;
  /** Runs the command in this process, its arguments spelled as on a command line. */
  run(values: readonly string[], interventions?: readonly Intervention[]): Promise<ActivationsRun>;
  dispose(): void;
}

/** The activations command with the bundled model loaded once. */
export function openActivationsRuns(precision: Precision): ActivationsRuns {
  const model = openModel(defaultModelPath);
  const forward = model.createForwardPass(precision, 64);
  const folder = mkdtempSync(join(tmpdir(), 'activations-'));
  const out = join(folder, 'out.safetensors');
  const listPath = join(folder, 'interventions.json');
  return {
    forward,
    run: async (values, interventions) => {
      const more = interventions ? ['--interventions', listPath] : [];
      if (interventions) writeFileSync(listPath, JSON.stringify(interventions));
      const all = [...values, ...more, '--precision', precision, '--out', out];
      const request = parseActivationsArguments(all);
      if ('help' in request) throw new Error('these arguments ask for help');
      const opened = { ...model, createForwardPass: () => forward };
      const report = await runActivations(request, () => opened);
      return { report, tensors: decodeSafetensors(readFileSync(out)) };
    },
    dispose: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

/** One position's row of a `[position, …]` tensor. */
export function rowOf(tensors: Safetensors, name: string, position: number): Float32Array {
  const { data, shape } = requireTensor(tensors, name, 'F32');
  const length = data.length / (shape[0] ?? 1);
  return data.subarray(position * length, (position + 1) * length);
}
