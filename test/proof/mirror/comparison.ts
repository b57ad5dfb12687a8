import type { Database, DatabasePlace } from '../../../src/mirror/database.ts';
import { blobsIn } from './blobs.ts';
import type { Vault } from '../../../src/mirror/persons/index.ts';
import { isSealedText } from '../../../src/mirror/persons/vault.ts';
import { FACET_TABLE, tablesOf, withMirror } from './opened.ts';
import { openedHash, personKeys, vaultOf, type StoredBody } from './sealed.ts';

type Row = Record<string, unknown>;

/** All that a mirror says, by a name for each thing said. Times and row numbers are no content. */
type Content = Map<string, string>;

/** What tells one facet or link from another. */
const KEY = ['type', 'hub_id', 'rel', 'target', 'n'] as const;
const NO_CONTENT = new Set(['seen_at', 'row_id']);

/**
 * Names how a mirror differs from the one of an undisturbed sync. What is sealed is compared as it reads; for what is
 * keyed (lookups, words) both must have the same master key. Bindings of what is gone may be
 * left over.
 */
export async function differences(mirror: DatabasePlace, undisturbed: DatabasePlace): Promise<string[]> {
  const actual = await contentOf(mirror);
  const expected = await contentOf(undisturbed);
  if (expected.size === 0) return ['The undisturbed mirror is empty: nothing was compared.'];
  const found: string[] = [];
  for (const [name, value] of expected) {
    const own = actual.get(name);
    if (own === undefined) found.push(`missing: ${name}`);
    else if (own !== value) found.push(`differs: ${name}: ${shortest(own, value)}`);
  }
  for (const name of actual.keys()) {
    if (!expected.has(name) && !/^(binding|blob) /.test(name)) found.push(`should not be there: ${name}`);
  }
  return found.length > 20 ? [...found.slice(0, 20), `… and ${found.length - 20} more differences`] : found;
}

async function contentOf(place: DatabasePlace): Promise<Content> {
  const content: Content = new Map();
  await withMirror(place, async (database) => {
    const vault = vaultOf(place);
    await addRecords(database, vault, content);
    await addFacets(database, vault, content);
  });
  for (const sha256 of blobsIn(place.data).keys()) content.set(`blob ${sha256}`, 'there');
  return content;
}

async function addRecords({ sql }: Database, vault: Vault, content: Content): Promise<void> {
  const keys = await personKeys(vault, sql);
  const records = await sql.all<StoredBody & Row>(
    `select r.brick, r.kind, r.external_id as id, r.parent, r.key, v.body from records r
      join revisions v on v.brick = r.brick and v.kind = r.kind and v.external_id = r.external_id
        and v.seq = r.published_seq
      where r.published_alive = 1`,
    [],
  );
  for (const { body, ...rest } of records) {
    const says = openedHash({ ...rest, body }, keys).plain;
    content.set(`record ${rest.kind} ${rest.id}`, textOf({ says, ...rest }));
  }
  for (const row of await sql.all<Row>('select type, external_id, hub_id from bindings', []))
    content.set(`binding ${String(row['type'])} ${String(row['external_id'])}`, String(row['hub_id']));
}

async function addFacets(database: Database, vault: Vault, content: Content): Promise<void> {
  const types = await personalTypes(database);
  const names = (await tablesOf(database)).filter((name) => FACET_TABLE.test(name));
  const search = names.filter((name) => name.endsWith('_search'));
  const isOfSearch = (name: string): boolean => search.some((table) => name.startsWith(table));
  for (const table of names.filter((name) => !isOfSearch(name))) {
    const hubIds = new Map<string, string>();
    for (const stored of await database.sql.all<Row>(`select * from ${table}`, [])) {
      const row = openedRow(stored, types.get(table), vault);
      hubIds.set(String(row['row_id']), String(row['hub_id']));
      const key = KEY.flatMap((column) => (column in row ? JSON.stringify(row[column]) : [])).join(' ');
      content.set(`${table} ${key}`, textOf(row));
    }
    if (search.includes(`${table}_search`)) await addWords(database, `${table}_search`, hubIds, content);
  }
}

/** Facet types that say something of people, by their tables. */
async function personalTypes({ sql }: Database): Promise<ReadonlyMap<string, string>> {
  const [noted] = await sql.all<{ value: string }>(`select value from meta where name = 'facet-personal'`, []);
  const types = noted === undefined ? [] : (JSON.parse(noted.value) as { type: string; table: string }[]);
  return new Map(types.map(({ type, table }) => [table, type]));
}

function openedRow(row: Row, type: string | undefined, vault: Vault): Row {
  if (type === undefined) return row;
  const whole = `${type}\n${String(row['brick'])}\n${String(row['hub_id'])}`;
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) =>
      typeof value === 'string' && isSealedText(value)
        ? [column, vault.openText(value, column === 'data' ? whole : `${type}.${column}`)]
        : [column, value],
    ),
  );
}

/** The words of SQLite's index can only be seen through a vocabulary of it. */
async function addWords(
  { sql }: Database,
  table: string,
  hubIds: ReadonlyMap<string, string>,
  content: Content,
): Promise<void> {
  const vocabulary = `temp.${table}_words`;
  await sql.run(`create virtual table ${vocabulary} using fts5vocab('main', '${table}', 'instance')`, []);
  const words = new Map<string, string[]>();
  for (const { term, doc } of await sql.all<{ term: string; doc: number }>(`select term, doc from ${vocabulary}`, [])) {
    const owner = hubIds.get(String(doc)) ?? `row ${doc}, which is gone`;
    words.set(owner, [...(words.get(owner) ?? []), term]);
  }
  for (const [owner, terms] of words) content.set(`${table} ${owner}`, terms.sort().join(' '));
}

function textOf(row: Row): string {
  return JSON.stringify(Object.entries(row).filter(([column]) => !NO_CONTENT.has(column)));
}

function shortest(one: string, other: string): string {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const from = Math.max(0, start - 60);
  return `…${one.slice(from, start + 60)}… instead of …${other.slice(from, start + 60)}…`;
}
