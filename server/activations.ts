import { parseActivationsArguments } from '#server/activations-arguments.ts';
import { CommandError } from '#server/command-error.ts';
import { openModel } from '#server/open-model.ts';
import { runActivations } from '#server/run-activations.ts';

try {
  const request = parseActivationsArguments(process.argv.slice(2));
  if ('help' in request) console.log(request.help.trimEnd());
  else console.log(JSON.stringify(await runActivations(request, openModel)));
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
