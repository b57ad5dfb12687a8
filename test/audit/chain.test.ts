import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyTrail } from '../../src/audit/verify.ts';
import { auditReader } from '../../src/mirror/audit/index.ts';
import { testVault } from '../mirror/a-vault.ts';
import { openDatabase, type Database } from '../../src/mirror/database.ts';
import { DatabaseWriter } from '../../src/mirror/write/writer.ts';
import { dialects } from '../mirror/dialects.ts';
import { anEntry } from './samples.ts';

const LATER = '2026-12-15T12:00:00.000Z';

describe.each(dialects)('the chain of the audit trail, on $name', (dialect) => {
  let data: string;
  let url: string | undefined;
  let database: Database;
  let writer: DatabaseWriter;
  const reader = () => auditReader(database.sql);
  const verify = (...anchors: { seq: number; hash: string }[]) => verifyTrail(reader(), anchors);
  const append = (count: number) =>
    writer.appendAudit({
      entries: Array.from({ length: count }, (_, n) => anEntry({ operation: `op${n}` })),
      lasting: true,
    });
  const open = async (): Promise<Database> => openDatabase({ data, database: url }, { readOnly: false });

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'mortar-audit-'));
    url = await dialect.create();
    database = await open();
    writer = new DatabaseWriter(database, { facetTypes: [], bricks: [], vault: testVault });
    await writer.prepare();
  });
  afterEach(async () => {
    await writer.close();
    await dialect.drop(url);
    await rm(data, { recursive: true });
  });

  /** What somebody can do who has the database: the triggers are in nobody's way. */
  async function tamper(text: string, params: (string | number | null)[] = []): Promise<void> {
    if (dialect.name === 'sqlite') {
      for (const trigger of ['audit_never_changes', 'audit_stays'])
        await database.sql.run(`drop trigger if exists ${trigger}`, []);
    } else await database.sql.run('drop trigger if exists audit_append_only on audit', []);
    await database.sql.run(text, params);
  }

  it('is empty, and whole', async () => {
    expect(await verify()).toMatchObject({ entries: 0, first: null, head: null, broken: null });
  });

  it('gives back what was entered, by person, token and time', async () => {
    const head = await append(2);
    await writer.appendAudit({
      entries: [anEntry({ who: 'till', people: ['customer_x'], at: LATER, messages: ['msg_1'], detail: { a: [1] } })],
      lasting: false,
    });
    expect(head.seq).toBe(2);
    const all = await reader().page({ first: 10 });
    expect(all.map(({ seq, who }) => [seq, who])).toEqual([
      [3, 'till'],
      [2, 'frontend'],
      [1, 'frontend'],
    ]);
    expect(all[0]).toMatchObject({
      people: ['customer_x'],
      messages: ['msg_1'],
      detail: { a: [1] },
      previous: head.hash,
    });
    expect((await reader().page({ first: 10, person: 'customer_x' })).map(({ seq }) => seq)).toEqual([3]);
    expect((await reader().page({ first: 10, token: 'frontend', after: 2 })).map(({ seq }) => seq)).toEqual([1]);
    expect((await reader().page({ first: 10, from: LATER })).map(({ seq }) => seq)).toEqual([3]);
    expect(await reader().count({ to: LATER })).toBe(2);
    expect(await verify(head)).toMatchObject({ entries: 3, broken: null, anchors: 1 });
  });

  it('shows any column of any entry that is another one', async () => {
    await writer.appendAudit({
      entries: [anEntry({}), anEntry({ people: ['customer_a'], begun: 1 }), anEntry({})],
      lasting: true,
    });
    const [row] = await database.sql.all<Record<string, unknown>>('select * from audit where seq = 2', []);
    const columns = Object.keys(row ?? {}).filter((name) => name !== 'seq');
    expect(columns).toHaveLength(17);
    for (const column of columns) {
      const value = row?.[column] as string | number | null;
      const other = column === 'begun' ? 7 : column === 'people' ? '["customer_b"]' : `${String(value)}x`;
      await tamper(`update audit set ${column} = ? where seq = 2`, [other]);
      const { broken } = await verify();
      expect({ column, seq: broken?.seq }).toEqual({ column, seq: 2 });
      await tamper(`update audit set ${column} = ? where seq = 2`, [value]);
    }
    expect((await verify()).broken).toBeNull();
  });

  it('shows what was taken out, put in, or cut off at either end', async () => {
    const head = await append(5);
    const [third] = await reader().stored({ after: 2, through: 3, limit: 1 });
    await tamper('delete from audit where seq = 3');
    expect((await verify()).broken).toMatchObject({ seq: 4, reason: 'missing' });
    await tamper('update audit set seq = 3 where seq = 4');
    expect((await verify()).broken).toMatchObject({ seq: 3, reason: 'missing' });
    await tamper('delete from audit where seq >= 3');
    expect((await verify()).broken).toBeNull();
    expect((await verify(head)).broken).toMatchObject({ seq: 3, reason: 'head' });
    await append(3);
    expect((await verify()).broken).toBeNull();
    // Grown again, but not as it was.
    expect((await verify({ seq: 3, hash: third?.hash ?? '' })).broken).toMatchObject({ seq: 3, reason: 'head' });
    await tamper('delete from audit where seq = 1');
    expect((await verify()).broken).toMatchObject({ seq: 2, reason: 'missing' });
  });

  it('shows who was taken out of the index by person', async () => {
    await writer.appendAudit({ entries: [anEntry({ people: ['customer_a', 'customer_b'] })], lasting: true });
    await database.sql.run('delete from audit_people where person = ?', ['customer_a']);
    expect((await verify()).broken).toMatchObject({ seq: 1, reason: 'index' });
  });

  it('refuses to be changed or deleted', async () => {
    await append(2);
    for (const text of ['update audit set who = who', 'delete from audit where seq = 2'])
      await expect(database.sql.run(text, [])).rejects.toBeDefined();
    expect((await verify()).entries).toBe(2);
  });

  it('lets go of what is old, and proves the rest', async () => {
    await append(3);
    await writer.appendAudit({ entries: [anEntry({ at: LATER, people: ['customer_x'] })], lasting: true });
    const cut = await writer.cutAudit({ before: LATER, at: LATER });
    expect(cut).toMatchObject({ removed: 3, head: { seq: 5 } });
    expect(await verify()).toMatchObject({ entries: 2, first: 4, broken: null });
    expect(await writer.cutAudit({ before: LATER, at: LATER })).toBeNull();
    const [newest] = await reader().page({ first: 1 });
    expect(newest).toMatchObject({ kind: 'cut', detail: { through: 3, before: LATER } });
    await expect(database.sql.run('delete from audit where seq = 4', [])).rejects.toBeDefined();
    await tamper('delete from audit where seq = 4');
    expect((await verify()).broken).toMatchObject({ seq: 5, reason: 'missing' });
  });

  it('lets go of all of it, but for the entry that says so', async () => {
    await append(2);
    expect(await writer.cutAudit({ before: '2030-01-01T00:00:00.000Z', at: LATER })).toMatchObject({ removed: 2 });
    expect(await verify()).toMatchObject({ entries: 1, first: 3, broken: null });
  });

  it('counts what began and has no end', async () => {
    await writer.appendAudit({
      entries: [anEntry({ outcome: 'begun' }), anEntry({ outcome: 'begun' }), anEntry({ begun: 1 })],
      lasting: true,
    });
    expect(await verify()).toMatchObject({ unfinished: 1, broken: null });
  });

  it('is one chain, however many hubs append to it', async () => {
    if (dialect.name === 'sqlite') return append(1);
    const others = await Promise.all(
      Array.from(
        { length: 3 },
        async () => new DatabaseWriter(await open(), { facetTypes: [], bricks: [], vault: testVault }),
      ),
    );
    await Promise.all(
      others.map(async (other) => {
        for (let n = 0; n < 20; n += 1) await other.appendAudit({ entries: [anEntry({})], lasting: false });
        await other.close();
      }),
    );
    return expect(await verify()).toMatchObject({ entries: 60, broken: null });
  });
});
