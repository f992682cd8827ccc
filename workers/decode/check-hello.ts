import type { Hello } from '#contract/control-message.ts';
import { headRoles } from '#contract/view-choice.ts';
import { attentionTopK } from '#contract/overview.ts';
import { postBinCount, residBinCount, zBinsPerHead } from '#contract/texel-layout.ts';
import { demand } from './message-rejection.ts';

/**
 * What the schema cannot say: scales for every layer, bins and k as the tables have them.
 * @throws MessageRejection
 */
export function checkHello({ model, display }: Hello): void {
  const { hooks, topK } = display;
  demand(
    topK === attentionTopK(model.headCount),
    `topK is ${String(topK)}, not ${String(attentionTopK(model.headCount))}.`,
  );
  demand(
    model.headCount % model.kvHeadCount === 0,
    'The heads are not a multiple of the key-value heads.',
  );
  const expected = [
    ['hook_resid_post', residBinCount],
    ['attn.hook_z', zBinsPerHead],
    ['mlp.hook_post', postBinCount],
  ] as const;
  for (const [site, binCount] of expected) {
    const hook = hooks[site];
    demand(
      hook.binCount === binCount,
      `${site} has ${String(hook.binCount)} bins, not ${String(binCount)}.`,
    );
    for (const list of [hook.hi, hook.brightness, hook.valueBrightness]) {
      demand(list.length === model.layerCount, `The scales of ${site} are not one per layer.`);
    }
    demand(
      hook.hi.every((hi) => hi >= 0),
      `A scale of ${site} is negative.`,
    );
  }
  const headCount = model.layerCount * model.headCount;
  for (const role of headRoles) {
    const count = display.headScores?.[role].length ?? headCount;
    demand(count === headCount, `The scores of ${role} are not one per head.`);
  }
}
