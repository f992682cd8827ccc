import type { CopyStore } from './copy-store.ts';

const pieceBytes = 4 * 2 ** 20;
const folderName = 'models';

/** The origin's private file system: fastest to read, and not emptied with the browser's cache. */
export function createOpfsStore(storage: StorageManager): CopyStore {
  const folder = async (): Promise<FileSystemDirectoryHandle> =>
    (await storage.getDirectory()).getDirectoryHandle(folderName, { create: true });
  return {
    find: async (name) => {
      try {
        const handle = await (await folder()).getFileHandle(name);
        const file = await handle.getFile();
        return {
          byteLength: file.size,
          readInto: async (into, onRead) => {
            // Another tab may hold the fast handle; the file itself can be read all the same.
            const access = await handle.createSyncAccessHandle().catch(() => undefined);
            if (access) readAccess(access, into, onRead);
            else await readBlob(file, into, onRead);
          },
        };
      } catch {
        return undefined;
      }
    },
    keep: async (name, bytes) => {
      const handle = await (await folder()).getFileHandle(name, { create: true });
      const access = await handle.createSyncAccessHandle();
      try {
        access.truncate(0);
        for (let offset = 0; offset < bytes.length; offset += pieceBytes) {
          access.write(bytes.subarray(offset, offset + pieceBytes), { at: offset });
          // The model may be asked for tokens meanwhile.
          await new Promise((resolve) => setTimeout(resolve));
        }
        access.flush();
      } finally {
        access.close();
      }
    },
    remove: async (name) => {
      await (await folder()).removeEntry(name).catch(() => undefined);
    },
  };
}

/** Where the private file system is missing or refuses, as in some private windows. */
export function createCacheStore(caches: CacheStorage): CopyStore {
  const address = (name: string): string => `/kept-models/${name}`;
  return {
    find: async (name) => {
      const cache = await caches.open(folderName);
      const kept = await cache.match(address(name));
      if (!kept) return undefined;
      const blob = await kept.blob();
      return { byteLength: blob.size, readInto: (into, onRead) => readBlob(blob, into, onRead) };
    },
    keep: async (name, bytes) => {
      const cache = await caches.open(folderName);
      await cache.put(address(name), new Response(bytes));
    },
    remove: async (name) => {
      const cache = await caches.open(folderName);
      await cache.delete(address(name));
    },
  };
}

function readAccess(
  access: FileSystemSyncAccessHandle,
  into: Uint8Array<ArrayBuffer>,
  onRead: (byteCount: number) => void,
): void {
  try {
    for (let offset = 0; offset < into.length; offset += pieceBytes) {
      const piece = into.subarray(offset, offset + pieceBytes);
      onRead(offset + access.read(piece, { at: offset }));
    }
  } finally {
    access.close();
  }
}

async function readBlob(
  file: Blob,
  into: Uint8Array<ArrayBuffer>,
  onRead: (byteCount: number) => void,
): Promise<void> {
  for (let offset = 0; offset < into.length; offset += pieceBytes) {
    const piece = await file.slice(offset, offset + pieceBytes).arrayBuffer();
    into.set(new Uint8Array(piece), offset);
    onRead(offset + piece.byteLength);
  }
}
