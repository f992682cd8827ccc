/**
 * The answer to a request for something the app needs.
 * @param what - begins the sentence, as in "The model"
 * @throws Error with one sentence that says what to do.
 */
export async function requireOk(
  what: string,
  url: string,
  fetch: typeof globalThis.fetch,
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch {
    throw new Error(
      `${what} could not be fetched: this device is offline or something blocks ${url}. Check both and reload.`,
    );
  }
  if (response.status === 404) {
    throw new Error(`${what} is not on this server (${url} is missing); install it again.`);
  }
  if (!response.ok) {
    throw new Error(
      `${what} could not be fetched (${url} answered ${String(response.status)}); try again later.`,
    );
  }
  return response;
}

/**
 * A body's chunks as they arrive.
 * @throws Error with one sentence when the connection breaks.
 */
export async function* readBody(
  what: string,
  { body }: Response,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = body?.getReader();
  if (!reader) return;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw new Error(
          `${what} broke off while it was fetched; check the connection and try again.`,
          { cause: error },
        );
      });
      if (done) return;
      yield value;
    }
  } finally {
    // Whoever stops early wants no more of it; after the end this does nothing.
    await reader.cancel().catch(() => undefined);
  }
}
