import { pino } from 'pino';
import { backupSchedule } from '../../src/hub/index.ts';
import { makeBackup, readLedger, type Work } from '../../src/recovery/backup/index.ts';
import { openBackupPlace, testClock, type BackupPlace } from './backup-place.ts';

let place: BackupPlace;
const log = pino({ level: 'silent' });

beforeEach(async () => {
  place = await openBackupPlace();
});
afterEach(() => place.close());

/** Starts and stops a schedule; answers what it began meanwhile. */
async function begun(now: () => Date): Promise<Work['work'][]> {
  const works: Work['work'][] = [];
  const run = ({ work }: Work): Promise<unknown> => {
    works.push(work);
    return Promise.resolve();
  };
  const schedule = backupSchedule(place.plan, { log, now, run });
  schedule.start();
  await schedule.stop();
  return works;
}

describe('backups on schedule', () => {
  it('one that fell into a time without a hub is made at the next start, and no other', async () => {
    const clock = testClock();
    expect(await begun(clock.now)).toEqual(['backup']);
    await makeBackup(place.plan, { now: clock.now });
    clock.pass(20);
    expect(await begun(clock.now)).toEqual([]);
    clock.pass(10);
    expect(await begun(clock.now)).toEqual(['backup']);
  });

  it('goes one after another: a proof of the same second waits for the backup, and the other way round', async () => {
    const everySecond = '* * * * * *';
    const plan = {
      ...place.plan,
      schedule: everySecond,
      verify: { schedule: everySecond, identityFile: place.identity },
    };
    const works: Work['work'][] = [];
    const several = Promise.withResolvers<void>();
    const at = { once: 0, most: 0 };
    const run = async ({ work }: Work): Promise<void> => {
      at.most = Math.max(at.most, (at.once += 1));
      for (let turns = 0; turns < 3; turns++) await new Promise((resolve) => setImmediate(resolve));
      at.once -= 1;
      works.push(work);
      if (new Set(works).size === 2 && works.length > 3) several.resolve();
    };
    const schedule = backupSchedule(plan, { log, now: () => new Date(), run });
    schedule.start();
    await several.promise;
    await schedule.stop();
    expect(at).toEqual({ once: 0, most: 1 });
  });

  it('is made in a thread of its own', async () => {
    const made = Promise.withResolvers<void>();
    const telling = pino({ level: 'info' }, { write: () => made.resolve() });
    const schedule = backupSchedule(place.plan, { log: telling, now: () => new Date() });
    schedule.start();
    await made.promise;
    await schedule.stop();
    expect(await readLedger(place.plan.data)).toMatchObject([{ targets: [{ stored: true }, { stored: true }] }]);
  });
});
