import { inParts } from '../bulk.ts';
import { packBody, unpackText } from '../body.ts';
import type { FacetTable } from '../facets/facet-table.ts';
import type { FollowedKind } from '../person.ts';
import { anyOf, list, type Sql } from '../sql.ts';
import { messageKeyId } from './person-id.ts';
import { destroyKeys } from './person-keys.ts';
import { erasedHash, openPart, personOf } from './sealed-body.ts';
import { whoseOf, type Root } from './whose.ts';

interface SealedRevision {
  brick: string;
  kind: string;
  external_id: string;
  seq: number;
  body: Uint8Array | null;
}

/**
 * Destroys the keys of a customer, or of who is named in an order without one, takes out of the tables what they had
 * sealed, and makes due what queries show of them. One transaction; nobody may write meanwhile. Resolves with what is due.
 */
export async function erase(
  sql: Sql,
  tables: ReadonlyMap<string, FacetTable>,
  { customer, follows, at }: { customer: string; follows: readonly FollowedKind[]; at: string },
): Promise<readonly Root[]> {
  const { customers, orders, persons, roots } = await whoseOf(sql, tables, customer, follows);
  const messages = await messagesAbout(sql, { customers, orders });
  await destroyKeys(sql, [...persons, ...messages.map(messageKeyId)], at);
  await scrub(sql, persons);
  await redact(sql, messages);
  await markDue(sql, roots);
  return roots;
}

/** Takes sealed pieces out of revisions whose keys are gone, and lets them be compared by what is left. */
export async function scrub(sql: Sql, persons: readonly string[]): Promise<void> {
  for (const part of inParts(persons)) {
    const rows = await sql.all<SealedRevision>(
      `select brick, kind, external_id, seq, body from revisions where ${anyOf(sql.dialect, 'person')}`,
      [list(part)],
    );
    for (const { brick, kind, external_id: id, seq, body } of rows) {
      if (body === null || personOf(body) === null) continue;
      const open = unpackText(openPart(body));
      const hash = erasedHash(open);
      const place = [brick, kind, id, seq];
      const where = 'brick = ? and kind = ? and external_id = ?';
      await sql.run(`update revisions set body = ?, hash = ? where ${where} and seq = ?`, [
        packBody(open),
        hash,
        ...place,
      ]);
      await sql.run(`update records set head_hash = ? where ${where} and head_seq = ?`, [hash, ...place]);
      await sql.run(`update records set published_hash = ? where ${where} and published_seq = ?`, [hash, ...place]);
    }
  }
}

/** Messages are found by their lanes: `Customer:customer_x`, `Order:order_x`. */
export async function messagesAbout(
  sql: Sql,
  { customers, orders }: { customers: readonly string[]; orders: readonly string[] },
): Promise<string[]> {
  const lanes = [...customers.map((id) => `Customer:${id}`), ...orders.map((id) => `Order:${id}`)];
  const found: string[] = [];
  for (const part of inParts(lanes)) {
    const text = `select id from messages where ${anyOf(sql.dialect, 'lane')} order by seq`;
    for (const { id } of await sql.all<{ id: string }>(text, [list(part)])) found.push(id);
  }
  return found;
}

/** Takes out what messages said; that they were, and what became of them, stays. Never of one that is still to be told. */
export async function redact(sql: Sql, messages: readonly string[]): Promise<void> {
  for (const part of inParts(messages)) {
    const over = `state in ('delivered', 'discarded', 'superseded')`;
    const text = `update messages set payload = '{}', failure = null, reason = null where ${over}
      and ${anyOf(sql.dialect, 'id')} returning id`;
    const ids = (await sql.all<{ id: string }>(text, [list(part)])).map(({ id }) => id);
    await sql.run(`delete from message_steps where ${anyOf(sql.dialect, 'message')}`, [list(ids)]);
  }
}

async function markDue(sql: Sql, roots: readonly Root[]): Promise<void> {
  for (const { brick, kind, id } of roots) {
    await sql.run('insert into due (brick, root_kind, root_id) values (?, ?, ?) on conflict do nothing', [
      brick,
      kind,
      id,
    ]);
    // What a mapper complained of may quote what it could not read.
    await sql.run('delete from projection_failures where brick = ? and root_kind = ? and root_id = ?', [
      brick,
      kind,
      id,
    ]);
  }
}
