import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/mirror/database.ts';
import { openJournal } from '../../src/mirror/index.ts';
import {
  makeBackup,
  newKey,
  openTarget,
  readLedger,
  restore,
  type BackupPlan,
} from '../../src/recovery/backup/index.ts';
import { Shipper } from '../../src/recovery/backup/journal/index.ts';
import { canRun } from '../cli/program.ts';
import { aMirror, type TestMirror } from '../mirror/a-mirror.ts';
import { dialects } from '../mirror/dialects.ts';
import { aMessage, enqueue } from '../mirror/messages-samples.ts';

const postgres = dialects.find(({ name }) => name === 'postgres');
const canDump = canRun('pg_dump') && canRun('psql') && canRun('pg_restore');
const when = postgres && canDump ? describe : describe.skip;
const now = (): Date => new Date();

when('the journal of a hub on PostgreSQL', () => {
  let mirror: TestMirror;
  let empty: string | undefined;
  let folder: string;

  beforeAll(async () => {
    if (!postgres) return;
    mirror = await aMirror(postgres);
    empty = await postgres.create();
    folder = mkdtempSync(join(tmpdir(), 'mortar-journal-pg-'));
  });
  afterAll(async () => {
    await mirror.remove();
    await postgres?.drop(empty);
    rmSync(folder, { recursive: true, force: true });
  });

  it('follows the backup into an empty database, and new messages get numbers of their own', async () => {
    const key = await newKey(now());
    const identity = join(folder, 'owner.key');
    writeFileSync(identity, key.file);
    const target = { kind: 'folder' as const, site: 'attic', name: 'attic', path: join(folder, 'attic') };
    const { data, database = '' } = mirror;
    const plan: BackupPlan = {
      ...{ data, database, environment: {}, version: '0.1.0', recipients: [key.recipient], include: [] },
      ...{ schedule: '30 2 * * *', keep: { daily: 14, monthly: 12 }, journal: { every: '1m', before: 'nothing' } },
      targets: [target],
    };
    const { line } = await mirror.journal.beginJournal({ at: now().toISOString() });
    const source = await openJournal(mirror);
    const keep = (made: Parameters<TestMirror['journal']['keepSegment']>[0]) => mirror.journal.keepSegment(made);
    const shipper = new Shipper({ plan, targets: [openTarget(target, now)], source, keep, now });
    // Both are ends of a line to who reads lines.
    const payload = { text: 'one\u2028two\u2029three\r\nfour' };
    const messages = [aMessage(), aMessage({ payload }), aMessage()];
    await enqueue(mirror, messages.slice(0, 1));
    await shipper.ship(line);
    await makeBackup(plan);
    expect((await readLedger(data))[0]?.journal).toMatchObject({ line, sequence: 1 });
    await enqueue(mirror, messages.slice(1));
    await shipper.ship(line);
    await shipper.settled();
    await source.close();

    const into = join(folder, 'restored');
    const restored = await restore(openTarget(target, now), { into, identity, database: empty ?? '' });
    expect(restored.journal).toMatchObject({ segments: 1, messages: 2, gap: null, undelivered: 3 });
    const opened = await openDatabase({ data: into, database: empty }, { readOnly: false });
    const rows = await opened.sql.all('select id, attempts, turn from messages order by seq', []);
    expect(rows).toEqual(messages.map(({ id }) => ({ id, attempts: 1, turn: 1 })));
    const [second] = await opened.sql.all<{ payload: string }>('select payload from messages where id = ?', [
      messages[1]?.id ?? '',
    ]);
    expect(JSON.parse(second?.payload ?? '')).toEqual(payload);
    const [next] = await opened.sql.all<{ next: number | string }>(
      `select nextval(pg_get_serial_sequence('messages', 'seq')) as next`,
      [],
    );
    await opened.close();
    expect(Number(next?.next)).toBe(4);
  });
});
