import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase, type Database } from '../../src/mirror/database.ts';
import type { MirrorReader, OpenedPast, PastAnswer } from '../../src/mirror/index.ts';
import { openReader } from '../../src/mirror/index.ts';
import { buildPast } from '../../src/mirror/past/build-past.ts';
import { PastStore, type PastsOptions } from '../../src/mirror/past/past-store.ts';
import { loadWritten } from '../../src/mirror/write/written-bricks.ts';
import { aMirror, aPage, bricks, projectAll, registry, type TestMirror } from './a-mirror.ts';
import { testKeyIn } from './a-vault.ts';
import { dialects } from './dialects.ts';

const NINE = '2026-03-01T09:00:00.000Z';
const TEN = '2026-03-01T10:00:00.000Z';
const ELEVEN = '2026-03-01T11:00:00.000Z';
const NOW = new Date('2026-03-05T00:00:00.000Z');

describe.each(dialects)('the past of a mirror on $name', (dialect) => {
  let mirror: TestMirror;
  let present: Database;
  let pasts: PastStore;
  let built: string[];

  async function open(changes: Partial<PastsOptions> = {}): Promise<PastStore> {
    const written = await loadWritten({ registry, extensions: [], bricks });
    const { data, database } = mirror;
    return new PastStore({
      ...{ source: { data, database }, sql: present.sql, now: () => NOW, limits: { count: 2, bytes: 1e9 } },
      async build(order, progress) {
        built.push(order.until);
        await buildPast(order, { ...written, keyIn: testKeyIn, progress });
      },
      openReader: (folder) => openReader({ data: folder, registry, keyIn: testKeyIn }),
      written: () => mirror.writer.written(),
      ...changes,
    });
  }

  beforeEach(async () => {
    mirror = await aMirror(dialect);
    present = await openDatabase(mirror, { readOnly: true });
    built = [];
    pasts = await open();
    await mirror.writer.commitPage(
      aPage('things', { 1: { name: 'Robe', price: '30' }, 2: { name: 'Gilet' } }, { at: NINE }),
    );
    await mirror.writer.commitPage(aPage('taxes', { t: { rate: '20' } }, { at: NINE }));
    await mirror.writer.commitPage(
      aPage('things', { 1: { name: 'Poisoned', price: '0' }, 2: null, 3: { name: 'New' } }, { at: ELEVEN }),
    );
    await projectAll(mirror);
  });
  afterEach(async () => {
    await pasts.close();
    await present.close();
    await mirror.remove();
  });

  const names = async (reader: MirrorReader): Promise<string[]> =>
    (await reader.facets.page<{ name: string }>({ type: 'Thing', brick: 'one', first: 10 })).rows
      .map(({ row }) => row.facet.name)
      .sort();
  const at = async (time: string): Promise<OpenedPast> => pasts.open(new Date(time));
  const folders = (): string[] => (existsSync(join(mirror.data, 'past')) ? readdirSync(join(mirror.data, 'past')) : []);

  it('says what was published then, by the ids of today', async () => {
    const past = await at(TEN);
    expect(await names(past.reader)).toEqual(['Gilet', 'Robe']);
    const then = (await past.reader.facets.page({ type: 'Thing', brick: 'one', first: 10 })).rows;
    const now = (await mirror.reader.facets.page({ type: 'Thing', brick: 'one', first: 10 })).rows;
    const idOf = (rows: typeof now, external: string) => rows.find(({ row }) => row.externalId === external)?.row.id;
    expect(idOf(then, '1')).toBe(idOf(now, '1'));
    expect(past).toMatchObject({ at: TEN, publishedAt: NINE });
    past.release();
    expect(await names(mirror.reader)).toEqual(['New', 'Poisoned']);
  });

  it('is the same past for two times between which nothing was published', async () => {
    const one = await at(TEN);
    const other = await at(NINE);
    expect(other.reader).toBe(one.reader);
    expect(built).toEqual([NINE]);
    expect(await names((await at(ELEVEN)).reader)).toEqual(['New', 'Poisoned']);
    expect(built).toEqual([NINE, ELEVEN]);
  });

  it('answers “preparing” until it is built', async () => {
    const gate = Promise.withResolvers<undefined>();
    const written = await loadWritten({ registry, extensions: [], bricks });
    await pasts.close();
    pasts = await open({
      async build(order, progress) {
        await gate.promise;
        await buildPast(order, { ...written, keyIn: testKeyIn, progress });
      },
    });
    const asked: PastAnswer = await pasts.at(new Date(TEN));
    expect(asked).toEqual({ state: 'preparing', progress: 0, retryAfter: expect.any(Number) as number });
    gate.resolve(undefined);
    const past = await at(TEN);
    expect(await names(past.reader)).toEqual(['Gilet', 'Robe']);
  });

  it('refuses times before the first publication and after now', async () => {
    await expect(pasts.at(new Date('2026-01-01T00:00:00Z'))).rejects.toMatchObject({ code: 'PAST_BEFORE_FIRST' });
    await expect(pasts.at(new Date('2027-01-01T00:00:00Z'))).rejects.toMatchObject({ code: 'PAST_IN_FUTURE' });
    expect(built).toEqual([]);
  });

  it('what was read and not published was never so', async () => {
    await mirror.writer.commitPage(
      aPage('things', { 1: { name: 'Held back' } }, { at: '2026-03-01T12:00:00.000Z', publish: false }),
    );
    expect(await names((await at('2026-03-01T13:00:00Z')).reader)).toEqual(['New', 'Poisoned']);
    await mirror.writer.publish({ brick: 'one', kind: 'things', at: '2026-03-01T14:00:00.000Z' });
    expect(await names((await at('2026-03-01T13:00:00Z')).reader)).toEqual(['New', 'Poisoned']);
    expect(await names((await at('2026-03-01T15:00:00Z')).reader)).toEqual(['Held back', 'New']);
  });

  it('keeps what was read last, and never takes one from a reader', async () => {
    const first = await at(TEN);
    (await at(ELEVEN)).release();
    await mirror.writer.commitPage(aPage('things', { 4: { name: 'Later' } }, { at: '2026-03-01T12:00:00.000Z' }));
    const third = await at('2026-03-01T13:00:00Z');
    // Two are read, two may be kept: there is no room for another one.
    await expect(pasts.at(new Date(ELEVEN))).rejects.toMatchObject({ code: 'PAST_BUSY' });
    expect(await names(first.reader)).toEqual(['Gilet', 'Robe']);
    first.release();
    third.release();
    (await at(ELEVEN)).release();
    expect(built).toEqual([NINE, ELEVEN, '2026-03-01T12:00:00.000Z', ELEVEN]);
  });

  it('is built anew once it was forgotten; whoever reads it reads on', async () => {
    const held = await at(TEN);
    await pasts.forget();
    expect(await names(held.reader)).toEqual(['Gilet', 'Robe']);
    held.release();
    (await at(TEN)).release();
    expect(built).toEqual([NINE, NINE]);
  });

  it('that is too large says so, and leaves nothing behind', async () => {
    await pasts.close();
    pasts = await open({ limits: { count: 2, bytes: 1_000 } });
    await expect(
      (async () => {
        for (;;) {
          const answer = await pasts.at(new Date(TEN));
          if (answer.state === 'ready') return;
          await new Promise((resolve) => setImmediate(resolve));
        }
      })(),
    ).rejects.toMatchObject({ code: 'PAST_TOO_LARGE' });
    const [own = ''] = folders();
    expect(readdirSync(join(mirror.data, 'past', own)).filter((name) => !name.startsWith('hub.lock'))).toEqual([]);
  });

  it('leaves nothing behind when it is closed, and sweeps up after a killed process', async () => {
    (await at(TEN)).release();
    expect(folders()).toHaveLength(1);
    const left = join(mirror.data, 'past', 'of-a-killed-one', 'half');
    mkdirSync(left, { recursive: true });
    writeFileSync(join(left, 'mortar.db'), 'half a database');
    const other = await open();
    // The living one's is in use.
    expect(folders()).toHaveLength(1);
    await other.close();
    await pasts.close();
    expect(folders()).toEqual([]);
    pasts = await open();
  });
});
