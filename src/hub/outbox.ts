import type { RoleName } from '#sdk';
import type { Config } from '../config.ts';
import { contestedStock } from '../flows/index.ts';
import type { MessageOrder, MirrorWriter } from '../mirror/index.ts';
import type { Relay } from '../outbox/index.ts';
import type { Outbox } from '../roles/graph/index.ts';
import type { SyncService } from '../sync/index.ts';

/** What is configured of stock and of who speaks for a role; absent: nothing. */
export type OutboxConfig = Partial<Pick<Config, 'roles' | 'stock'>>;

/** The way out of this hub: what is ordered is on disk when it resolves, and the relay is told. */
export function outboxOf(
  parts: { writer: MirrorWriter; sync: SyncService; relay: Pick<Relay, 'wake'>; now(): Date },
  { roles = {}, stock = { oversell: 'refuse' } }: OutboxConfig,
): Outbox {
  const { writer, sync, relay, now } = parts;
  const woken = <Answer>(answer: Answer): Answer => {
    relay.wake();
    return answer;
  };
  return {
    can(name, command) {
      const brick = sync.bricks().find((view) => view.brick.name === name)?.brick;
      return brick?.open.commands?.[command] !== undefined;
    },
    stockOwner: () => stock.owner ?? primaryOf(sync, roles, 'fulfilment') ?? primaryOf(sync, roles, 'shop'),
    contested(owner) {
      const bricks = sync.bricks().map(({ brick: { name, connector, open } }) => {
        return { name, roles: connector.roles, carries: open.carries ?? [] };
      });
      return contestedStock(bricks, owner);
    },
    oversell: () => stock.oversell,
    async submit(order) {
      const receipt = await writer.enqueue(order);
      if (receipt.outcome === 'queued' && order.edit) await showAll(order, sync);
      return woken(receipt);
    },
    redrive: async (id, by) => woken(await writer.redrive({ id, by, at: now().toISOString() })),
    // What waited behind it in its lane may go now.
    discard: async (id, by, reason) => woken(await writer.discard({ id, by, reason, at: now().toISOString() })),
  };
}

/** A mass edit is more than the writer lays over facets at once; whoever applied it looks at them next. */
async function showAll({ messages }: MessageOrder, sync: SyncService): Promise<void> {
  const { signal } = new AbortController();
  for (const brick of new Set(messages.map((message) => message.brick))) {
    // It is taken all the same; what is still due is shown with the next run or the first delivery.
    await sync.project(brick, signal).catch(() => undefined);
  }
}

/** The brick that speaks for a role: the configured one, or the first that plays it. */
export function primaryOf(sync: Pick<SyncService, 'bricks'>, roles: Config['roles'], role: RoleName): string | null {
  const playing = sync.bricks().find(({ brick }) => brick.connector.roles.includes(role));
  return roles[role]?.primary ?? playing?.brick.name ?? null;
}
