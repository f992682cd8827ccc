import { fileURLToPath } from 'node:url';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { precisions, type Precision } from '#contract/model-shape.ts';
import { CommandError } from '#server/command-error.ts';

export const defaultModelPath = fileURLToPath(
  new URL('../assets/models/SmolLM2-135M-Instruct.Q4_1.gguf', import.meta.url),
);

/** What one call of `npm run activations` is asked for. */
export interface ActivationsRequest {
  readonly prompt: string;
  readonly model: string;
  readonly precision: Precision;
  /** JSON file with a list of interventions. */
  readonly interventions?: string;
  /** Globs over TransformerLens names; absent means every site. */
  readonly sites?: readonly string[];
  /** Tokens to generate after the prompt, greedily. */
  readonly generate: number;
  readonly lens: boolean;
  /** A token's id, or a text that is exactly one token. */
  readonly attribution?: string;
  readonly out: string;
}

const notes = `
The file holds one float32 tensor per site under its TransformerLens name, e.g.
blocks.6.attn.hook_z, and the logits: [position, …] over the prompt's tokens, patterns and
scores [head, query, key], masked scores −∞. Layers above a "stop" are left out.

Printed as one JSON object: tokens of the prompt, top5 [id, log-probability] after its last
one, generated ids, lens (top 5 per layer) and lensRank (tokens before the last layer's choice),
attribution (parts of the token's logit, raw and less the vocabulary's mean), millisPerToken.`;

/**
 * @param values - what stands behind the command's name
 * @returns the request, or the help text when that was asked for
 * @throws CommandError
 */
export function parseActivationsArguments(
  values: readonly string[],
): ActivationsRequest | { readonly help: string } {
  let help = '';
  const command = new Command('npm run --silent activations --')
    .description('Runs the model over a prompt and writes every activation to a file.')
    .requiredOption('--prompt <text>', 'what the model reads')
    .requiredOption('--out <file>', 'safetensors file to write')
    .addOption(new Option('--model <file>', 'GGUF file').default(defaultModelPath, 'SmolLM2-135M'))
    .addOption(
      new Option('--precision <name>', 'how activations meet the weights')
        .choices(precisions)
        .default('i16'),
    )
    .option('--interventions <file>', 'JSON list of changes, see src/contract/SPEC.md')
    .option(
      '--sites <globs>',
      'names to write, commas between, e.g. "blocks.*.hook_resid_post"',
      splitGlobs,
    )
    .option('--generate <count>', 'tokens to append, the likeliest each time', parseCount, 0)
    .option('--lens', 'logit lens at the last position', false)
    .option(
      '--attribution <token>',
      'share out the logit of this token (id, or a text that is one token)',
    )
    .addHelpText('after', notes)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined, writeOut: (text) => void (help += text) });
  try {
    command.parse(values, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return { help };
    const sentence = error.message.replace(/^error: /, '').replaceAll(/\s+/g, ' ');
    throw new CommandError(`${sentence.replace(/\.?$/, '')}; see --help.`);
  }
  return command.opts<ActivationsRequest & Record<string, unknown>>();
}

function parseCount(text: string): number {
  if (!/^\d{1,6}$/.test(text))
    throw new InvalidArgumentError('It must be a whole number from 0 on.');
  return Number(text);
}

/** Splits at commas, but not inside brackets of any kind, where they belong to the glob. */
function splitGlobs(text: string): readonly string[] {
  const globs = text.match(/(?:\{[^}]*\}|\([^)]*\)|\[[^\]]*\]|[^,])+/g) ?? [];
  if (globs.length === 0) throw new InvalidArgumentError('It names no site.');
  return globs.map((glob) => glob.trim());
}
