import { bulkInsert } from '../../src/mirror/bulk.ts';
import { openDatabase } from '../../src/mirror/database.ts';
import { facetEntry } from '../../src/mirror/facets/facet-rows.ts';
import { BASE_COLUMNS, facetTables, tableOf } from '../../src/mirror/facets/facet-table.ts';
import type { FacetType, MirrorReader } from '../../src/mirror/index.ts';
import { createReader } from '../../src/mirror/read/reader.ts';
import type { Param, Sql } from '../../src/mirror/sql.ts';
import { aMirror, AT } from './a-mirror.ts';
import { testVault } from './a-vault.ts';
import type { TestDialect } from './dialects.ts';

export interface PlacedFacet {
  type: string;
  brick: string;
  /** Given here: what several bricks say of one entity has one id. */
  id: string;
  facet: object;
}

/** A reader and the statements that it has sent to its database. */
export interface CountedReader {
  reader: MirrorReader;
  statements: readonly string[];
}

/** A real mirror whose facets are put in place without any projection. */
export interface FacetMirror {
  put(facets: readonly PlacedFacet[]): Promise<void>;
  /** A new reader, which has nothing cached. Closed with the mirror. */
  counted(): Promise<CountedReader>;
  remove(): Promise<void>;
}

export async function aFacetMirror(dialect: TestDialect, types: readonly FacetType[]): Promise<FacetMirror> {
  const mirror = await aMirror(dialect);
  await mirror.reopen(types);
  const tables = facetTables(types, testVault);
  const readers: MirrorReader[] = [];
  return {
    async put(facets) {
      const database = await openDatabase(mirror, { readOnly: false });
      for (const { type, brick, id, facet } of facets) {
        const table = tableOf(tables, type);
        const root = { hubId: id, rootId: id, seenAt: AT };
        const entry = facetEntry(table, { type, externalId: `x-${id}`, facet }, root);
        const base: Param[] = [id, brick, entry.externalId, entry.url, AT, 'roots', id, entry.data];
        const columns = [...BASE_COLUMNS, ...table.columns.map(([name]) => name)];
        await bulkInsert(database.sql, { table: table.name, columns }, [[...base, ...entry.columns]]);
        const links = ['brick', 'type', 'hub_id', 'rel', 'target', 'n', 'at', 'quantity', 'micros', 'scope'];
        const rows = entry.links.map((link): Param[] => [brick, type, id, ...link]);
        await bulkInsert(database.sql, { table: 'facet_links', columns: links }, rows);
      }
      await database.close();
    },
    async counted() {
      const database = await openDatabase(mirror, { readOnly: true });
      const statements: string[] = [];
      const reader = createReader({ ...database, sql: listening(database.sql, statements) }, types, testVault);
      readers.push(reader);
      return { reader, statements };
    },
    async remove() {
      for (const reader of readers) await reader.close();
      await mirror.remove();
    },
  };
}

function listening(sql: Sql, statements: string[]): Sql {
  return {
    dialect: sql.dialect,
    kysely: sql.kysely,
    all: (text, params) => (statements.push(text), sql.all(text, params)),
    run: (text, params) => (statements.push(text), sql.run(text, params)),
  };
}
