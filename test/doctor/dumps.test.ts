import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dumpFindings } from '../../src/doctor/checks/dumps.ts';
import { agencyDump, isOldDump } from '../../src/recovery/index.ts';

const now = new Date('2026-11-23T10:00:00Z');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mortar-dumps-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What is said of that folder, if the parent is backed up. */
async function said(name: string, backedUp = [folder]) {
  const dump = await agencyDump(join(folder, name), backedUp);
  const [finding] = dumpFindings([{ ...dump, brick: 'shop', isOld: isOldDump(dump, now) }]);
  return finding;
}

function leave(name: string, daysAgo: number): void {
  mkdirSync(join(folder, name, 'themes'), { recursive: true });
  const file = join(folder, name, 'themes', 'theme.zip');
  writeFileSync(file, '');
  const at = new Date(now.getTime() - daysAgo * 86_400_000);
  utimesSync(file, at, at);
}

describe('what the agency leaves of a brick', () => {
  it('is in order where it is new and backed up', async () => {
    leave('shop', 3);
    expect(await said('shop')).toMatchObject({ state: 'ok', code: null });
  });

  it('is told where it is empty, absent, old, or not backed up', async () => {
    expect(await said('absent')).toMatchObject({ state: 'fail', code: 'DUMP_EMPTY' });
    mkdirSync(join(folder, 'empty', 'below'), { recursive: true });
    expect(await said('empty')).toMatchObject({ state: 'fail', code: 'DUMP_EMPTY' });
    leave('old', 32);
    expect(await said('old')).toMatchObject({ state: 'warn', code: 'DUMP_OLD' });
    leave('shop', 3);
    expect(await said('shop', [join(folder, 'sho')])).toMatchObject({ state: 'fail', code: 'DUMP_NOT_BACKED_UP' });
  });
});
