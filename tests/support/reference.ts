import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Intervention } from '#contract/interventions.ts';
import { decodeSafetensors, type Safetensors } from '#contract/safetensors.ts';
import { projectFolder } from './run-command.ts';

type Scored = readonly [token: number, logprob: number];

/** One prompt's file in `tests/reference/`. */
export interface Reference {
  readonly text: string;
  readonly ids: readonly number[];
  readonly argmax: readonly number[];
  /** Largest less second largest logit at each position. */
  readonly margin: readonly number[];
  readonly logprob_of_next: readonly number[];
  readonly logit_lens_last: readonly (readonly Scored[])[];
  readonly top5_last: readonly Scored[];
  readonly attribution_of_argmax_last: {
    readonly raw: Readonly<Record<string, number>>;
    readonly centred: Readonly<Record<string, number>>;
  };
  readonly interventions: readonly {
    readonly note: string;
    readonly interventions: readonly Intervention[];
    readonly top5_last: readonly Scored[];
    readonly logit_change_max: number;
    readonly generated_greedy_6: readonly number[];
  }[];
}

export function readReference(name: string): Reference {
  return JSON.parse(readFileSync(referencePath(`${name}.json`), 'utf8')) as Reference;
}

export function readReferenceTensors(name: string): Safetensors {
  return decodeSafetensors(readFileSync(referencePath(`${name}.safetensors`)));
}

function referencePath(name: string): string {
  return join(projectFolder, 'tests/reference', name);
}
