import type { FacetTable } from '../facets/facet-table.ts';
import { inParts } from '../bulk.ts';
import type { FollowedKind } from '../person.ts';
import { anyOf, list, type Sql } from '../sql.ts';

/** A root record of a brick: what a facet was projected from. */
export interface Root {
  brick: string;
  kind: string;
  id: string;
}

/** All that is kept of one customer. */
export interface Whose {
  /** Every hub id by which the customer, and their orders, were ever known. */
  customers: string[];
  orders: string[];
  /** Ids of their keys. */
  persons: string[];
  roots: Root[];
}

type Tables = ReadonlyMap<string, FacetTable>;

/** Finds whose everything is, over all bricks: of a customer, or of who is named in an order that has none. */
export function whoseOf(sql: Sql, tables: Tables, subject: string, follows: readonly FollowedKind[]): Promise<Whose> {
  return subject.startsWith('order_')
    ? ofOrder(sql, tables, subject, follows)
    : ofCustomer(sql, tables, subject, follows);
}

async function ofCustomer(
  sql: Sql,
  tables: Tables,
  customer: string,
  follows: readonly FollowedKind[],
): Promise<Whose> {
  const customers = await everyId(sql, [customer]);
  const roots = new Map<string, Root>();
  const orders = new Set<string>();
  const add = (found: readonly (Root & { hub_id: string })[], isOrder: boolean): void => {
    for (const { hub_id, ...root } of found) {
      roots.set(JSON.stringify(root), root);
      if (isOrder) orders.add(hub_id);
    }
  };
  for (const { name, type } of tables.values()) {
    if (!type.personal) continue;
    const { person } = type.personal;
    const column = person === 'self' ? 'hub_id' : person.column;
    add(await rootsBy(sql, name, column, customers), type.name === 'Order');
  }
  await addCards(sql, tables, roots, add);
  const everyOrder = await everyId(sql, [...orders]);
  add(await rootsOfOrders(sql, tables, everyOrder), false);
  const persons = await personsOf(sql, [...roots.values()], follows);
  return { customers, orders: everyOrder, persons, roots: [...roots.values()] };
}

/** Whoever is also named elsewhere is not of this order alone, and is left out. */
async function ofOrder(sql: Sql, tables: Tables, order: string, follows: readonly FollowedKind[]): Promise<Whose> {
  const orders = await everyId(sql, [order]);
  const found = await rootsOfOrders(sql, tables, orders);
  const roots = [...new Map(found.map(({ hub_id: _, ...root }) => [JSON.stringify(root), root])).values()];
  const persons: string[] = [];
  for (const person of await personsOf(sql, roots, follows))
    if (await isOnlyIn(sql, person, roots)) persons.push(person);
  return { customers: [], orders, persons, roots };
}

async function isOnlyIn(sql: Sql, person: string, roots: readonly Root[]): Promise<boolean> {
  const own = new Set(roots.map(({ brick, kind, id }) => JSON.stringify([brick, kind, id])));
  const kinds = new Set(roots.map(({ brick, kind }) => JSON.stringify([brick, kind])));
  const text = `select distinct brick, kind, external_id as id from revisions where ${anyOf(sql.dialect, 'person')}`;
  const places = await sql.all<Root>(text, [list([person])]);
  // Records of other kinds hang on these: payments, refunds, messages.
  return places.every(
    ({ brick, kind, id }) => own.has(JSON.stringify([brick, kind, id])) || !kinds.has(JSON.stringify([brick, kind])),
  );
}

/** What is done with an order says who gets it: picking, shipments, invoices, returns. */
async function rootsOfOrders(
  sql: Sql,
  tables: Tables,
  orders: readonly string[],
): Promise<(Root & { hub_id: string })[]> {
  const found: (Root & { hub_id: string })[] = [];
  for (const { name, type, columns } of tables.values()) {
    if ((type.entity ?? type.name) === 'Order') found.push(...(await rootsBy(sql, name, 'hub_id', orders)));
    if (columns.some(([column]) => column === 'order_id'))
      found.push(...(await rootsBy(sql, name, 'order_id', orders)));
  }
  return found;
}

/** Sales on a card of theirs, of which the ticket says no customer. Numbers of cards compare as they are stored. */
async function addCards(
  sql: Sql,
  tables: Tables,
  roots: ReadonlyMap<string, Root>,
  add: (found: (Root & { hub_id: string })[], isOrder: boolean) => void,
): Promise<void> {
  const numbers = new Set<string>();
  for (const [type, column] of [
    ['LoyaltyCard', 'number'],
    ['TillCustomer', 'loyalty_number'],
  ] as const) {
    const table = tables.get(type);
    if (!table) continue;
    for (const { brick, kind, id } of roots.values()) {
      const text = `select ${column} as number from ${table.name} where brick = ? and root_kind = ? and root_id = ?`;
      for (const { number } of await sql.all<{ number: string | null }>(text, [brick, kind, id]))
        if (number !== null) numbers.add(number);
    }
  }
  const sales = tables.get('Sale');
  if (sales) add(await rootsBy(sql, sales.name, 'loyalty_number', [...numbers]), false);
}

async function rootsBy(
  sql: Sql,
  table: string,
  column: string,
  values: readonly string[],
): Promise<(Root & { hub_id: string })[]> {
  const found: (Root & { hub_id: string })[] = [];
  for (const part of inParts(values)) {
    const text = `select hub_id, brick, root_kind as kind, root_id as id from ${table} where ${anyOf(sql.dialect, column)}`;
    found.push(...(await sql.all<Root & { hub_id: string }>(text, [list(part)])));
  }
  return found;
}

/** Ids that were merged answer for ever: messages may name any of them. */
async function everyId(sql: Sql, ids: readonly string[]): Promise<string[]> {
  const all = new Set(ids);
  for (let before = -1; before < all.size;) {
    before = all.size;
    const asked = list([...all]);
    const text = `select b.hub_id as born, m.hub_id as now from bindings b
      join merges m on m.brick = b.brick and m.type = b.type and m.external_id = b.external_id
      where ${anyOf(sql.dialect, 'b.hub_id')} or ${anyOf(sql.dialect, 'm.hub_id')}`;
    for (const { born, now } of await sql.all<{ born: string; now: string }>(text, [asked, asked]))
      all.add(born).add(now);
  }
  return [...all];
}

/** The persons of these records, and of what hangs on other records of theirs. */
async function personsOf(sql: Sql, roots: readonly Root[], follows: readonly FollowedKind[]): Promise<string[]> {
  const persons = new Set<string>();
  for (const [place, same] of Map.groupBy(roots, ({ brick, kind }) => JSON.stringify([brick, kind]))) {
    const [brick = '', kind = ''] = JSON.parse(place) as string[];
    for (const part of inParts(same.map(({ id }) => id))) {
      // What it said before may be somebody else's: an order that was given to another customer.
      const text = `select distinct v.person from records r join revisions v on v.brick = r.brick and v.kind = r.kind
        and v.external_id = r.external_id and v.seq = coalesce(r.published_seq, r.head_seq)
        where r.brick = ? and r.kind = ? and v.person is not null and ${anyOf(sql.dialect, 'r.external_id')}`;
      for (const { person } of await sql.all<{ person: string }>(text, [brick, kind, list(part)])) persons.add(person);
    }
  }
  // A kind may follow one that follows: as many rounds as there are kinds find all.
  for (const { brick, kind, of } of [...follows, ...follows]) {
    const named = of.by === 'id' ? 'o.external_id' : 'o.key';
    const text = `select distinct v.person from revisions o
      join records r on r.brick = o.brick and r.kind = ? and r.parent = ${named}
      join revisions v on v.brick = r.brick and v.kind = r.kind and v.external_id = r.external_id
      where o.brick = ? and o.kind = ? and ${anyOf(sql.dialect, 'o.person')} and v.person is not null`;
    const rows = await sql.all<{ person: string }>(text, [kind, brick, of.kind, list([...persons])]);
    for (const { person } of rows) persons.add(person);
  }
  return [...persons];
}
