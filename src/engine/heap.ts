import { instantiateKernels, type Kernels } from './kernels/kernels.ts';
import { wasm, type WasmMemory } from './kernels/web-assembly.ts';

const pageBytes = 65_536;
const mostPages = 65_536;
const lineBytes = 64;

/**
 * The kernels with the memory they work in. Everything numeric lives here: weights, keys and
 * values, hooks. Addresses are byte offsets, 64-byte aligned.
 */
export class Heap {
  readonly kernels: Kernels;
  /** The whole memory as f32 and as bytes. Read them anew after any allocation: growing replaces them. */
  f32: Float32Array<ArrayBuffer>;
  u8: Uint8Array<ArrayBuffer>;
  private readonly memory: WasmMemory;
  private readonly freeBySize = new Map<number, number[]>();
  private end: number;

  /** @param kernelBytes - the compiled kernel module, `kernels.wasm` */
  constructor(kernelBytes: Uint8Array) {
    this.memory = new wasm.Memory({ initial: 16, maximum: mostPages });
    this.kernels = instantiateKernels(kernelBytes, this.memory);
    this.end = roundUp(this.kernels.firstFreeByte());
    this.f32 = new Float32Array(this.memory.buffer);
    this.u8 = new Uint8Array(this.memory.buffer);
  }

  /**
   * Fresh space is zero; space that was released holds what was last there.
   * @returns the address of `byteCount` bytes
   * @throws RangeError when the 4 GiB a kernel can address, or the machine's memory, are used up
   */
  allocate(byteCount: number): number {
    const size = roundUp(byteCount);
    const reused = this.freeBySize.get(size)?.pop();
    if (reused !== undefined) return reused;
    const address = this.end;
    this.growTo(address + size);
    this.end = address + size;
    return address;
  }

  /** Gives back what `allocate(byteCount)` returned. */
  release(address: number, byteCount: number): void {
    const size = roundUp(byteCount);
    const list = this.freeBySize.get(size);
    if (list) list.push(address);
    else this.freeBySize.set(size, [address]);
  }

  /** f32 at `address`, borrowed: valid until the next allocation. */
  floatsAt(address: number, count: number): Float32Array<ArrayBuffer> {
    return this.f32.subarray(address >>> 2, (address >>> 2) + count);
  }

  private growTo(byteCount: number): void {
    const missing = Math.ceil((byteCount - this.memory.buffer.byteLength) / pageBytes);
    if (missing <= 0) return;
    const have = this.memory.buffer.byteLength / pageBytes;
    try {
      // By an eighth at least: a branch adds three buffers a layer, and V8 answers many a growth by
      // collecting all garbage.
      this.memory.grow(Math.max(missing, Math.min(have >> 3, mostPages - have)));
    } catch {
      throw new RangeError(
        `The model needs ${String(Math.ceil(byteCount / 2 ** 20))} MiB, more than this machine gives a WebAssembly memory.`,
      );
    }
    this.f32 = new Float32Array(this.memory.buffer);
    this.u8 = new Uint8Array(this.memory.buffer);
  }
}

function roundUp(byteCount: number): number {
  return Math.ceil(byteCount / lineBytes) * lineBytes;
}
