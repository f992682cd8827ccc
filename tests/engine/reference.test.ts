import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { precisions, type Precision } from '#contract/model-shape.ts';
import type { Safetensors } from '#contract/safetensors.ts';
import {
  openActivationsRuns,
  rowOf,
  type ActivationsRun,
  type ActivationsRuns,
} from '#tests/support/activation-runs.ts';
import { PlainRowMath } from '#tests/fakes/plain-row-math.ts';
import { bounds, firstChoice, largestDifference, topDifference } from '#tests/support/bounds.ts';
import { activationProblems } from '#tests/support/compare-activations.ts';
import { readReference, readReferenceTensors, type Reference } from '#tests/support/reference.ts';

const withHooks: readonly string[] = ['capital', 'induction'];

describe.each(precisions)('in %s the activations command agrees with PyTorch', (precision) => {
  const bound = bounds[precision];
  let runs: ActivationsRuns;
  beforeAll(() => {
    runs = openActivationsRuns(precision);
  });
  afterAll(() => {
    runs.dispose();
  });

  describe.each(['capital', 'induction', 'code'])('on %s', (name) => {
    const reference = readReference(name);
    let clean: ActivationsRun;
    beforeAll(async () => {
      const last = String(reference.argmax.at(-1));
      const values = ['--prompt', reference.text, '--lens', '--attribution', last];
      if (!withHooks.includes(name)) values.push('--sites', 'logits');
      clean = await runs.run(values);
    });

    test('tokens', () => {
      expect(clean.report.tokens.map(({ id }) => id)).toEqual(reference.ids);
      expect(clean.report.tokens.map(({ text }) => text).join('')).toBe(reference.text);
    });

    if (withHooks.includes(name)) {
      test('every hook at every position', () => {
        const wanted = readReferenceTensors(name);
        expect(wanted.tensors.size).toBeGreaterThan(80);
        expect(activationProblems(clean.tensors, wanted, precision)).toEqual([]);
      });
    }

    test('logits: first choices, their margins, log-probabilities of the next token', () => {
      expect(logitsDisagreements(clean.tensors, reference, precision)).toEqual([]);
      expect(topDifference(clean.report.top5, reference.top5_last)).toBeLessThan(bound.logit);
    });

    test('logit lens of every layer', () => {
      const { lens, lensRank } = clean.report;
      expect(lens).toHaveLength(30);
      const differences = reference.logit_lens_last.map((wanted, layer) =>
        topDifference(lens?.[layer] ?? [], wanted),
      );
      expect(Math.max(...differences)).toBeLessThan(bound.logit);
      expect(lensRank?.at(-1)).toBe(0);
    });

    test('attribution, raw and centred', () => {
      const { attribution } = clean.report;
      const wanted = reference.attribution_of_argmax_last;
      for (const kind of ['raw', 'centred'] as const) {
        const parts = attribution?.[kind] ?? {};
        expect(Object.keys(parts)).toEqual(Object.keys(wanted[kind]));
        const difference = largestDifference(Object.values(parts), Object.values(wanted[kind]));
        expect(difference).toBeLessThan(bound.logit);
        expect(Math.abs(attribution?.residue[kind] ?? NaN)).toBeLessThan(bound.logit);
      }
    });

    if (reference.interventions.length > 0) {
      test.each(reference.interventions)('under intervention: $note', async (wanted) => {
        const values = ['--prompt', reference.text, '--sites', 'logits', '--generate', '6'];
        const { report, tensors } = await runs.run(values, wanted.interventions);
        const last = reference.ids.length - 1;
        const logits = rowOf(tensors, 'logits', last);
        const range = Math.max(...logits) - Math.min(...logits);
        const allowed = Math.max(bound.logit, 1e-3 * range);
        expect(topDifference(report.top5, wanted.top5_last)).toBeLessThan(allowed);
        const change = largestDifference(logits, rowOf(clean.tensors, 'logits', last));
        expect(Math.abs(change - wanted.logit_change_max)).toBeLessThan(2 * allowed);
        expectGreedy(runs, reference, wanted, report.generated);
      });
    }
  });
});

function logitsDisagreements(
  tensors: Safetensors,
  reference: Reference,
  precision: Precision,
): string[] {
  const bound = bounds[precision];
  return reference.ids.flatMap((_, position) => {
    const logits = rowOf(tensors, 'logits', position);
    const { token, margin } = firstChoice(logits);
    const wantedMargin = reference.margin[position] ?? NaN;
    const problems: string[] = [];
    if (wantedMargin > bound.margin && token !== reference.argmax[position]) {
      problems.push(`position ${String(position)} chooses ${String(token)}`);
    }
    if (!(Math.abs(margin - wantedMargin) <= 2 * bound.logit)) {
      problems.push(`position ${String(position)} leads by ${String(margin)}`);
    }
    const next = reference.ids[position + 1];
    if (next === undefined) return problems;
    const logprob = (logits[next] ?? NaN) - new PlainRowMath().logSumExp(logits);
    if (!(Math.abs(logprob - (reference.logprob_of_next[position] ?? NaN)) <= bound.logit)) {
      problems.push(`position ${String(position)} gives the next token ${String(logprob)}`);
    }
    return problems;
  });
}

/** Two right engines may part where two tokens are nearly equal; up to there the texts must agree. */
function expectGreedy(
  runs: ActivationsRuns,
  reference: Reference,
  wanted: Reference['interventions'][number],
  generated: readonly number[],
): void {
  expect(generated).toHaveLength(wanted.generated_greedy_6.length);
  const parting = generated.findIndex((token, i) => token !== wanted.generated_greedy_6[i]);
  if (parting < 0) return;
  const branch = runs.forward.createBranch(wanted.interventions);
  for (const _ of branch.prefill(reference.ids));
  const margins: number[] = [];
  for (const token of generated.slice(0, parting + 1)) {
    margins.push(firstChoice(branch.borrowLogits()).margin);
    branch.step(token);
  }
  branch.dispose();
  expect(Math.min(...margins)).toBeLessThanOrEqual(0.05);
}
