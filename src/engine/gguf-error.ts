/** A GGUF file that cannot be read or used. The message is one sentence that names what and where. */
export class GgufError extends Error {
  override readonly name = 'GgufError';
}
