import type { Target } from '#contract/intent.ts';
import type { ReadableStore } from '#store/read.ts';
import { describeTarget } from './describe-target.ts';

/** What goes to the clipboard for a thing that is pointed at, or why there is nothing to copy. */
export type CopiedValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'nothing'; readonly sentence: string };

/** True name and value in one line, the minus as programs read it: "blocks.25.mlp.hook_post[…] = -0.25". */
export function copiedValue(target: Target | undefined, store: ReadableStore): CopiedValue {
  const model = target && describeTarget(target, store);
  if (!model)
    return { kind: 'nothing', sentence: 'Nothing is pointed at: there is no value to copy.' };
  if (model.value === '')
    return { kind: 'nothing', sentence: `Nothing to copy: ${model.sentence}` };
  const value = model.value.replaceAll('−', '-');
  const sign = value.startsWith('≈') ? '' : '= ';
  return { kind: 'text', text: `${model.name} ${sign}${value}` };
}
