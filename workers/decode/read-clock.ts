import { shownTokenLimit } from '#contract/control-message.ts';
import type { Clock } from '#contract/decoded-message.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { demand } from './message-rejection.ts';

/**
 * SPEC.md, CLOCK1 and CLOCK3.
 * @throws MessageRejection
 */
export function readClock(values: Int32Array, shape: ModelShape): Clock {
  const [branch = -1, step = -1, position = -1, token = -1, revision = -1] = values;
  demand(
    Math.min(branch, step, position, token, revision) >= 0,
    'The clock holds a negative number.',
  );
  demand(
    position < shownTokenLimit,
    `The clock's position ${String(position)} is beyond the ${String(shownTokenLimit)} shown.`,
  );
  demand(
    token < shape.vocabularySize,
    `The clock's token ${String(token)} is not in the vocabulary.`,
  );
  return { branch, step, position, token, revision };
}
