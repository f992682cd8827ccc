import { sentenceOf } from '#kit/sentence-of.ts';

/** What a user can mend: the message is one sentence that says how. Commands print it and exit with code 2. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Turns a failure of the file system into a sentence about that file. */
export function fileError(path: string, error: unknown): CommandError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'does not exist; check the path',
    ENOTDIR: 'is below something that is not a folder; check the path',
    EISDIR: 'is a folder; name a file',
    EACCES: 'may not be opened by this user; check its permissions',
    EPERM: 'may not be opened by this user; check its permissions',
    EROFS: 'is on a read-only file system; name another place',
    ENOSPC: 'does not fit on its disk; make room or name another place',
  };
  const known = typeof code === 'string' ? reasons[code] : undefined;
  return new CommandError(`${path} ${known ?? `cannot be used (${sentenceOf(error)})`}.`);
}
