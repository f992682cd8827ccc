import { expect, test } from 'vitest';
import { layerSites, rowShape } from '#contract/hook-site.ts';
import type { Target } from '#contract/intent.ts';
import { fakeLens, fakeShape, fakeValues } from '#tests/fakes/fake-run.ts';
import { liveBench } from '#tests/fakes/interpreter-bench.ts';
import { describeTarget } from './describe-target.ts';

const at = { position: 1, layer: 1 } as const;

/** One of every kind, of every site. */
const targets: readonly Target[] = [
  { kind: 'token', position: 1 },
  { kind: 'prediction', position: 1 },
  { kind: 'layer', layer: 1 },
  { kind: 'attention', ...at },
  { kind: 'feed-forward', ...at },
  { kind: 'head', ...at, head: 1 },
  { kind: 'beam', layer: 1, head: 1, query: 1, key: 1 },
  { kind: 'lens', ...at },
  ...(['attn.hook_z', 'mlp.hook_post', 'hook_resid_post'] as const).map(
    (site) => ({ kind: 'bin', site, ...at, bin: 3 }) as const,
  ),
  ...layerSites.map((site) => ({ kind: 'value', site, ...at, index: 0 }) as const),
];

function bench(): ReturnType<typeof liveBench> {
  const made = liveBench();
  made.live(fakeLens(1));
  return made;
}

/** Plain words first, the true name apart from them. */
function expectPlain(target: Target, { store }: ReturnType<typeof liveBench>): void {
  const model = describeTarget(target, store);
  const label = JSON.stringify(target);
  expect(model?.sentence, label).toMatch(/^[A-Z“].*\.$/);
  expect(model?.sentence, label).not.toMatch(/hook_|blocks\b|[a-z]\.[a-z]/);
  expect(model?.name, label).toMatch(/hook_|blocks\.|tokens\[|logits\[/);
}

test.each(targets)('$kind $site: a plain sentence first, then the true name', (target) => {
  expectPlain(target, bench());
});

test.each(targets)('$kind $site: so too before the replay has got there', (target) => {
  const made = bench();
  made.do({ kind: 'seek', position: 1, layer: 0 });
  expectPlain(target, made);
});

test.each(layerSites)('a value of %s: so too once its number is here', (site) => {
  const made = bench();
  const shape = rowShape(site, fakeShape, 2);
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.25);
  made.live(fakeValues({ site, layer: 1, positions: [1], shape: [1, ...shape], data }));
  const target: Target = { kind: 'value', site, ...at, index: 0 };
  expectPlain(target, made);
  expect(describeTarget(target, made.store)?.sentence).toMatch(/ is 0\.25\.$/);
});
