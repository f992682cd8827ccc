/** A message that breaks a rule of SPEC.md; `message` says which, in words (MSG8). */
export class MessageRejection extends Error {
  override readonly name = 'MessageRejection';
}

/**
 * Rejects the message unless `holds`. Where it runs for every value, test first: the reason is a string
 * made each time.
 */
export function demand(holds: boolean, reason: string): asserts holds {
  if (!holds) throw new MessageRejection(reason);
}
