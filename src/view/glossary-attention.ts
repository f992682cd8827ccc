import type { GlossaryEntry } from './glossary-entry.ts';

/** Terms of what tokens take from each other. */
export const attentionTerms = [
  {
    key: 'attention',
    group: 'Attention',
    term: 'attention',
    city: 'lower, cool storey',
    name: 'hook_attn_out',
    plain:
      'The half of a layer in which a token takes something from itself and from earlier ones.',
  },
  {
    key: 'head',
    group: 'Attention',
    term: 'head',
    city: 'bay',
    name: 'attn.hook_z',
    plain:
      'One of attention’s readers; each looks for something of its own, and all work side by side.',
  },
  {
    key: 'query',
    group: 'Attention',
    term: 'query',
    city: 'end of a beam',
    name: 'attn.hook_q',
    plain: 'What a token looks for; also the token that does the reading.',
  },
  {
    key: 'key',
    group: 'Attention',
    term: 'key',
    city: 'start of a beam',
    name: 'attn.hook_k',
    plain: 'What a token offers to be found by; also the token that is read.',
  },
  {
    key: 'value',
    group: 'Attention',
    term: 'value',
    city: '',
    name: 'attn.hook_v',
    plain: 'What a token hands over to whoever reads it.',
  },
  {
    key: 'attention-score',
    group: 'Attention',
    term: 'attention score',
    city: '',
    name: 'attn.hook_attn_scores',
    plain: 'How well a query and a key fit, before the scores are turned into shares.',
  },
  {
    key: 'attention-weight',
    group: 'Attention',
    term: 'attention weight',
    city: 'beam',
    name: 'attn.hook_pattern',
    plain:
      'The share of what a query reads that comes from one key; the shares of a query add up to 1. It is not a cause.',
  },
  {
    key: 'causal-mask',
    group: 'Attention',
    term: 'causal mask',
    city: 'beams that only run forward',
    name: '',
    plain: 'A token reads itself and earlier ones, never later ones.',
  },
  {
    key: 'rotary',
    group: 'Attention',
    term: 'rotary position',
    city: '',
    name: 'attn.hook_rot_q, attn.hook_rot_k',
    plain:
      'Queries and keys are turned by an angle that grows with the position, so that distance counts.',
  },
  {
    key: 'key-value-group',
    group: 'Attention',
    term: 'key-value group',
    city: 'family of hues',
    name: 'n_key_value_heads',
    plain: 'Heads that share one set of keys and values, and differ in their queries.',
  },
  {
    key: 'sink',
    group: 'Attention',
    term: 'sink',
    city: 'tower thin beams go to',
    name: '',
    plain:
      'A position with an outsized residual on which heads rest their weight when they find nothing to read.',
  },
  {
    key: 'previous-token-head',
    group: 'Attention',
    term: 'previous-token head',
    city: '',
    name: '',
    plain: 'A head that mostly reads the token right before.',
  },
  {
    key: 'duplicate-token-head',
    group: 'Attention',
    term: 'duplicate-token head',
    city: '',
    name: '',
    plain: 'A head that reads earlier places of the same token.',
  },
  {
    key: 'induction-head',
    group: 'Attention',
    term: 'induction head',
    city: '',
    name: '',
    plain: 'A head that finds where the same token stood before and reads what came after it then.',
  },
] as const satisfies readonly GlossaryEntry[];
