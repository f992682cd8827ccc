import { realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Branch, ForwardPass } from '#contract/forward-pass.ts';
import type { Intervention } from '#contract/interventions.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { computedLayerCount } from '#engine/logit-lens.ts';
import { topTokens } from '#engine/log-probabilities.ts';
import type { Tokenizer } from '#engine/tokenizer.ts';
import type { ActivationsRequest } from '#server/activations-arguments.ts';
import {
  readPosition,
  type ActivationsReport,
  type NamedToken,
} from '#server/activations-report.ts';
import { checkInterventions, patchedFrom } from '#server/bind-interventions.ts';
import { CommandError, fileError } from '#server/command-error.ts';
import { nextTurn } from '#server/next-turn.ts';
import type { OpenedModel } from '#server/open-model.ts';
import { readInterventionsFile } from '#server/read-interventions.ts';
import { selectSites } from '#server/select-sites.ts';
import { stageActivations } from '#server/write-activations.ts';

/** Prompt and generated tokens together. A longer text's patterns alone would take tens of gigabytes. */
const longestText = 2048;

/**
 * Runs a prompt, writes its activations and reports.
 * @param openModel - reads a GGUF; called after everything that can be checked without it
 * @throws CommandError; then nothing is left at the output's place
 */
export async function runActivations(
  request: ActivationsRequest,
  openModel: (path: string) => OpenedModel,
): Promise<ActivationsReport> {
  checkOutput(request);
  const list = request.interventions ? readInterventionsFile(request.interventions) : [];
  const model = openModel(request.model);
  const tokens = model.tokenizer.encode(request.prompt);
  const positionCount = tokens.length + request.generate;
  checkLength(tokens.length, positionCount, model.shape);
  const attribution = findAttributed(request, model);
  if (request.interventions) {
    const context = { path: request.interventions, promptLength: tokens.length, positionCount };
    checkInterventions(list, context);
  }
  const forward = inWords(() => model.createForwardPass(request.precision, positionCount));
  const run = new PromptRun(forward, tokens);
  try {
    const branch = await run.start(list, request.interventions ?? '');
    const sites = selectSites(computedLayerCount(forward, branch), request.sites);
    const position = tokens.length - 1;
    const reading = inWords(() =>
      readPosition(forward, branch, { position, lens: request.lens, attribution }),
    );
    const content = { shape: model.shape, branch, positionCount: tokens.length, sites };
    const file = await stageActivations(request.out, content);
    try {
      const generated = await run.generate(branch, request.generate);
      file.commit();
      return {
        tokens: tokens.map((id) => nameToken(id, model.tokenizer)),
        ...reading,
        generated,
        millisPerToken: run.millisPerToken,
      };
    } finally {
      file.discard();
    }
  } finally {
    run.dispose();
  }
}

/** One prompt on one forward pass, with the clock running only while the model computes. */
class PromptRun {
  private readonly forward: ForwardPass;
  private readonly tokens: readonly number[];
  private readonly branches: Branch[] = [];
  private millis = 0;
  private computedCount = 0;

  constructor(forward: ForwardPass, tokens: readonly number[]) {
    this.forward = forward;
    this.tokens = tokens;
  }

  get millisPerToken(): number {
    return this.millis / this.computedCount;
  }

  /** @param path - the list's file, for messages */
  async start(list: readonly Intervention[], path: string): Promise<Branch> {
    if (!list.some(({ op }) => op === 'patch')) return this.prefill(list, path);
    const clean = await this.prefill([], path);
    return this.prefill(patchedFrom(list, clean.id), path);
  }

  /** The likeliest token, again and again. */
  async generate(branch: Branch, count: number): Promise<readonly number[]> {
    const generated: number[] = [];
    while (generated.length < count) {
      const [likeliest] = inWords(() => topTokens(this.forward.rowMath, branch.borrowLogits(), 1));
      const token = likeliest?.[0] ?? 0;
      generated.push(token);
      if (generated.length < count) {
        this.timed(1, () => {
          branch.step(token);
        });
      }
      await nextTurn();
    }
    return generated;
  }

  dispose(): void {
    for (const branch of this.branches) branch.dispose();
  }

  private async prefill(list: readonly Intervention[], path: string): Promise<Branch> {
    const branch = inWords(() => this.forward.createBranch(list), `${path}: `);
    this.branches.push(branch);
    const progress = branch.prefill(this.tokens);
    this.computedCount += this.tokens.length;
    while (!this.timed(0, () => progress.next()).done) await nextTurn();
    return branch;
  }

  private timed<T>(tokenCount: number, compute: () => T): T {
    const started = performance.now();
    const result = inWords(compute);
    this.millis += performance.now() - started;
    this.computedCount += tokenCount;
    return result;
  }
}

/** Refuses, before anything is computed, a place that could not be written or would destroy an input. */
function checkOutput({ out, model, interventions }: ActivationsRequest): void {
  const folder = dirname(resolve(out));
  try {
    if (!statSync(folder).isDirectory()) throw new CommandError(`${folder} is not a folder.`);
  } catch (error) {
    throw error instanceof CommandError ? error : fileError(folder, error);
  }
  const existing = statSync(out, { throwIfNoEntry: false });
  if (!existing) return;
  if (!existing.isFile()) throw new CommandError(`${out} is not a file; name another --out.`);
  for (const input of [model, interventions]) {
    if (input !== undefined && sameFile(input, out)) {
      throw new CommandError(`--out would overwrite ${input}; name another file.`);
    }
  }
}

function sameFile(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}

function checkLength(tokenCount: number, positionCount: number, shape: ModelShape): void {
  if (tokenCount === 0) {
    throw new CommandError('--prompt: there is nothing to read; give at least one word.');
  }
  const most = Math.min(shape.contextLength, longestText);
  if (positionCount > most) {
    throw new CommandError(
      `The prompt has ${String(tokenCount)} tokens, with --generate ${String(positionCount)}; at most ${String(most)} fit.`,
    );
  }
}

function findAttributed(
  { attribution }: ActivationsRequest,
  { tokenizer }: OpenedModel,
): NamedToken | undefined {
  if (attribution === undefined) return undefined;
  const id = /^\d{1,9}$/.test(attribution) ? Number(attribution) : tokenizer.tokenOf(attribution);
  if (id === undefined || id >= tokenizer.vocabularySize) {
    throw new CommandError(
      `--attribution: ${JSON.stringify(attribution)} is neither an id below ${String(tokenizer.vocabularySize)} nor a text that is exactly one token (most words need a space before them).`,
    );
  }
  return nameToken(id, tokenizer);
}

function nameToken(id: number, tokenizer: Tokenizer): NamedToken {
  return { id, text: tokenizer.textOf(id) };
}

/** What the engine refuses (a change that does not fit, too little memory), the user can mend. */
function inWords<T>(act: () => T, before = ''): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof RangeError ? new CommandError(`${before}${error.message}`) : error;
  }
}
