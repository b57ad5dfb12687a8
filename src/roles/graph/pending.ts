import DataLoader from 'dataloader';
import type { MessageReader, MessageRow } from '../../mirror/index.ts';

export const PENDING = {
  description:
    'Changes taken by the hub that the brick has not confirmed yet; what they say is shown already. Empty: none.',
};

/** Messages that lie over entities, batched by type and brick. */
export class PendingLoaders {
  readonly #reader: MessageReader;
  readonly #loaders = new Map<string, DataLoader<string, MessageRow[]>>();

  constructor(reader: MessageReader) {
    this.#reader = reader;
  }

  of(type: string, brick: string): DataLoader<string, MessageRow[]> {
    const key = `${type}|${brick}`;
    const known = this.#loaders.get(key);
    if (known) return known;
    const loader = new DataLoader<string, MessageRow[]>(async (ids) => {
      const found = await this.#reader.pendingMessages(type, brick, ids);
      return ids.map((id) => found.get(id) ?? []);
    });
    this.#loaders.set(key, loader);
    return loader;
  }
}
