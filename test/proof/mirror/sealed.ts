import { hash } from 'node:crypto';
import type { DatabasePlace } from '../../../src/mirror/database.ts';
import { readMasterKey, Vault } from '../../../src/mirror/persons/index.ts';
import { openBody, personOf } from '../../../src/mirror/persons/sealed-body.ts';
import type { Sql } from '../../../src/mirror/sql.ts';
import { canonicalJson } from '../../../src/sync/canonical.ts';

/** A revision's body as it is stored, and where. */
export interface StoredBody {
  brick: string;
  kind: string;
  id: string;
  body: Uint8Array;
}

/** Keys of persons; null: erased. */
export type PersonKeys = ReadonlyMap<string, Uint8Array | null>;

/** The vault of a mirror in whose data folder the master key lies. */
export function vaultOf({ data }: DatabasePlace): Vault {
  return new Vault(readMasterKey({ data }) ?? Buffer.alloc(32));
}

export async function personKeys(vault: Vault, sql: Sql): Promise<PersonKeys> {
  const rows = await sql.all<{ id: string; key: Uint8Array | null }>('select id, key from person_keys', []);
  return new Map(rows.map(({ id, key }) => [id, key && vault.unwrap(id, key)]));
}

/** The hash of what a body says, and the key under which it is sealed; null: under none. */
export function openedHash(row: StoredBody, keys: PersonKeys): { plain: string; key: Uint8Array | null } {
  const person = personOf(row.body);
  const key = person === null ? null : (keys.get(person) ?? null);
  return { plain: hash('sha256', canonicalJson(openBody(row, row.body, key)), 'base64url'), key };
}
