import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { layerSites, modelSites, rowShape, siteName } from '#contract/hook-site.ts';
import { requireTensor } from '#contract/safetensors.ts';
import type { ActivationsReport } from '#server/activations-report.ts';
import { projectFolder } from '#tests/support/run-command.ts';
import { openTinyCommand, type TinyCommand } from '#tests/support/tiny-command.ts';
import { createTinyForwardPass, drain } from '#tests/support/tiny-engine.ts';
import { createTinyModel } from '#tests/support/tiny-gguf.ts';

/** More than one tile of positions. */
const prompt = 'the rain in Spain is an area';
const tiny = createTinyModel();
let command: TinyCommand;

beforeAll(() => {
  command = openTinyCommand(tiny);
});
afterEach(() => {
  command.clearOutput();
});
afterAll(() => {
  command.dispose();
});

describe('what it writes', () => {
  test('every site of every layer under its name, shaped [position, …], as the engine has it', async () => {
    const { tokens } = await command.run('--prompt', prompt);
    const n = tokens.length;
    expect(n).toBeGreaterThan(16);
    const { metadata, tensors } = command.written();
    expect([...metadata]).toEqual([['kind', 'activations']]);
    expect(tensors.size).toBe(3 * layerSites.length + modelSites.length);
    const branch = createTinyForwardPass(tiny, 'i16').createBranch();
    drain(branch.prefill(tokens.map(({ id }) => id)));
    for (let layer = 0; layer < 3; layer += 1) {
      for (const site of [...layerSites, ...(layer === 0 ? modelSites : [])]) {
        if (site === 'attn.hook_attn_scores' || site === 'attn.hook_pattern') continue;
        const shape = [n, ...rowShape(site, tiny.shape, n)];
        const { data } = requireTensor({ metadata, tensors }, siteName(site, layer), 'F32', shape);
        const rows = tokens.flatMap((_, at) => [...branch.borrowRow(site, layer, at)]);
        expect([...data]).toEqual(rows);
      }
    }
  });

  test('[IV4] patterns and scores are [head, query, key], masked scores −∞', async () => {
    const { tokens } = await command.run('--prompt', 'the rain', '--precision', 'f32');
    const n = tokens.length;
    const scores = requireTensor(command.written(), 'blocks.1.attn.hook_attn_scores', 'F32', [
      4,
      n,
      n,
    ]);
    const pattern = requireTensor(command.written(), 'blocks.1.attn.hook_pattern', 'F32', [
      4,
      n,
      n,
    ]);
    const branch = createTinyForwardPass(tiny, 'f32').createBranch();
    drain(branch.prefill(tokens.map(({ id }) => id)));
    for (let head = 0; head < 4; head += 1) {
      for (let query = 0; query < n; query += 1) {
        const begin = (head * n + query) * n;
        const row = branch.borrowRow('attn.hook_attn_scores', 1, query);
        const own = row.subarray(head * (query + 1), (head + 1) * (query + 1));
        const masked = new Array<number>(n - query - 1).fill(-Infinity);
        expect([...scores.data.subarray(begin, begin + n)]).toEqual([...own, ...masked]);
        const weights = [...pattern.data.subarray(begin, begin + n)];
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
        expect(weights.slice(query + 1)).toEqual(masked.map(() => 0));
      }
    }
  });

  test.each([
    ['blocks.1.*_out,logits', ['blocks.1.hook_attn_out', 'blocks.1.hook_mlp_out', 'logits']],
    ['blocks.{0,2}.attn.hook_z', ['blocks.0.attn.hook_z', 'blocks.2.attn.hook_z']],
    ['ln_final.*, hook_embed', ['hook_embed', 'ln_final.hook_normalized', 'ln_final.hook_scale']],
  ])('--sites %s writes those only', async (globs, names) => {
    await command.run('--prompt', 'a', '--sites', globs);
    expect([...command.written().tensors.keys()].sort()).toEqual(names);
  });

  test('layers above a stop are left out', async () => {
    const list = command.inputFile('stop.json', '[{"layer": 0, "op": "stop"}]');
    await command.run('--prompt', 'a', '--interventions', list, '--sites', '**resid_post,logits');
    expect([...command.written().tensors.keys()].sort()).toEqual([
      'blocks.0.hook_resid_post',
      'logits',
    ]);
  });

  test('an older output is replaced, and nothing else is left in the folder', async () => {
    writeFileSync(command.out, 'old');
    await command.run('--prompt', 'a', '--sites', 'logits');
    expect([...command.written().tensors.keys()]).toEqual(['logits']);
    expect(command.leftovers()).toEqual(['out.safetensors']);
  });
});

describe('what it prints', () => {
  test('tokens, the top five, what it generates; the rest only when asked', async () => {
    const report = await command.run('--prompt', ' the', '--generate', '3', '--sites', 'logits');
    expect(report.tokens.map(({ text }) => text)).toEqual([' the']);
    expect(report.top5).toHaveLength(5);
    expect(report.generated).toHaveLength(3);
    expect(report.generated[0]).toBe(report.top5[0]?.[0]);
    expect(report.millisPerToken).toBeGreaterThan(0);
    expect(Object.keys(report).sort()).toEqual(['generated', 'millisPerToken', 'tokens', 'top5']);
  });

  test('what is generated continues the prompt', async () => {
    const short = await command.run('--prompt', prompt, '--generate', '6', '--sites', 'logits');
    const { tokens, top5 } = short;
    const branch = createTinyForwardPass(tiny, 'i16').createBranch();
    drain(branch.prefill(tokens.map(({ id }) => id)));
    for (const token of short.generated) {
      const logits = branch.borrowLogits();
      expect(logits[token]).toBe(Math.max(...logits));
      branch.step(token);
    }
    expect((await command.run('--prompt', prompt, '--sites', 'logits')).top5).toEqual(top5);
  });

  test('lens and attribution, the token by id or as text', async () => {
    const values = ['--prompt', prompt, '--lens', '--sites', 'logits', '--attribution'];
    const byText = await command.run(...values, ' the');
    expect(byText.lens).toHaveLength(3);
    expect(byText.lens?.[2]).toEqual(byText.top5);
    expect(byText.lensRank?.[2]).toBe(0);
    const { attribution } = byText;
    expect(attribution?.token.text).toBe(' the');
    expect(Object.keys(attribution?.raw ?? {})).toHaveLength(7);
    const byId = await command.run(...values, String(attribution?.token.id));
    expect(byId.attribution).toEqual(attribution);
  });

  test('interventions act: a patch from run 0 onto itself changes nothing, the mean does', async () => {
    const top5Under = async (list: unknown): Promise<ActivationsReport['top5']> => {
      const path = command.inputFile('list.json', JSON.stringify(list));
      const values = ['--prompt', 'the rain', '--interventions', path, '--sites', 'logits'];
      return (await command.run(...values)).top5;
    };
    const clean = await top5Under([]);
    const where = { site: 'hook_mlp_out', layer: 1, positions: [3] };
    expect(await top5Under([{ ...where, op: 'patch', run: 0, position: 3 }])).toEqual(clean);
    expect(await top5Under([{ ...where, op: 'patch', run: 0, position: 1 }])).not.toEqual(clean);
    expect(await top5Under([{ ...where, op: 'mean' }])).not.toEqual(clean);
  });
});

describe('as a process', () => {
  const entry = ['--import', './server/require-node.js', 'server/activations.ts'];
  const spawned = (...values: string[]) =>
    spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', ...entry, ...values], {
      cwd: projectFolder,
      encoding: 'utf8',
    });

  test('it prints one JSON object and nothing else', () => {
    const { status, stdout, stderr } = spawned(
      ...['--prompt', 'the rain', '--model', command.modelPath, '--out', command.out],
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const report = JSON.parse(stdout) as ActivationsReport;
    expect(report.tokens.map(({ text }) => text).join('')).toBe('the rain');
    expect(command.written().tensors.has('logits')).toBe(true);
  });

  test('bad arguments and broken files end it with code 2 and a sentence on stderr', () => {
    const bad = command.inputFile('bad.gguf', tiny.bytes.slice(0, 60_000));
    for (const values of [['--prompt'], ['--prompt', 'a', '--model', bad, '--out', command.out]]) {
      const { status, stdout, stderr } = spawned(...values);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/^[^\n]+\.\n$/);
    }
    expect(command.leftovers()).toEqual([]);
  });

  test('--help explains it', () => {
    const { status, stdout } = spawned('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('--attribution <token>');
  });
});
