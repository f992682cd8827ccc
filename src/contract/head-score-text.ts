import { createSeededRandom } from '#kit/seeded-random.ts';

/**
 * What heads are scored over (SPEC.md, ROLE): plain prose shows who looks one token back and who
 * rests on a sink. Its first `headScoreTokenCount` tokens are run.
 */
export const headScoreText = `The old bridge was built of grey stone, and every spring the river rose until it touched the lowest arch. Anna walked across it each morning on her way to the bakery, where her brother kept a seat for her by the window. She liked the smell of the bread and the noise of the street. When the market opened at nine, the farmers brought apples, cheese and honey from the hills, and the children ran between the carts until someone shouted at them. Nobody was in a hurry. In the evening the same carts went home again over the same bridge, half empty, and the lamps along the water were lit one after another.
`;

/** Tokens of the prose that are run. The text has more, in every vocabulary of some size. */
export const headScoreTokenCount = 112;

/**
 * Random tokens said twice show who finds an earlier place by its token alone, because nothing else
 * gives it away (Olsson et al. 2022, "In-context Learning and Induction Heads").
 */
export const repeatedTokens = { seed: 2022, count: 56 } as const;

/** All that the scores depend on beside the model; its hash names them. */
export const headScoreConstruction = JSON.stringify({
  text: headScoreText,
  tokenCount: headScoreTokenCount,
  repeatedTokens,
});

/**
 * `lead`, then `count` different random tokens, then the same again. The lead takes the part of a
 * text's first token, which heads rest on whatever it is; it is none of the others.
 */
export function repeatedSequence(
  lead: number,
  vocabularySize: number,
  { seed, count }: { readonly seed: number; readonly count: number } = repeatedTokens,
): readonly number[] {
  if (count >= vocabularySize) throw new RangeError('There are not that many different tokens.');
  const random = createSeededRandom(seed);
  const drawn = new Set<number>();
  while (drawn.size < count) {
    const token = Math.floor(random() * vocabularySize);
    if (token !== lead) drawn.add(token);
  }
  return [lead, ...drawn, ...drawn];
}
