import type { Target } from '#contract/intent.ts';
import type { Grip } from '#contract/verb.ts';

/** What one takes hold of by naming a thing instead of reaching for it; undefined for whole tokens. */
export function gripOfTarget(target: Target): Grip | undefined {
  switch (target.kind) {
    case 'token':
    case 'prediction':
      return undefined;
    case 'lens':
      return { verb: 'slice', layer: target.layer };
    case 'beam': {
      const { layer, head, query, key } = target;
      return { verb: 'pull', layer, head, query, key };
    }
    default:
      return { verb: 'grab', layer: target.layer };
  }
}
