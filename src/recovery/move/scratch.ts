import { openMirror, ThrowAwayFolder, type AdoptedBinding, type OpenedMirror } from '../../mirror/index.ts';
import { toIncoming, type Brick } from '../../sync/index.ts';
import type { MoveParts } from './parts.ts';

/** A mirror of one brick for one comparison, with the hub ids of the real one. */
export interface Scratch {
  mirror: OpenedMirror;
  close(): Promise<void>;
}

const PAGE = 500;
/** Folder of such mirrors below the data folder. */
export const SCRATCH = 'scratch';

/** `bindings`: who its entities are, so that the same thing has the same hub id. */
export async function openScratch(
  parts: Pick<MoveParts, 'data' | 'registry' | 'extensions' | 'now'>,
  { name: brick, connector }: Pick<Brick, 'name' | 'connector'>,
  bindings: AsyncIterable<readonly AdoptedBinding[]>,
): Promise<Scratch> {
  const { registry, extensions } = parts;
  // What a killed process left holds personal data.
  ThrowAwayFolder.sweep(parts.data, SCRATCH);
  const folder = new ThrowAwayFolder(parts.data, SCRATCH);
  try {
    const data = folder.make();
    const bricks = [{ name: brick, connector: connector.name }];
    const mirror = await openMirror({ data, registry, bricks, ...(extensions && { extensions }) });
    const close = (): Promise<void> => mirror.close().finally(() => folder.close());
    try {
      const at = parts.now().toISOString();
      for await (const page of bindings) await mirror.writer.adopt({ brick, born: true, bindings: page, at });
      return { mirror, close };
    } catch (error) {
      await close();
      throw error;
    }
  } catch (error) {
    folder.close();
    throw error;
  }
}

/** What a brick's records that were published at a time say in its role, with today's mappers and bindings. */
export async function projectAt(parts: MoveParts, brick: Brick, at: string): Promise<Scratch> {
  const { name } = brick;
  const scratch = await openScratch(parts, brick, allBindings(parts, name));
  const { writer } = scratch.mirror;
  try {
    for (const stream of brick.open.streams) {
      for (let after: string | null = null; ;) {
        const records = await parts.mirror.moves.recordsAt(
          { brick: name, kind: stream.kind, at },
          { after, limit: PAGE },
        );
        if (records.length > 0)
          await writer.commitPage({
            ...{ brick: name, kind: stream.kind, run: 'then', publish: true, at },
            records: records.map((record) => toIncoming(stream, record)),
          });
        if (records.length < PAGE) break;
        after = records.at(-1)?.id ?? null;
      }
    }
    for (let due = 1; due > 0;) ({ due } = await writer.project({ brick: name, limit: 100 }));
    return scratch;
  } catch (error) {
    await scratch.close();
    throw error;
  }
}

/** All entities of a brick, and the hub ids that they have. */
export async function* allBindings(
  { mirror }: Pick<MoveParts, 'mirror'>,
  brick: string,
): AsyncGenerator<AdoptedBinding[]> {
  for (let after: AdoptedBinding | null = null; ;) {
    const page: AdoptedBinding[] = await mirror.moves.bindingsOf(brick, after, PAGE);
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    after = page.at(-1) ?? null;
  }
}
