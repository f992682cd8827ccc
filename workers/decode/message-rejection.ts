/** A message that breaks a rule of SPEC.md; `message` says which, in words (MSG8). */
export class MessageRejection extends Error {
  override readonly name = 'MessageRejection';
}

/** Rejects the message. */
export function reject(reason: string): never {
  throw new MessageRejection(reason);
}

/**
 * Rejects the message unless `holds`. Not where it runs for every value: the reason is a string made
 * each time.
 */
export function demand(holds: boolean, reason: string): asserts holds {
  if (!holds) reject(reason);
}
