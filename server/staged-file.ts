import { closeSync, openSync, renameSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { CommandError, fileError } from '#server/command-error.ts';

/**
 * A file in the making: written under a temporary name in its own folder and renamed by `commit`,
 * removed by `discard` or by Ctrl-C. Its final name never holds half a file.
 */
export class StagedFile {
  private readonly path: string;
  private readonly temporaryPath: string;
  private descriptor: number | undefined;
  private readonly interrupted = (): void => {
    this.discard();
    process.exit(130);
  };

  /** @throws CommandError when the folder refuses it or has no room for `byteLength` */
  constructor(path: string, byteLength: number) {
    this.path = path;
    this.temporaryPath = `${path}.${String(process.pid)}.partial`;
    this.descriptor = inWords(path, () => {
      const { bavail, bsize } = statfsSync(dirname(path));
      if (byteLength > bavail * bsize) {
        throw new CommandError(
          `${path} would have ${String(byteLength)} bytes, but its disk has room for ${String(bavail * bsize)}; choose fewer --sites or another place.`,
        );
      }
      return openSync(this.temporaryPath, 'wx');
    });
    process.once('SIGINT', this.interrupted);
  }

  write(values: Float32Array | Uint8Array, begin: number): void {
    const { descriptor } = this;
    if (descriptor === undefined) throw new Error('the file is already closed');
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    inWords(this.path, () => {
      let written = 0;
      while (written < bytes.length) {
        written += writeSync(descriptor, bytes, written, bytes.length - written, begin + written);
      }
    });
  }

  commit(): void {
    this.close();
    try {
      inWords(this.path, () => {
        renameSync(this.temporaryPath, this.path);
      });
    } catch (error) {
      rmSync(this.temporaryPath, { force: true });
      throw error;
    }
  }

  /** Does nothing after `commit`. */
  discard(): void {
    if (this.descriptor === undefined) return;
    this.close();
    rmSync(this.temporaryPath, { force: true });
  }

  private close(): void {
    process.off('SIGINT', this.interrupted);
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }
}

function inWords<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? fileError(path, error) : error;
  }
}
