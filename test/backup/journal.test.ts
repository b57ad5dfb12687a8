import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeBackup, openTarget, readJournalState, readLedger, verifyBackup } from '../../src/recovery/backup/index.ts';
import { signingKey } from '../../src/recovery/backup/manifest.ts';
import { openJournalPlace, now, pass, type JournalPlace, type Shipping } from './journal-place.ts';

let place: JournalPlace;
let shipping: Shipping;

beforeEach(async () => {
  place = await openJournalPlace();
  shipping = await place.shipper();
});
afterEach(() => place.close());

const back = () => makeBackup(place.plan, { now, trustClock: true });

/** Segments at a target, in order. */
function segments(site: 'attic' | 'vault'): string[] {
  const root = join(place.at(site), 'journal');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.segment'))
    .map((name) => join(root, name))
    .sort();
}

/** A backup, and three orders after it, each in a segment of its own. */
async function threeAfterBackup(): Promise<string[]> {
  const ids = [await place.take()];
  await shipping.ship();
  await back();
  for (let i = 0; i < 3; i += 1) {
    ids.push(await place.take());
    await shipping.ship();
  }
  await shipping.shipper.settled();
  return ids;
}

describe('what is acknowledged after a backup', () => {
  it('comes back with a restore, from each target', async () => {
    const ids = await threeAfterBackup();
    for (const site of ['attic', 'vault'] as const) {
      const { messages, journal } = await place.restored(site);
      expect(messages).toEqual(ids);
      expect(journal).toEqual({ segments: 3, messages: 3, until: now().toISOString(), gap: null, undelivered: 4 });
    }
  });

  it('is in the next backup, and comes with the one before all the same', async () => {
    const ids = await threeAfterBackup();
    pass(24);
    await back();
    const { messages, journal } = await place.restored('attic');
    expect(messages).toEqual(ids);
    expect(journal).toMatchObject({ segments: 0, gap: null });
    const [newest, first] = await readLedger(place.plan.data);
    expect(newest?.journal).toMatchObject({ sequence: 4, line: first?.journal?.line });
    // The older backup has the same, by its journal.
    expect((await place.restored('attic', { backup: first!.id })).messages).toEqual(ids);
  });

  it('is left out where that is asked for', async () => {
    const ids = await threeAfterBackup();
    const { messages, journal } = await place.restored('attic', { withoutJournal: true });
    expect(messages).toEqual(ids.slice(0, 1));
    expect(journal).toMatchObject({ segments: 0, messages: 0, undelivered: 1 });
  });

  it('lies nowhere in the clear', async () => {
    const id = (await threeAfterBackup()).at(-1) ?? '';
    for (const file of [...segments('attic'), ...segments('vault')])
      expect(readFileSync(file).includes(id)).toBe(false);
  });

  it('makes no segment where nothing is new, and says up to when all lies there', async () => {
    await threeAfterBackup();
    const before = segments('attic');
    expect(await shipping.ship()).toMatchObject({
      reached: expect.arrayContaining(['attic']) as string[],
      failures: [],
    });
    await shipping.shipper.settled();
    expect(segments('attic')).toEqual(before);
    const state = await readJournalState(place.plan.data);
    expect(state?.targets).toMatchObject({ attic: { sequence: 4, at: now().toISOString() }, vault: { sequence: 4 } });
  });
});

describe('a target that is down', () => {
  it('does not hold up the others, and gets what it missed once it is back', async () => {
    await shipping.end();
    const down = new Set<string>();
    shipping = await place.shipper((settings) => {
      const target = openTarget(settings, now);
      const put: typeof target.put = (name, file) =>
        down.has(target.name)
          ? Promise.reject(Object.assign(new Error('no'), { code: 'EDQUOT' }))
          : target.put(name, file);
      return { ...target, put };
    });
    const ids = [await place.take()];
    await back();
    down.add('vault');
    ids.push(await place.take());
    expect(await shipping.ship()).toMatchObject({ reached: expect.arrayContaining(['attic']) as string[] });
    ids.push(await place.take());
    await shipping.ship();
    await shipping.shipper.settled();
    const state = await readJournalState(place.plan.data);
    expect(state?.targets['vault']).toMatchObject({ sequence: 0, at: null, code: 'BACKUP_TARGET_FULL' });
    expect((await place.restored('attic')).messages).toEqual(ids);
    // A hub that is started anew still knows what is owed.
    await shipping.end();
    shipping = await place.shipper();
    await shipping.ship();
    await shipping.shipper.settled();
    expect((await place.restored('vault')).messages).toEqual(ids);
    expect((await readJournalState(place.plan.data))?.targets['vault']).toMatchObject({ code: null });
  });

  it('all of them: nothing is lost, and whoever waited is told', async () => {
    await shipping.end();
    await back();
    const refuse = await place.shipper((settings) => ({
      ...openTarget(settings, now),
      put: () => Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' })),
    }));
    const id = await place.take();
    expect(await refuse.ship()).toMatchObject({
      reached: [],
      failures: [{ code: 'BACKUP_TARGET_REFUSED' }, { code: 'BACKUP_TARGET_REFUSED' }],
    });
    await refuse.end();
    shipping = await place.shipper();
    await shipping.ship();
    expect((await place.restored('attic')).messages).toEqual([id]);
  });
});

describe('a journal that is not as it was written', () => {
  it('stops where a segment is missing, says so, and goes on only when told', async () => {
    const [first, second, , fourth] = await threeAfterBackup();
    const third = segments('attic')[2] ?? '';
    rmSync(third);
    const stopped = await place.restored('attic');
    expect(stopped.messages).toEqual([first, second]);
    expect(stopped.journal?.gap).toMatchObject({ after: 2, code: 'JOURNAL_GAP', isAccepted: false });
    const gone = await place.restored('attic', { acceptGap: true });
    expect(gone.messages).toEqual([first, second, fourth]);
    expect(gone.journal?.gap).toMatchObject({ after: 2, isAccepted: true });
    expect((await place.restored('vault')).journal?.gap).toBeNull();
  });

  it.each([
    ['one bit is flipped', (bytes: Buffer) => bytes.with(bytes.length - 20, (bytes.at(-20) ?? 0) ^ 4)],
    ['its end is cut off', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['something is appended', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')])],
    [
      'its head is changed',
      (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('"sequence":3', '"sequence":4'), 'latin1'),
    ],
    ['it is emptied', () => Buffer.alloc(0)],
  ])('stops where %s', async (_how, change) => {
    const ids = await threeAfterBackup();
    const file = segments('attic')[2] ?? '';
    writeFileSync(file, change(readFileSync(file)));
    const { messages, journal } = await place.restored('attic');
    expect(messages).toEqual(ids.slice(0, 2));
    expect(journal?.gap).toMatchObject({
      after: 2,
      code: expect.stringMatching(/^BACKUP_(TAMPERED|TRUNCATED)$/) as string,
    });
  });

  it('stops where another one of the same hub was put in its place', async () => {
    const ids = await threeAfterBackup();
    // Another history of the same hub: its key signs both.
    const [, , third = '', fourth = ''] = segments('attic');
    const said = readFileSync(fourth);
    writeFileSync(third, said);
    expect((await place.restored('attic')).messages).toEqual(ids.slice(0, 2));
  });

  it('takes nothing that another hub has signed', async () => {
    const ids = await threeAfterBackup();
    rmSync(join(place.plan.data, 'backups', 'signing-key.pem'));
    await signingKey(join(place.plan.data, 'backups'));
    await place.take();
    await shipping.ship();
    await shipping.shipper.settled();
    const { messages, journal } = await place.restored('attic');
    expect(messages).toEqual(ids);
    expect(journal?.gap).toMatchObject({ after: 4, code: 'BACKUP_SIGNER_UNKNOWN' });
  });
});

describe('segments that a backup covers', () => {
  it('stay until the backup is proven, and go then', async () => {
    await threeAfterBackup();
    await back();
    expect(segments('attic')).toHaveLength(4);
    const target = openTarget({ kind: 'folder', site: 'attic', name: 'attic', path: place.at('attic') }, now);
    await verifyBackup(target, { identity: join(place.folder, 'owner.key'), data: place.plan.data, now });
    const id = await place.take();
    await shipping.ship();
    await shipping.shipper.settled();
    await back();
    expect(segments('attic').map((file) => file.slice(-13))).toEqual(['05.segment'].map((end) => `000${end}`));
    expect((await place.restored('attic')).messages.at(-1)).toBe(id);
  });
});

describe('a restored hub', () => {
  it('goes on under a new name, and a second restore before its first backup has both', async () => {
    const ids = await threeAfterBackup();
    const { into } = await place.restored('attic');
    await shipping.end();
    // The machine is gone, and the restored one takes its place.
    await place.mirror.close();
    rmSync(place.plan.data, { recursive: true });
    cpSync(join(into, 'data'), place.plan.data, { recursive: true });
    await place.mirror.reopen();
    const [known] = await readLedger(place.plan.data);
    const { line } = await place.mirror.journal.beginJournal({ at: now().toISOString() });
    expect(known?.journal?.line).not.toBe(line);
    shipping = await place.shipper();
    ids.push(await place.take());
    await shipping.ship();
    await shipping.shipper.settled();
    expect((await place.restored('attic')).messages).toEqual(ids);
    // It makes a backup of its own at once; then that is what counts.
    await back();
    expect(await place.restored('vault')).toMatchObject({ messages: ids, journal: { segments: 0, gap: null } });
  });

  it('treats nothing that waits as never sent', async () => {
    await threeAfterBackup();
    const { into } = await place.restored('attic');
    const database = new DatabaseSync(join(into, 'data', 'mortar.db'), { readOnly: true });
    const rows = database.prepare('select distinct attempts, relay from messages').all();
    database.close();
    expect(rows).toEqual([{ attempts: 1, relay: null }]);
  });
});
