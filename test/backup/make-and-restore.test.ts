import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  makeBackup,
  newKey,
  openTarget,
  readLedger,
  restore,
  verifyBackup,
  collectReceipts,
} from '../../src/recovery/backup/index.ts';
import { openBackupPlace, testClock, type BackupPlace } from './backup-place.ts';

let place: BackupPlace;
let clock: ReturnType<typeof testClock>;

beforeEach(async () => {
  place = await openBackupPlace();
  clock = testClock();
});
afterEach(() => place.close());

const back = () => makeBackup(place.plan, { now: clock.now });
const into = () => join(place.folder, 'restored');
const from = (site: 'attic' | 'vault') =>
  openTarget({ kind: 'folder', site, name: site, path: place.at(site) }, clock.now);
const bring = (options: { backup?: string; signer?: string; identity?: string } = {}) =>
  restore(from('attic'), { into: into(), identity: place.identity, ...options });

function said(folder: string): unknown {
  const database = new DatabaseSync(join(folder, 'data', 'mortar.db'), { readOnly: true });
  try {
    return database.prepare('select count(*) as rows, max(said) as last from things').get();
  } finally {
    database.close();
  }
}

describe('a backup', () => {
  it('restores to what there was, from each of its targets', async () => {
    const image = place.image('a second image');
    const made = await back();
    expect(made.targets.map(({ name, stored }) => [name, stored])).toEqual([
      ['attic', true],
      ['vault', true],
    ]);
    for (const site of ['attic', 'vault'] as const) {
      const folder = join(place.folder, `from-${site}`);
      const restored = await restore(from(site), { into: folder, identity: place.identity });
      expect(restored).toMatchObject({ backup: made.id, rows: 500, blobs: 2, signer: made.signer });
      expect(said(folder)).toEqual({ rows: 500, last: 'thing 99' });
      expect(readFileSync(join(folder, 'data/blobs', image.slice(0, 2), image), 'utf8')).toBe('a second image');
      expect(readFileSync(join(folder, 'data/admin-token.sha256'), 'utf8')).toBe('f00d\n');
    }
  });

  it('is of one instant while the hub writes', async () => {
    place.database.exec('create table pairs (a integer, b integer)');
    const write = (): void => {
      for (let i = 0; i < 50; i += 1) {
        place.database.exec('begin; insert into pairs values (1, 0); insert into pairs values (0, 1); commit');
      }
    };
    write();
    const hub = { going: true };
    const writing = (async () => {
      while (hub.going) {
        write();
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await back();
    hub.going = false;
    await writing;
    await bring();
    const database = new DatabaseSync(join(into(), 'data/mortar.db'));
    const sums = database.prepare('select sum(a) as a, sum(b) as b from pairs').get() as { a: number; b: number };
    database.close();
    expect(sums.a).toBeGreaterThan(0);
    expect(sums.a).toBe(sums.b);
  });

  it('cannot be read by who has the targets, and holds nothing in the clear', async () => {
    await back();
    const files = readdirSync(place.at('attic'), { recursive: true, withFileTypes: true }).filter((each) =>
      each.isFile(),
    );
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      const bytes = readFileSync(join(file.parentPath, file.name));
      expect(bytes.includes('thing 4')).toBe(false);
      expect(bytes.includes('the first image')).toBe(false);
    }
  });

  it('sends only new blobs the second time, and all of them with full', async () => {
    await back();
    const first = blobFiles();
    const image = place.image('new since yesterday');
    clock.pass(24);
    await back();
    expect(
      blobFiles()
        .filter(([name]) => !first.some(([known]) => known === name))
        .map(([name]) => name),
    ).toEqual([`${image}.age`]);
    expect(blobFiles()).toEqual(expect.arrayContaining(first));
    clock.pass(24);
    await makeBackup(place.plan, { now: clock.now, full: true });
    expect(blobFiles()).not.toEqual(expect.arrayContaining(first));
  });

  it('backs up the folders beside the data', async () => {
    const dump = join(place.folder, 'agency');
    mkdirSync(join(dump, 'theme'), { recursive: true });
    writeFileSync(join(dump, 'theme/index.tpl'), 'a theme');
    await makeBackup({ ...place.plan, include: [dump] }, { now: clock.now });
    await bring();
    expect(readFileSync(join(into(), 'included/1/theme/index.tpl'), 'utf8')).toBe('a theme');
  });

  it('keeps the chosen days and months, and blobs that something names', async () => {
    const plan = { ...place.plan, keep: { daily: 2, monthly: 1 } };
    const dump = join(place.folder, 'agency');
    mkdirSync(dump);
    for (const day of [1, 2, 3, 4]) {
      writeFileSync(join(dump, 'dump.sql'), `dump ${day}`);
      await makeBackup({ ...plan, include: [dump] }, { now: clock.now });
      clock.pass(24);
    }
    expect(readdirSync(join(place.at('attic'), 'backups'))).toHaveLength(4);
    const whole = readdirSync(join(place.at('attic'), 'backups')).filter((id) =>
      existsSync(join(place.at('attic'), 'backups', id, 'manifest.json')),
    );
    expect(whole).toHaveLength(2);
    expect(blobFiles()).toHaveLength(3);
    await bring();
    expect(readFileSync(join(into(), 'included/1/dump.sql'), 'utf8')).toBe('dump 4');
  });

  function blobFiles(): [string, number][] {
    const all = readdirSync(join(place.at('attic'), 'blobs'), { recursive: true, withFileTypes: true });
    return all
      .filter((each) => each.isFile())
      .map(({ parentPath, name }) => [name, statSync(join(parentPath, name)).mtimeMs]);
  }
});

describe('what goes wrong is told, and the previous backup stays', () => {
  it('says so when a key does not fit', async () => {
    await back();
    const other = join(place.folder, 'other.key');
    writeFileSync(other, (await newKey(clock.now())).file);
    await expect(bring({ identity: other })).rejects.toMatchObject({ code: 'BACKUP_KEY_WRONG' });
    expect(existsSync(into())).toBe(false);
    await bring();
  });

  it('says so when a part is cut short, changed, or gone', async () => {
    const { id } = await back();
    const part = join(place.at('attic'), 'backups', id, 'mortar.db.zst.age');
    const whole = readFileSync(part);
    truncateSync(part, whole.length - 10);
    await expect(bring()).rejects.toMatchObject({ code: 'BACKUP_TRUNCATED' });
    const changed = Buffer.from(whole);
    changed[whole.length - 20]! ^= 1;
    writeFileSync(part, changed);
    await expect(bring()).rejects.toMatchObject({ code: 'BACKUP_TAMPERED' });
    rmSync(part);
    await expect(bring()).rejects.toMatchObject({ code: 'BACKUP_INCOMPLETE' });
    expect(readdirSync(place.folder).filter((name) => name.includes('restored'))).toEqual([]);
    await restore(from('vault'), { into: into(), identity: place.identity });
  });

  it('never restores over anything', async () => {
    await back();
    mkdirSync(into());
    writeFileSync(join(into(), 'precious'), '');
    await expect(bring()).rejects.toMatchObject({ code: 'RESTORE_FOLDER_NOT_EMPTY' });
  });

  it('keeps on when one target is full, and refuses when all are', async () => {
    const { id } = await back();
    clock.pass(24);
    const isFull = new Set(['attic']);
    const open = (settings: Parameters<typeof openTarget>[0]) => {
      const target = openTarget(settings, clock.now);
      const put = (): Promise<void> => Promise.reject(Object.assign(new Error('write'), { code: 'ENOSPC' }));
      return isFull.has(target.name) ? { ...target, put } : target;
    };
    const second = await makeBackup(place.plan, { now: clock.now, open });
    expect(second.targets.map(({ stored, code }) => ({ stored, code }))).toEqual([
      { stored: false, code: 'BACKUP_TARGET_FULL' },
      { stored: true, code: null },
    ]);
    expect((await bring()).backup).toBe(id);
    isFull.add('vault');
    clock.pass(24);
    await expect(makeBackup(place.plan, { now: clock.now, open })).rejects.toMatchObject({
      code: 'BACKUP_TARGET_FULL',
    });
    rmSync(into(), { recursive: true });
    const restored = await restore(from('vault'), { into: into(), identity: place.identity });
    expect(restored.backup).toBe(second.id);
    isFull.clear();
    clock.pass(24);
    // The chain goes on over the gap.
    const third = await makeBackup(place.plan, { now: clock.now, open });
    rmSync(into(), { recursive: true });
    expect((await bring()).backup).toBe(third.id);
  });

  it('writes nothing when the clock has jumped', async () => {
    await back();
    clock.pass(-48);
    await expect(back()).rejects.toMatchObject({ code: 'BACKUP_CLOCK_JUMPED' });
    clock.pass(48 + 24 * 800);
    await expect(back()).rejects.toMatchObject({ code: 'BACKUP_CLOCK_JUMPED' });
    expect(readdirSync(join(place.at('attic'), 'backups'))).toHaveLength(1);
    await makeBackup(place.plan, { now: clock.now, trustClock: true });
    expect((await readLedger(place.plan.data)).length).toBe(2);
  });

  it('refuses what another hub signed', async () => {
    const { signer } = await back();
    rmSync(join(place.plan.data, 'backups'), { recursive: true });
    clock.pass(24);
    const forged = await back();
    await expect(bring()).rejects.toMatchObject({ code: 'BACKUP_SIGNER_UNKNOWN' });
    await expect(bring({ backup: forged.id, signer })).rejects.toMatchObject({ code: 'BACKUP_SIGNER_UNKNOWN' });
    expect((await bring({ signer })).signer).toBe(signer);
  });

  it('refuses a manifest that was altered, and a chain with another link', async () => {
    const { id } = await back();
    const manifest = join(place.at('attic'), 'backups', id, 'manifest.json');
    const sound = readFileSync(manifest, 'utf8');
    writeFileSync(manifest, sound.replace('"sequence":1', '"sequence":7'));
    await expect(bring()).rejects.toMatchObject({ code: 'BACKUP_TAMPERED' });
    writeFileSync(manifest, sound);
    clock.pass(24);
    await back();
    // The same hub's, but not the one that was followed.
    cpSync(place.at('attic'), place.at('vault'), { recursive: true });
    writeFileSync(manifest, `${sound} `);
    await expect(bring()).rejects.toMatchObject({ code: 'BACKUP_TAMPERED' });
  });
});

describe('a verified backup', () => {
  it('is noted with the time that a restore takes, and without a trace of the restore', async () => {
    const { id } = await back();
    const verified = await verifyBackup(from('vault'), {
      identity: place.identity,
      data: place.plan.data,
      now: clock.now,
    });
    expect(verified).toMatchObject({ backup: id, verifiedAt: clock.now().toISOString() });
    const [noted] = await readLedger(place.plan.data);
    expect(noted).toMatchObject({ id, verifiedAt: clock.now().toISOString(), verifiedFrom: 'vault' });
    expect(noted?.restoreSeconds).toBeGreaterThan(0);
  });

  it('may be verified elsewhere: the hub believes only who could read it', async () => {
    const { id } = await back();
    await verifyBackup(from('attic'), { identity: place.identity, now: clock.now });
    const receipt = join(place.at('attic'), 'current', `verified-${id}.json`);
    const genuine = readFileSync(receipt, 'utf8');
    writeFileSync(receipt, genuine.replace('2026', '2027'));
    await collectReceipts(place.plan.data, [from('attic')]);
    expect((await readLedger(place.plan.data))[0]?.verifiedAt).toBeNull();
    writeFileSync(receipt, genuine);
    await collectReceipts(place.plan.data, [from('attic')]);
    expect((await readLedger(place.plan.data))[0]?.verifiedAt).toBe(clock.now().toISOString());
  });
});
