import { join } from 'node:path';
import { projectFolder } from '#tests/support/run-command.ts';
import { tsconfigs } from '#tests/gates/eslint.config.js';

/** One check of `npm run verify`. */
export interface Gate {
  readonly name: string;
  /** Run in the repository's top folder; configurations are named by absolute path. */
  readonly command: readonly [string, ...string[]];
  /** What to do when it fails. */
  readonly cure: string;
}

const inGates = (name: string): string => join(projectFolder, 'tests/gates', name);

/** Recorded files and figures stay as the program that wrote them left them. */
const formatted = ['--ignore-path', '.gitignore', '.', '!assets/**', '!tests/reference/**'];

/** From quick to slow; each says a thing once. */
export const gates: readonly Gate[] = [
  {
    name: 'house rules',
    command: [process.execPath, '--disable-warning=ExperimentalWarning', inGates('house-rules.ts')],
    cure: 'Each line above says what to change.',
  },
  {
    name: 'format',
    command: ['prettier', '--check', '--log-level', 'warn', ...formatted],
    cure: 'npm run format',
  },
  {
    name: 'import rules',
    command: [
      'depcruise',
      '--config',
      inGates('dependency-cruiser.config.js'),
      '--output-type',
      'err-long',
      'src',
      'workers',
      'server',
      'tests',
    ],
    cure: 'The map of rooms is in tests/gates/dependency-cruiser.config.js.',
  },
  {
    name: 'dead code',
    command: ['knip', '--config', inGates('knip.config.ts'), '--no-progress', '--no-config-hints'],
    cure: 'Use it, or delete it.',
  },
  ...tsconfigs.map((path): Gate => ({
    name: `types of ${path.replace('/tsconfig.json', '')}`,
    command: ['tsc', '--project', path],
    cure: 'The compiler says where and why.',
  })),
  {
    name: 'lint',
    command: ['eslint', '--config', inGates('eslint.config.js'), '.'],
    cure: 'npm run lint -- --fix mends some; a disable comment needs its reason after --.',
  },
  {
    name: 'build',
    command: ['npm', 'run', '--silent', 'build'],
    cure: 'The bundler says where and why.',
  },
];
