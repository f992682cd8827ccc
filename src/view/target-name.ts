import type { Target } from '#contract/intent.ts';

/** A target's true name, as TransformerLens writes it, for when nothing of it can be told but where it is. */
export function targetName(target: Target): string {
  if (target.kind === 'token') return `tokens[${String(target.position)}]`;
  if (target.kind === 'prediction') return `logits[position ${String(target.position)}]`;
  const block = `blocks.${String(target.layer)}`;
  switch (target.kind) {
    case 'layer':
      return block;
    case 'attention':
      return `${block}.hook_attn_out[position ${String(target.position)}]`;
    case 'feed-forward':
      return `${block}.hook_mlp_out[position ${String(target.position)}]`;
    case 'head':
      return `${block}.attn.hook_z[position ${String(target.position)}, head ${String(target.head)}]`;
    case 'beam':
      return `${block}.attn.hook_pattern[head ${String(target.head)}, query ${String(target.query)}, key ${String(target.key)}]`;
    case 'lens':
      return `logit lens of ${block}.hook_resid_post[position ${String(target.position)}]`;
    case 'bin':
    case 'value':
      return `${block}.${target.site}[position ${String(target.position)}]`;
  }
}
