/** A model's file kept on this machine. */
export interface KeptCopy {
  readonly byteLength: number;
  /** Fills `into`, `byteLength` bytes, from the start; tells how far it has got now and then. */
  readInto(into: Uint8Array<ArrayBuffer>, onRead: (byteCount: number) => void): Promise<void>;
}

/** Where copies are kept. Nothing here is trusted: whoever reads checks length and hash. */
export interface CopyStore {
  /** Undefined when there is none. */
  find(name: string): Promise<KeptCopy | undefined>;
  keep(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  remove(name: string): Promise<void>;
}
