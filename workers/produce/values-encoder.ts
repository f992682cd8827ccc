import type { Clock } from '#contract/decoded-message.ts';
import type { Branch } from '#contract/forward-pass.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { ValuesMessage, type ValuesQuestion } from '#contract/values-message.ts';

/**
 * Makes a values message (SPEC.md, VAL), one slice per position. Returns the message.
 * @throws RangeError for what the branch does not have.
 */
export function* encodeValues(
  branch: Branch,
  shape: ModelShape,
  question: ValuesQuestion,
  clock: Clock,
): Generator<undefined, ArrayBuffer, void> {
  const { site, layer, positions } = question;
  const message = new ValuesMessage(question, shape);
  for (const [index, position] of positions.entries()) {
    message.setRow(index, branch.borrowRow(site, layer, position));
    yield;
  }
  return message.encode(clock).buffer;
}
