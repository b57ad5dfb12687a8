import { hash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { JsonObject } from '#sdk';
import { readMasterKey, Vault } from '../../src/mirror/persons/index.ts';
import { openBody, personOf } from '../../src/mirror/persons/sealed-body.ts';
import { canonicalJson } from '../../src/sync/canonical.ts';

/** What lies in a data folder, opened with its master key. */
export interface AtRest {
  /** `kind/id` to a hash of what is published of it. */
  published: Record<string, string>;
  /** Hub id to the facet's JSON. */
  facets(type: string): Record<string, string>;
}

/** Opens what is sealed in a SQLite data folder, so that two of them can be compared. */
export function atRest(data: string): AtRest {
  const vault = new Vault(readMasterKey({ data }) ?? Buffer.alloc(32));
  return {
    get published() {
      return reading(data, (database) => publishedOf(database, vault));
    },
    facets: (type) =>
      reading(data, (database) => {
        const table = `facet_${type.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()}`;
        const rows = database.prepare(`select hub_id, brick, data from ${table} order by hub_id`).all();
        return Object.fromEntries(
          (rows as { hub_id: string; brick: string; data: string }[]).map(({ hub_id, brick, data }) => [
            hub_id,
            vault.openText(data, `${type}\n${brick}\n${hub_id}`),
          ]),
        );
      }),
  };
}

interface Row {
  brick: string;
  kind: string;
  id: string;
  hash: string;
  body: Uint8Array;
}

function publishedOf(database: DatabaseSync, vault: Vault): Record<string, string> {
  const keys = new Map(
    (database.prepare('select id, key from person_keys').all() as { id: string; key: Uint8Array | null }[]).map(
      ({ id, key }) => [id, key && vault.unwrap(id, key)],
    ),
  );
  const rows = database
    .prepare(
      `select r.brick, r.kind, r.external_id as id, r.published_hash as hash, v.body from records r
        join revisions v on v.brick = r.brick and v.kind = r.kind and v.external_id = r.external_id
          and v.seq = r.published_seq
        where r.published_alive = 1 order by r.kind, r.external_id`,
    )
    .all() as unknown as Row[];
  return Object.fromEntries(
    rows.map(({ hash: stored, body, ...place }) => {
      const person = personOf(body);
      const opened: JsonObject | null = person === null ? null : openBody(place, body, keys.get(person) ?? null);
      const shown = opened === null ? stored : hash('sha256', canonicalJson(opened), 'base64url');
      return [`${place.kind}/${place.id}`, shown];
    }),
  );
}

function reading<T>(data: string, work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(join(data, 'mortar.db'), { readOnly: true });
  try {
    return work(database);
  } finally {
    database.close();
  }
}
