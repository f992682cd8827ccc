import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import { startAppServer, type AppServer } from '#server/app-server.ts';
import { openBrowser } from '#server/open-browser.ts';
import { serveStaticFiles } from '#server/static-files.ts';

const defaultPort = 4280;
const builtFolder = fileURLToPath(new URL('../dist', import.meta.url));
const assetsFolder = fileURLToPath(new URL('../assets', import.meta.url));

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError('A port is a whole number from 0 to 65535 (0: any free one).');
  }
  return port;
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

async function start(wishedPort: number | undefined): Promise<AppServer> {
  const listener = serveStaticFiles([builtFolder, assetsFolder]);
  try {
    // Who names a port relies on getting it; who names none only needs one that works.
    return wishedPort === undefined
      ? await startAppServer(listener, { port: defaultPort, alternativeCount: 50 })
      : await startAppServer(listener, { port: wishedPort, alternativeCount: 0 });
  } catch (error) {
    const port = String(wishedPort ?? defaultPort);
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      fail(
        `Port ${port} is taken: choose another with "npm start -- --port N" (0 takes any free one).`,
      );
    }
    if (code === 'EACCES') {
      fail(`This user may not listen on port ${port}: choose one from 1024 on.`);
    }
    throw error;
  }
}

const command = new Command('npm start --')
  .description('Serves the built city to a browser on this machine.')
  .addOption(
    new Option(
      '--port <number>',
      `port to listen on (default: ${String(defaultPort)}, or the next free one)`,
    ).argParser(parsePort),
  )
  .option('--open', 'open the city in your browser')
  .allowExcessArguments(false)
  .parse();
const options = command.opts<{ port?: number; open?: true }>();

if (!existsSync(`${builtFolder}/index.html`)) {
  fail('The city is not built yet: run "npm run build" first.');
}

const server = await start(options.port);
if (options.port === undefined && server.port !== defaultPort) {
  console.log(`Port ${String(defaultPort)} is taken, so this is port ${String(server.port)}.`);
}
console.log(`Neural City is at ${server.address} (Ctrl-C stops it).`);
if (options.open)
  openBrowser(server.address, (sentence) => {
    console.log(sentence);
  });

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void server.close().then(() => process.exit(0));
  });
}
