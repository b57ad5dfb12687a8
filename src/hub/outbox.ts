import type { RoleName } from '#sdk';
import type { Config } from '../config.ts';
import { contestedStock } from '../flows/index.ts';
import type { MessageOrder, MirrorWriter } from '../mirror/index.ts';
import type { Relay } from '../outbox/index.ts';
import type { Outbox } from '../roles/graph/index.ts';
import { thresholdOf, type SyncService } from '../sync/index.ts';
import type { Standing } from './standing.ts';

/** What is configured of stock and of who speaks for a role; absent: nothing. */
export type OutboxConfig = Partial<Pick<Config, 'roles' | 'stock'>>;

/** The way out of this hub: what is ordered is on disk when it resolves, and the relay is told. */
export function outboxOf(
  parts: { writer: MirrorWriter; sync: SyncService; standing: Standing; relay: Pick<Relay, 'wake'>; now(): Date },
  { roles = {}, stock = { oversell: 'refuse' } }: OutboxConfig,
): Outbox {
  const { writer, sync, standing, relay, now } = parts;
  const primary = (role: RoleName): string | null => primaryOf(parts, roles, role);
  const woken = <Answer>(answer: Answer): Answer => {
    relay.wake();
    return answer;
  };
  return {
    can(name, command) {
      if (!standing.isWritten(name)) return false;
      const brick = sync.bricks().find((view) => view.brick.name === name)?.brick;
      return brick?.open.commands?.[command] !== undefined;
    },
    stockOwner: () =>
      stock.owner === undefined ? (primary('fulfilment') ?? primary('shop')) : standing.standFor(stock.owner),
    contested(owner) {
      const bricks = sync.bricks().map(({ brick: { name, connector, open } }) => {
        return { name, roles: connector.roles, carries: open.carries ?? [] };
      });
      return contestedStock(bricks, owner);
    },
    oversell: () => stock.oversell,
    limit(name, command) {
      return thresholdOf(sync.find(name).holds, command);
    },
    async submit(order) {
      const receipt = await writer.enqueue(order);
      if (receipt.outcome === 'queued' && order.edit) await showAll(order, sync);
      for (const { brick } of order.outgoing?.holds ?? []) await sync.lookAtHolds(brick);
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

/** The brick that speaks for a role: the configured one or who took its place, or the first that plays it. */
export function primaryOf(
  { sync, standing }: { sync: Pick<SyncService, 'bricks'>; standing: Pick<Standing, 'standFor'> },
  roles: Config['roles'],
  role: RoleName,
): string | null {
  const configured = roles[role]?.primary;
  if (configured !== undefined) return standing.standFor(configured);
  const playing = sync.bricks().find(({ brick }) => brick.connector.roles.includes(role));
  return playing?.brick.name ?? null;
}
