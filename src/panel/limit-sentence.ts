import { shownTokenLimit } from '#contract/control-message.ts';

/** What this version can show, said wherever somebody may wonder. */
export const limitSentence = `This version shows ${String(shownTokenLimit)} tokens, prompt and answer together.`;
