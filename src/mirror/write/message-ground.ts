import { affectedRoots, markRootsDue, MESSAGE_ROOT } from '../facets/affected-roots.ts';
import { tableOf, type FacetTable } from '../facets/facet-table.ts';
import type { Projector } from '../facets/project.ts';
import { noteCreated } from '../journal/index.ts';
import { bindByCommand, entityOf, type IdentityIndex } from '../match/index.ts';
import type { MessageOrder } from '../message.ts';
import type { MessageGround, Touched } from '../messages/index.ts';
import type { PersonKeys } from '../persons/index.ts';
import { presentIds } from '../read/binding-reader.ts';
import type { Sql } from '../sql.ts';

interface Grounds {
  /** Outside of any transaction. */
  sql: Sql;
  tables: ReadonlyMap<string, FacetTable>;
  keys: PersonKeys;
  identities: IdentityIndex;
  bricks: readonly string[];
  /** Throws for a brick that is not configured. */
  projector(brick: string): Projector;
  transaction: MessageGround['transaction'];
  now(): Date;
}

/** What the writer lends to its part that keeps messages. */
export function messageGround(grounds: Grounds): MessageGround {
  const { sql, tables, keys, identities, bricks, projector, now } = grounds;
  return {
    sql,
    tables,
    keys,
    alone: sql.dialect === 'sqlite',
    bricks: () => bricks,
    async transaction(locks, work, options) {
      try {
        return await grounds.transaction(locks, work, options);
      } catch (error) {
        // What was read in a transaction that was rolled back was never so.
        for (const brick of bricks) projector(brick).clear();
        throw error;
      }
    },
    present(sql, order) {
      for (const { brick, overlays } of order.messages) {
        projector(brick);
        for (const { type } of overlays) tableOf(tables, type);
      }
      return presentOrder(sql, order);
    },
    async bind(sql, { brick, message, created, at }) {
      const touched: Touched[] = [];
      await noteCreated(
        sql,
        created.map((one) => ({ ...one, brick, message, at })),
      );
      for (const one of created) {
        const seen = await bindByCommand(sql, identities, { ...one, brick }, at);
        if (seen === null) continue;
        for (const table of tables.values()) {
          const { name } = table.type;
          if (name === one.type || entityOf(table) === one.type)
            touched.push({ brick, type: name, hubId: seen, message, creates: false });
        }
      }
      return touched;
    },
    async show(sql, touched, { atOnce, read = false }) {
      for (const [brick, ofBrick] of Map.groupBy(touched, (one) => one.brick)) {
        const roots = await affectedRoots(sql, tables, brick, ofBrick);
        const created = read && (await hasDueRecords(sql, brick)) ? roots.get(MESSAGE_ROOT) : undefined;
        if (created) {
          roots.delete(MESSAGE_ROOT);
          await markRootsDue(sql, brick, new Map([[MESSAGE_ROOT, created]]));
        }
        if (touched.length > atOnce || !bricks.includes(brick)) await markRootsDue(sql, brick, roots);
        else await projector(brick).projectRoots(sql, roots, now().toISOString());
      }
    },
  };
}

async function hasDueRecords(sql: Sql, brick: string): Promise<boolean> {
  const text = 'select 1 as one from due where brick = ? and root_kind <> ? limit 1';
  return (await sql.all(text, [brick, MESSAGE_ROOT])).length > 0;
}

/** An order by the ids that answer today. */
async function presentOrder(sql: Sql, order: MessageOrder): Promise<MessageOrder> {
  const overlays = order.messages.flatMap((message) => message.overlays);
  const named = [...overlays.map(({ hubId }) => hubId), ...order.reservations.map(({ variant }) => variant)];
  const present = named.length === 0 ? new Map<string, string>() : await presentIds(sql, [...new Set(named)]);
  if (present.size === 0) return order;
  const today = (id: string): string => present.get(id) ?? id;
  return {
    ...order,
    messages: order.messages.map((message) => ({
      ...message,
      overlays: message.overlays.map((overlay) => ({ ...overlay, hubId: today(overlay.hubId) })),
    })),
    reservations: order.reservations.map((one) => ({ ...one, variant: today(one.variant) })),
  };
}
