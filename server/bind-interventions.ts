import type { Intervention } from '#contract/interventions.ts';
import { CommandError } from '#server/command-error.ts';

export interface BindingContext {
  /** File the list comes from, for messages. */
  readonly path: string;
  readonly promptLength: number;
  /** Prompt and generated tokens together. */
  readonly positionCount: number;
}

/**
 * Checks what only a prompt can tell: that positions, queries and keys are ones it has, and that
 * `patch` takes from run 0, the same prompt without interventions, the only other run there is.
 * @throws CommandError naming the entry
 */
export function checkInterventions(
  list: readonly Intervention[],
  { path, promptLength, positionCount }: BindingContext,
): void {
  list.forEach((entry, index) => {
    if (entry.op === 'stop') return;
    const refuse = (reason: string): CommandError =>
      new CommandError(
        `${path}: entry ${String(index)} (${entry.op} at ${entry.site}): ${reason}.`,
      );
    const query = typeof entry.query === 'number' ? entry.query : entry.query?.from;
    const named = [...(entry.positions ?? []), query ?? 0, entry.key ?? 0];
    const beyond = named.find((position) => position >= positionCount);
    if (beyond !== undefined) {
      throw refuse(
        `there is no position ${String(beyond)}, only 0 to ${String(positionCount - 1)}`,
      );
    }
    if (entry.op !== 'patch') return;
    if (entry.run !== 0) {
      throw refuse('the only run to patch from is 0, the same prompt without interventions');
    }
    if (entry.position >= promptLength) {
      throw refuse(
        `there is no position ${String(entry.position)} to patch from, only 0 to ${String(promptLength - 1)}`,
      );
    }
  });
}

/** The same list, patching from the branch that plays run 0. */
export function patchedFrom(list: readonly Intervention[], runId: number): Intervention[] {
  return list.map((entry) => (entry.op === 'patch' ? { ...entry, run: runId } : entry));
}
