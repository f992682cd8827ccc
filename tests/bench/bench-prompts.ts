/** 18 tokens. */
export const shortPrompt =
  'The ferry leaves the harbour at noon, and by evening the island is in sight. Nobody';
/** 120 tokens; the model writes eight more. */
export const longPrompt = `${shortPrompt} on board knew why the old lighthouse had two doors. The captain said that one was for the keeper and the other one for the sea, and nobody laughed. A child asked whether the sea had ever knocked. "Only once," said the captain, "and it was very polite about it." Then the wind turned and the gulls fell silent. The passengers went below, one after the other, until there was only the child at the rail, who counted the waves and wrote the numbers into a small blue`;
