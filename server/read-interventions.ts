import { readFileSync, statSync } from 'node:fs';
import * as v from 'valibot';
import { interventionListSchema, type Intervention } from '#contract/interventions.ts';
import { CommandError, fileError } from '#server/command-error.ts';

/** Beyond this a file is certainly not a list of interventions; it is refused before it is read. */
const longestFileBytes = 64 * 2 ** 20;

/** @throws CommandError saying which entry is wrong and why */
export function readInterventionsFile(path: string): readonly Intervention[] {
  const json = readJson(path);
  const result = v.safeParse(interventionListSchema, json);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const [entry, ...rest] = issue.path?.map(({ key }) => String(key)) ?? [];
  const where =
    entry === undefined
      ? 'the list'
      : `entry ${entry}${rest.length > 0 ? ` (${rest.join('.')})` : ''}`;
  throw new CommandError(`${path}: ${where} is no intervention: ${issue.message}.`);
}

function readJson(path: string): unknown {
  let text: string;
  try {
    const { size } = statSync(path);
    if (size > longestFileBytes) {
      throw new CommandError(
        `${path} has ${String(size)} bytes; a list of interventions may have ${String(longestFileBytes)}.`,
      );
    }
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw error instanceof CommandError ? error : fileError(path, error);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`${path} is not JSON; it should be a list of interventions.`);
  }
}
