import { createForwardPass } from '#engine/create-forward-pass.ts';
import { parseActivationsArguments } from '#server/activations-arguments.ts';
import { CommandError } from '#server/command-error.ts';
import { loadModelFile } from '#server/load-model-file.ts';
import { runActivations, type OpenedModel } from '#server/run-activations.ts';

function openModel(path: string): OpenedModel {
  const { weights, tokenizer } = loadModelFile(path);
  return {
    shape: weights.config.shape,
    tokenizer,
    createForwardPass: (precision, maxPositions) =>
      createForwardPass({ weights, precision, maxPositions }),
  };
}

try {
  const request = parseActivationsArguments(process.argv.slice(2));
  if ('help' in request) console.log(request.help.trimEnd());
  else console.log(JSON.stringify(await runActivations(request, openModel)));
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
