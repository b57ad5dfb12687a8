import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject, Stream } from '#sdk';
import memory, { openBusiness } from '../../connectors/memory/index.ts';
import { openDatabase, type Database } from '../../src/mirror/database.ts';
import type { Vault } from '../../src/mirror/persons/index.ts';
import { createReader } from '../../src/mirror/read/reader.ts';
import { DatabaseWriter } from '../../src/mirror/write/writer.ts';
import { fulfilmentFacetTypes } from '../../src/roles/fulfilment/facet-types.ts';
import { shopFacetTypes } from '../../src/roles/shop/facet-types.ts';
import { tillFacetTypes } from '../../src/roles/till/facet-types.ts';
import { toIncoming } from '../../src/sync/canonical.ts';
import { AT } from './a-mirror.ts';
import { testVault } from './a-vault.ts';
import type { TestDialect } from './dialects.ts';

const types = [...shopFacetTypes, ...tillFacetTypes, ...fulfilmentFacetTypes];

/** A mirror of one shop that says who its customers are, in the roles' own words. */
export interface PersonalMirror {
  writer: DatabaseWriter;
  reader: ReturnType<typeof createReader>;
  database: Database;
  /** Reads things of the shop, publishes and projects them: `Customer/c1` to its facet. */
  say(things: Record<string, object>): Promise<void>;
  project(): Promise<void>;
  /** Opens it again, with another vault if one is given. */
  reopen(vault?: Vault): Promise<void>;
  /** All bytes of the database's files; on PostgreSQL, all its rows as text. */
  bytes(): Promise<string>;
  remove(): Promise<void>;
}

export async function aPersonalMirror(dialect: TestDialect): Promise<PersonalMirror> {
  const place = { data: await mkdtemp(join(tmpdir(), 'mortar-persons-')), database: await dialect.create() };
  const business = openBusiness(`persons-${crypto.randomUUID()}`);
  const { streams } = memory.open({ business: business.name, pageSize: 10 }, {} as never);
  const stream = streams.find(({ kind }) => kind === 'shop') as Stream;
  const mirror: PersonalMirror = {
    ...(await open(place, testVault)),
    async say(things) {
      const records = Object.entries(things).map(([id, facet]) => ({
        id,
        body: { type: id.slice(0, id.indexOf('/')), changedAt: AT, facet: facet as JsonObject },
      }));
      await mirror.writer.commitPage({
        ...{ brick: 'shop', kind: 'shop', run: 'run-1', publish: true, at: AT },
        records: records.map((record) => toIncoming(stream, record)),
      });
      await mirror.project();
    },
    async project() {
      for (let due = 1; due > 0;) ({ due } = await mirror.writer.project({ brick: 'shop', limit: 100 }));
    },
    async reopen(vault = testVault) {
      await mirror.reader.close();
      await mirror.writer.close();
      await mirror.database.close();
      Object.assign(mirror, await open(place, vault));
    },
    async bytes() {
      if (place.database !== undefined) return rowsAsText(mirror.database);
      const files = ['mortar.db', 'mortar.db-wal'].map((name) => readFile(join(place.data, name)));
      return Buffer.concat(await Promise.all(files)).toString('latin1');
    },
    async remove() {
      await mirror.reader.close();
      await mirror.writer.close();
      await mirror.database.close();
      business.close();
      await dialect.drop(place.database);
      await rm(place.data, { recursive: true });
    },
  };
  return mirror;
}

async function open(
  place: { data: string; database: string | undefined },
  vault: Vault,
): Promise<Pick<PersonalMirror, 'writer' | 'reader' | 'database'>> {
  const bricks = [{ name: 'shop', aggregates: memory.aggregates }];
  const writer = new DatabaseWriter(await openDatabase(place, { readOnly: false }), {
    ...{ facetTypes: types, vault, release: 'first', bricks },
    now: () => new Date(AT),
  });
  await writer.prepare();
  const reader = createReader(await openDatabase(place, { readOnly: true }), types, vault);
  return { writer, reader, database: await openDatabase(place, { readOnly: false }) };
}

async function rowsAsText({ sql }: Database): Promise<string> {
  const texts: string[] = [];
  for (const { name } of await sql.kysely.introspection.getTables()) {
    const rows = await sql.all<{ row: string }>(`select t::text as row from "${name}" t`, []);
    for (const { row } of rows) texts.push(row, bytesIn(row));
  }
  return texts.join('\n');
}

/** PostgreSQL writes bytes as hexadecimal digits. */
function bytesIn(row: string): string {
  return [...row.matchAll(/\\\\?x([0-9a-f]+)/g)]
    .map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
    .join('');
}
