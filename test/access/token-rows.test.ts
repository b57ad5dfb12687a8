import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database } from '../../src/mirror/database.ts';
import { createToken, listTokens, revokeToken, useToken } from '../../src/mirror/tokens/index.ts';
import { dialects } from '../mirror/dialects.ts';

const AT = '2026-11-15T12:00:00.000Z';
const LATER = '2026-11-15T13:00:00.000Z';

describe.each(dialects)('access tokens, on $name', (dialect) => {
  let data: string;
  let url: string | undefined;
  let database: Database;
  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'mortar-tokens-'));
    url = await dialect.create();
    database = await openDatabase({ data, database: url }, { readOnly: false });
    await database.migrate();
  });
  afterEach(async () => {
    await database.close();
    await dialect.drop(url);
    await rm(data, { recursive: true });
  });

  const token = (id: string, name: string) => ({
    ...{ id, name, sha256: `hash of ${id}`, scopes: ['catalogue:read', 'stock:read'], createdAt: AT, expiresAt: null },
  });

  it('are kept, used, revoked, and their names given again', async () => {
    const { sql } = database;
    expect(await createToken(sql, token('1', 'frontend'))).toBe(true);
    expect(await createToken(sql, token('2', 'frontend'))).toBe(false);
    await useToken(sql, { id: '1', at: LATER });
    await useToken(sql, { id: '1', at: AT });
    expect(await listTokens(sql)).toEqual([{ ...token('1', 'frontend'), revokedAt: null, usedAt: LATER }]);
    expect(await revokeToken(sql, { name: 'frontend', at: LATER })).toMatchObject({ id: '1', revokedAt: LATER });
    expect(await revokeToken(sql, { name: 'frontend', at: LATER })).toBeNull();
    expect(await createToken(sql, { ...token('2', 'frontend'), expiresAt: LATER })).toBe(true);
    expect((await listTokens(sql)).map(({ id, revokedAt }) => [id, revokedAt])).toEqual([
      ['1', LATER],
      ['2', null],
    ]);
  });
});
