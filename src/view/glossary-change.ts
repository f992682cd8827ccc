import type { GlossaryEntry } from './glossary-entry.ts';

/** Terms of what is done to the model, and of what that tells. */
export const changeTerms = [
  {
    key: 'intervention',
    group: 'Changing the model',
    term: 'intervention',
    city: 'change',
    name: '',
    plain:
      'Changing a number inside the model while it runs; everything that is computed from it follows.',
  },
  {
    key: 'ablation',
    group: 'Changing the model',
    term: 'ablation',
    city: 'floor pulled free',
    name: '× 0, or the calibration mean',
    plain: 'Switching a part off and running again: the test of whether it causes something.',
  },
  {
    key: 'knock-out',
    group: 'Changing the model',
    term: 'knock-out',
    city: 'beam torn out',
    name: 'attn.hook_attn_scores = −∞',
    plain:
      'One token can no longer be read by one head; what was its share goes to the tokens that are left.',
  },
  {
    key: 'early-exit',
    group: 'Changing the model',
    term: 'early exit',
    city: 'cut',
    name: '',
    plain:
      'Stopping after a layer: what the logit lens reads there becomes the answer, and the layers above are not computed.',
  },
  {
    key: 'branch',
    group: 'Changing the model',
    term: 'branch',
    city: 'original and changed run',
    name: '',
    plain:
      'A run of the same text with other changes; the original is kept beside the changed one, so that both can be compared.',
  },
  {
    key: 'difference',
    group: 'Changing the model',
    term: 'difference',
    city: 'gold or violet window',
    name: 'RMS(x′ − x) / RMS(x)',
    plain:
      'How far numbers moved from the run without changes, compared with how large all of them were before.',
  },
  {
    key: 'effect',
    group: 'Changing the model',
    term: 'effect',
    city: '',
    name: 'log p′(answer) − log p(answer)',
    plain:
      'What one part is worth to the answer: how much log-probability the answer loses without it; effects do not add up.',
  },
  {
    key: 'nat',
    group: 'Changing the model',
    term: 'nat',
    city: '',
    name: 'log e',
    plain:
      'The unit of a difference of log-probabilities: one less makes a token 2.7 times less likely.',
  },
] as const satisfies readonly GlossaryEntry[];
