import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeBackup, newKey, openTarget, readLedger, verifyBackup } from '../../src/recovery/backup/index.ts';
import { seal } from '../../src/recovery/backup/age.ts';
import { openBackupPlace, testClock, type BackupPlace } from '../backup/backup-place.ts';
import { Readable } from 'node:stream';

let place: BackupPlace;
let files: string[];
const clock = testClock();

beforeAll(async () => {
  place = await openBackupPlace();
  place.image('a photograph');
  await makeBackup(place.plan, { now: clock.now });
  const all = readdirSync(place.at('attic'), { recursive: true, withFileTypes: true });
  files = all.filter((each) => each.isFile()).map(({ parentPath, name }) => join(parentPath, name));
});
afterAll(() => place.close());

const prove = (site: 'attic' | 'vault') =>
  verifyBackup(openTarget({ kind: 'folder', site, path: place.at(site) }, clock.now), { identity: place.identity });

/** What somebody who has the target could do to a file. */
const attacks: Record<string, (file: string, bytes: Buffer) => Promise<void> | void> = {
  'flips one bit in its middle': (file, bytes) => {
    const changed = Buffer.from(bytes);
    changed[Math.floor(bytes.length / 2)]! ^= 4;
    writeFileSync(file, changed);
  },
  'cuts off its end': (file, bytes) => writeFileSync(file, bytes.subarray(0, bytes.length - 1)),
  'appends to it': (file, bytes) => writeFileSync(file, Buffer.concat([bytes, Buffer.from('x')])),
  'empties it': (file) => writeFileSync(file, ''),
  'writes another one, sealed to the right key': async (file) => {
    await seal(Readable.from(['something else']), place.plan.recipients, file);
  },
};

describe('the backup was tampered with', () => {
  it.each(Object.keys(attacks))(
    'whoever %s, in whichever file: no restore, and a word that says why',
    async (attack) => {
      for (const file of files) {
        const bytes = readFileSync(file);
        await attacks[attack]?.(file, bytes);
        // What nobody restores from may differ: it only says which blobs are in use.
        if (!file.endsWith('objects.json.zst')) {
          const code = await prove('attic').then(
            () => 'PROVEN',
            (error: unknown) => (error as { code: string }).code,
          );
          expect(['BACKUP_TAMPERED', 'BACKUP_TRUNCATED']).toContain(code);
        }
        writeFileSync(file, bytes);
      }
      await prove('attic');
    },
  );

  it('a file is taken away: it is told which, and the other site has it', async () => {
    for (const file of files.filter((name) => name.endsWith('.age'))) {
      copyFileSync(file, join(place.folder, 'aside'));
      rmSync(file);
      await expect(prove('attic')).rejects.toMatchObject({ code: 'BACKUP_INCOMPLETE' });
      copyFileSync(join(place.folder, 'aside'), file);
    }
    await prove('vault');
  });

  it('a backup of somebody else, put there as the newest, is not believed', async () => {
    const stranger = await openBackupPlace();
    try {
      const path = place.at('attic');
      const targets = [{ kind: 'folder' as const, site: 'attic', name: 'attic', path }];
      clock.pass(24);
      const { id } = await makeBackup(
        { ...stranger.plan, recipients: place.plan.recipients, targets },
        { now: clock.now },
      );
      await expect(prove('attic')).rejects.toMatchObject({ code: 'BACKUP_SIGNER_UNKNOWN' });
      rmSync(join(path, 'backups', id), { recursive: true });
    } finally {
      stranger.close();
    }
    await prove('attic');
  });

  it('nothing of this counted as a proof, and a wrong key proves nothing', async () => {
    const other = join(place.folder, 'other.key');
    writeFileSync(other, (await newKey(clock.now())).file);
    const target = openTarget({ kind: 'folder', site: 'attic', path: place.at('attic') }, clock.now);
    const { data } = place.plan;
    await expect(verifyBackup(target, { identity: other, data })).rejects.toMatchObject({ code: 'BACKUP_KEY_WRONG' });
    expect((await readLedger(data)).every(({ verifiedAt }) => verifiedAt === null)).toBe(true);
  });
});
