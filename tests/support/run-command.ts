import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's top folder, without a slash at the end. */
export const projectFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

const toolFolder = join(projectFolder, 'node_modules/.bin');

/** How a command ended. */
export interface CommandResult {
  /** 1 where a signal ended it. */
  readonly exitCode: number;
  /** What it wrote to both streams, in the order it came; empty where output was passed on. */
  readonly output: string;
}

/** Where a command runs, and what becomes of its output. */
export interface CommandOptions {
  readonly folder?: string;
  /** `pass-on` lets the reader see the output as it comes. */
  readonly output: 'collect' | 'pass-on';
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs a tool that npm installed here, found by its name in `node_modules/.bin`. */
export async function runCommand(
  [tool, ...toolArguments]: readonly [string, ...string[]],
  { folder = projectFolder, output, environment = {} }: CommandOptions,
): Promise<CommandResult> {
  const separator = process.platform === 'win32' ? ';' : ':';
  const child = spawn(tool, toolArguments, {
    cwd: folder,
    stdio: output === 'collect' ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    // npm's commands are scripts on Windows, which only its shell can start.
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      ...environment,
      PATH: `${toolFolder}${separator}${process.env['PATH'] ?? ''}`,
    },
  });
  const parts: Buffer[] = [];
  const collect = (part: Buffer): void => {
    parts.push(part);
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode: exitCode ?? 1, output: Buffer.concat(parts).toString() };
}
