import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeBackup, openTarget, restore, type BackupPlan } from '../../src/recovery/backup/index.ts';
import { openBackupPlace, testClock, type BackupPlace } from './backup-place.ts';

/** Only an administrator may make a disk of a chosen size. */
const canMount = process.getuid?.() === 0 && spawnSync('mount', ['--version']).status === 0 && mounts();

function mounts(): boolean {
  const folder = `/tmp/mortar-mount-${String(process.pid)}`;
  mkdirSync(folder);
  const made = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]).status === 0;
  if (made) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true });
  return made;
}

const when = canMount ? describe : describe.skip;

when('a disk that is full', () => {
  let place: BackupPlace;
  let disks: string[];
  const clock = testClock();

  beforeEach(async () => {
    place = await openBackupPlace();
    disks = [];
  });
  afterEach(() => {
    for (const disk of disks) spawnSync('umount', ['-l', disk]);
    place.close();
  });

  /** A disk with so much room, in place of that folder. */
  function disk(folder: string, size: string): string {
    mkdirSync(folder, { recursive: true });
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]).status).toBe(0);
    disks.push(folder);
    return folder;
  }

  const bring = (site: 'attic' | 'vault', into: string) =>
    restore(openTarget({ kind: 'folder', site, path: place.at(site) }, clock.now), { into, identity: place.identity });

  /** Does not shrink. */
  function grow(kilobytes: number): void {
    place.database.exec(`insert into things (said, raw) values ('large', randomblob(${String(kilobytes * 1024)}))`);
  }

  it('at one target: it is said, the other has the backup, and what was there before restores', async () => {
    disk(place.at('attic'), '512k');
    const first = await makeBackup(place.plan, { now: clock.now });
    grow(1_000);
    clock.pass(24);
    const second = await makeBackup(place.plan, { now: clock.now });
    expect(second.targets.map(({ stored, code }) => [stored, code])).toEqual([
      [false, 'BACKUP_TARGET_FULL'],
      [true, null],
    ]);
    expect(await bring('attic', join(place.folder, 'older'))).toMatchObject({ backup: first.id, rows: 500 });
    expect(await bring('vault', join(place.folder, 'newer'))).toMatchObject({ backup: second.id, rows: 501 });
    const all = readdirSync(place.at('attic'), { recursive: true }).map(String);
    expect(all.filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('where the backup is prepared: it is said, and nothing of it stays', async () => {
    const { id } = await makeBackup(place.plan, { now: clock.now });
    grow(1_000);
    const notes = join(place.plan.data, 'backups');
    const kept = join(place.folder, 'kept');
    spawnSync('cp', ['-a', `${notes}/.`, kept]);
    disk(notes, '300k');
    spawnSync('cp', ['-a', `${kept}/.`, notes]);
    clock.pass(24);
    await expect(makeBackup(place.plan, { now: clock.now })).rejects.toMatchObject({ code: 'BACKUP_DISK_FULL' });
    expect(readdirSync(notes).filter((name) => name.startsWith('staging'))).toEqual([]);
    expect(await bring('attic', join(place.folder, 'restored'))).toMatchObject({ backup: id });
  });

  it('where it is restored to: it is said, and half a hub is none', async () => {
    grow(1_000);
    await makeBackup(place.plan, { now: clock.now });
    const small = disk(join(place.folder, 'small'), '400k');
    await expect(bring('attic', join(small, 'hub'))).rejects.toMatchObject({ code: 'BACKUP_DISK_FULL' });
    expect(readdirSync(small)).toEqual([]);
  });
});

describe('a clock that jumps', () => {
  let place: BackupPlace;
  beforeEach(async () => {
    place = await openBackupPlace();
  });
  afterEach(() => place.close());

  const ids = (): string[] => {
    const root = join(place.at('attic'), 'backups');
    const all = readdirSync(root).sort();
    return all.filter((id) => existsSync(join(root, id, 'manifest.json')));
  };
  const plan = (): BackupPlan => ({ ...place.plan, keep: { daily: 3, monthly: 1 } });

  it('back: the newest is what was made last, whatever its time says', async () => {
    const clock = testClock();
    await makeBackup(plan(), { now: clock.now });
    place.database.exec(`insert into things (said) values ('made last')`);
    clock.pass(-24 * 300);
    const last = await makeBackup(plan(), { now: clock.now, trustClock: true });
    const target = openTarget({ kind: 'folder', site: 'attic', path: place.at('attic') }, clock.now);
    const restored = await restore(target, { into: join(place.folder, 'restored'), identity: place.identity });
    expect(restored).toMatchObject({ backup: last.id, rows: 501 });
  });

  it('years ahead: what is kept is counted, so that nothing goes before its turn', async () => {
    const clock = testClock();
    for (const hours of [24, 24, 24 * 365 * 20]) {
      await makeBackup(plan(), { now: clock.now, trustClock: true });
      clock.pass(hours);
    }
    const before = ids();
    await makeBackup(plan(), { now: clock.now, trustClock: true });
    // The newest of each of three days, and of one month.
    expect(ids()).toHaveLength(3);
    expect(ids().slice(0, 2)).toEqual(before.slice(1));
  });
});
