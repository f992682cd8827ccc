import type { Branch, ForwardPass } from '#contract/forward-pass.ts';
import { DirectLogitAttribution } from '#engine/direct-logit-attribution.ts';
import { topTokens, type ScoredToken } from '#engine/log-probabilities.ts';
import { logitLens } from '#engine/logit-lens.ts';

/** A token and how it reads. */
export interface NamedToken {
  readonly id: number;
  readonly text: string;
}

/** What the command prints. */
export interface ActivationsReport extends Reading {
  /** The prompt's tokens. */
  readonly tokens: readonly NamedToken[];
  readonly generated: readonly number[];
  /** Computing time over all tokens of the prompt and generated ones. */
  readonly millisPerToken: number;
}

/** What can be read at one position. */
export interface Reading {
  readonly top5: readonly ScoredToken[];
  /** Top five of each computed layer. */
  readonly lens?: readonly (readonly ScoredToken[])[];
  /** Tokens that each layer puts before the model's own first choice. */
  readonly lensRank?: readonly number[];
  readonly attribution?: AttributionReport;
}

/** Parts of a token's logit by component; `centred` ones are those of its logit less the vocabulary's mean. */
export interface AttributionReport {
  readonly token: NamedToken;
  readonly raw: Readonly<Record<string, number>>;
  readonly centred: Readonly<Record<string, number>>;
  /** What is attributed, and what of it the parts leave over. */
  readonly total: { readonly raw: number; readonly centred: number };
  readonly residue: { readonly raw: number; readonly centred: number };
}

export interface ReadingRequest {
  readonly position: number;
  readonly lens: boolean;
  readonly attribution: NamedToken | undefined;
}

const toldTokens = 5;

/** @throws RangeError when the logits are not finite. */
export function readPosition(
  forward: ForwardPass,
  branch: Branch,
  { position, lens, attribution }: ReadingRequest,
): Reading {
  const top5 = topTokens(forward.rowMath, branch.borrowRow('logits', 0, position), toldTokens);
  const [first] = top5;
  const layers = lens
    ? [...logitLens(forward, branch, { position, answer: first?.[0] ?? 0, count: toldTokens })]
    : undefined;
  return {
    top5,
    ...(layers && {
      lens: layers.map(({ top }) => top),
      lensRank: layers.map(({ rank }) => rank),
    }),
    ...(attribution && { attribution: attribute(forward, branch, position, attribution) }),
  };
}

function attribute(
  forward: ForwardPass,
  branch: Branch,
  position: number,
  token: NamedToken,
): AttributionReport {
  const attribution = new DirectLogitAttribution(forward);
  const of = (baseline: 'none' | 'vocabulary-mean') =>
    attribution.attribute(branch, { position, token: token.id, baseline });
  const raw = of('none');
  const centred = of('vocabulary-mean');
  return {
    token,
    raw: Object.fromEntries(raw.parts),
    centred: Object.fromEntries(centred.parts),
    total: { raw: raw.total, centred: centred.total },
    residue: { raw: raw.residue, centred: centred.residue },
  };
}
