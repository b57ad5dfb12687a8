import type { Sql } from '../sql.ts';
import type { NewToken, TokenRow } from '../token.ts';

interface Stored {
  id: string;
  name: string;
  sha256: string;
  scopes: string;
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
  used_at: string | null;
}

const COLUMNS = 'id, name, sha256, scopes, created_at, expires_at, revoked_at, used_at';

export async function listTokens(sql: Sql): Promise<TokenRow[]> {
  const rows = await sql.all<Stored>(`select ${COLUMNS} from access_tokens order by created_at, id`, []);
  return rows.map(toToken);
}

/** Two at once with one name: the second finds the first. */
export async function createToken(sql: Sql, token: NewToken): Promise<boolean> {
  const { id, name, sha256, scopes, createdAt, expiresAt } = token;
  const made = await sql.run(
    `insert into access_tokens (id, name, sha256, scopes, created_at, expires_at) values (?, ?, ?, ?, ?, ?)
      on conflict (name) where revoked_at is null do nothing`,
    [id, name, sha256, JSON.stringify(scopes), createdAt, expiresAt],
  );
  return made === 1;
}

export async function revokeToken(sql: Sql, { name, at }: { name: string; at: string }): Promise<TokenRow | null> {
  const [row] = await sql.all<Stored>(`select ${COLUMNS} from access_tokens where name = ? and revoked_at is null`, [
    name,
  ]);
  if (!row) return null;
  await sql.run('update access_tokens set revoked_at = ? where id = ?', [at, row.id]);
  return { ...toToken(row), revokedAt: at };
}

export async function useToken(sql: Sql, { id, at }: { id: string; at: string }): Promise<void> {
  await sql.run('update access_tokens set used_at = ? where id = ? and (used_at is null or used_at < ?)', [at, id, at]);
}

function toToken({ scopes, created_at, expires_at, revoked_at, used_at, ...row }: Stored): TokenRow {
  return {
    ...row,
    scopes: JSON.parse(scopes) as string[],
    createdAt: created_at,
    expiresAt: expires_at,
    revokedAt: revoked_at,
    usedAt: used_at,
  };
}
