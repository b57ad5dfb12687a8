import { inParts } from '../bulk.ts';
import type { FacetTable } from '../facets/facet-table.ts';
import type { MessageWriter } from '../message.ts';
import { anyOf, list, type Sql } from '../sql.ts';
import { removeOverlays, type Touched } from './overlay-rows.ts';
import { releaseCounted } from './reservations.ts';
import type { Pieces } from './stock-facets.ts';

type Read = Parameters<MessageWriter['confirm']>[0];

/** What was delivered has been read back: from now on the brick's own word is shown. */
export async function confirm(
  sql: Sql,
  tables: ReadonlyMap<string, FacetTable>,
  what: Read,
): Promise<{ confirmed: number; touched: Touched[]; released: readonly Pieces[] }> {
  const ids = 'ids' in what ? await confirmListed(sql, what) : await confirmBrick(sql, what);
  const counted = 'brick' in what ? { owner: what.brick, before: what.before } : null;
  const released = counted ? await releaseCounted(sql, tables, counted) : [];
  return { confirmed: ids.length, touched: await removeOverlays(sql, ids), released };
}

const CONFIRM = `update messages set confirmed_at = ? where state = 'delivered' and confirmed_at is null`;

async function confirmListed(sql: Sql, { ids, at }: Extract<Read, { ids: unknown }>): Promise<string[]> {
  const confirmed: string[] = [];
  for (const part of inParts(ids)) {
    const text = `${CONFIRM} and ${anyOf(sql.dialect, 'id')} returning id`;
    const rows = await sql.all<{ id: string }>(text, [at, list(part)]);
    confirmed.push(...rows.map(({ id }) => id));
  }
  return confirmed;
}

async function confirmBrick(sql: Sql, { brick, before, at }: Extract<Read, { brick: unknown }>): Promise<string[]> {
  const text = `${CONFIRM} and brick = ? and delivered_at < ? returning id`;
  return (await sql.all<{ id: string }>(text, [at, brick, before])).map(({ id }) => id);
}

/** The bricks that these messages were for. */
export async function bricksOf(sql: Sql, ids: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const part of inParts(ids)) {
    const text = `select distinct brick from messages where ${anyOf(sql.dialect, 'id')}`;
    for (const { brick } of await sql.all<{ brick: string }>(text, [list(part)])) found.add(brick);
  }
  return [...found];
}
