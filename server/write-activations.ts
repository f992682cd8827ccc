import type { Branch } from '#contract/forward-pass.ts';
import { rowShape, type Site } from '#contract/hook-site.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { planSafetensors, type TensorPlan } from '#contract/safetensors-header.ts';
import { nextTurn } from '#server/next-turn.ts';
import type { NamedSite } from '#server/select-sites.ts';
import { StagedFile } from '#server/staged-file.ts';

export interface ActivationsToWrite {
  readonly shape: ModelShape;
  readonly branch: Branch;
  /** Positions 0 … positionCount − 1 are written. */
  readonly positionCount: number;
  readonly sites: readonly NamedSite[];
}

/** Shape of a site's tensor over all positions: [position, …], scores and patterns [head, query, key]. */
function tensorShape(site: Site, shape: ModelShape, positionCount: number): readonly number[] {
  const row = rowShape(site, shape, positionCount);
  return isAttentionMap(site)
    ? [row[0] ?? 0, positionCount, positionCount]
    : [positionCount, ...row];
}

/**
 * Writes the rows under a temporary name beside `path`, to be renamed when all else has worked too,
 * so that `path` is never half a file. Memory for one layer's scores and patterns is taken at a
 * time; the event loop has a turn after each layer.
 * @throws CommandError when the file system refuses
 */
export async function stageActivations(
  path: string,
  content: ActivationsToWrite,
): Promise<StagedFile> {
  const plans = content.sites.map(({ name, site }): TensorPlan => {
    const shape = tensorShape(site, content.shape, content.positionCount);
    return { name, dtype: 'F32', shape };
  });
  const header = planSafetensors(new Map([['kind', 'activations']]), plans);
  const begins = new Map<string, number>();
  let offset = header.bytes.length;
  for (const { name, shape } of header.order) {
    begins.set(name, offset);
    offset += 4 * shape.reduce((all, size) => all * size, 1);
  }
  const file = new StagedFile(path, header.totalByteLength);
  try {
    file.write(header.bytes, 0);
    for (const group of groupedByLayer(content.sites)) {
      writeGroup(file, group, content, begins);
      await nextTurn();
    }
    return file;
  } catch (error) {
    file.discard();
    throw error;
  }
}

/** Sites read together: a layer's, whose rows a branch computes at once, or one outside the layers. */
function groupedByLayer(sites: readonly NamedSite[]): readonly (readonly NamedSite[])[] {
  const groups = new Map<string, NamedSite[]>();
  for (const entry of sites) {
    const group = entry.name.startsWith('blocks.') ? String(entry.layer) : entry.name;
    groups.set(group, [...(groups.get(group) ?? []), entry]);
  }
  return [...groups.values()];
}

function writeGroup(
  file: StagedFile,
  group: readonly NamedSite[],
  content: ActivationsToWrite,
  begins: ReadonlyMap<string, number>,
): void {
  const { shape, branch, positionCount } = content;
  const maps = new Map(
    group
      .filter(({ site }) => isAttentionMap(site))
      .map(({ name, site }) => [name, emptyMap(site, shape, positionCount)] as const),
  );
  for (let position = 0; position < positionCount; position += 1) {
    for (const { name, site, layer } of group) {
      const row = branch.borrowRow(site, layer, position);
      const map = maps.get(name);
      if (map) copyMapRow(row, map, position, positionCount);
      else file.write(row, (begins.get(name) ?? 0) + position * row.byteLength);
    }
  }
  for (const [name, map] of maps) file.write(map, begins.get(name) ?? 0);
}

function emptyMap(site: Site, shape: ModelShape, positionCount: number): Float32Array {
  const map = new Float32Array(shape.headCount * positionCount * positionCount);
  return site === 'attn.hook_attn_scores' ? map.fill(-Infinity) : map;
}

/** `row` is [head, key] over keys 0 … query; the map's rows are as long as the last one. */
function copyMapRow(row: Float32Array, map: Float32Array, query: number, length: number): void {
  const keyCount = query + 1;
  for (let head = 0; head * keyCount < row.length; head += 1) {
    const values = row.subarray(head * keyCount, (head + 1) * keyCount);
    map.set(values, (head * length + query) * length);
  }
}

function isAttentionMap(site: Site): boolean {
  return site === 'attn.hook_attn_scores' || site === 'attn.hook_pattern';
}
