import { aMirror, aPage, AT, incoming, LATER, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';

describe.each(dialects)('a page of a sync, on $name', (dialect) => {
  let mirror: TestMirror;
  beforeEach(async () => {
    mirror = await aMirror(dialect);
  });
  afterEach(() => mirror.remove());

  it('stores revisions and the checkpoint together', async () => {
    const stored = await mirror.writer.commitPage(
      aPage('things', { '1': { name: 'a' }, '2': { name: 'b' } }, { checkpoint: { page: 2 } }),
    );
    expect(stored).toEqual({ revisions: 2, tombstones: 0, created: 2 });
    expect(await mirror.reader.latest('one', 'things', null, 10)).toEqual([
      { id: '1', body: { name: 'a' } },
      { id: '2', body: { name: 'b' } },
    ]);
    expect(await mirror.reader.stream('one', 'things')).toMatchObject({ checkpoint: { page: 2 }, firstReadAt: null });
  });

  it('writes nothing when nothing changed, but the checkpoint', async () => {
    await mirror.writer.commitPage(aPage('things', { '1': { name: 'a' } }, { checkpoint: 1 }));
    await mirror.writer.project({ brick: 'one', limit: 10 });
    const again = await mirror.writer.commitPage(aPage('things', { '1': { name: 'a' } }, { checkpoint: 2, at: LATER }));
    expect(again).toEqual({ revisions: 0, tombstones: 0, created: 0 });
    expect(await mirror.reader.due('one')).toBe(0);
    expect((await mirror.reader.stream('one', 'things'))?.checkpoint).toBe(2);
  });

  it('takes the last word of a page on a record that it names twice', async () => {
    const records = [incoming('1', { name: 'first' }), incoming('1', { name: 'last' })];
    const stored = await mirror.writer.commitPage({ ...aPage('things', {}), records });
    expect(stored.revisions).toBe(1);
    expect(await mirror.reader.latest('one', 'things', null, 10)).toEqual([{ id: '1', body: { name: 'last' } }]);
  });

  it('buries a record once, and lets it come back', async () => {
    const { writer, reader } = mirror;
    await writer.commitPage(aPage('things', { '1': { name: 'a' } }));
    expect(await writer.commitPage(aPage('things', { '1': null }))).toEqual({
      revisions: 1,
      tombstones: 1,
      created: 0,
    });
    expect(await writer.commitPage(aPage('things', { '1': null, '9': null }))).toMatchObject({ revisions: 0 });
    expect(await reader.latest('one', 'things', null, 10)).toEqual([]);
    expect(await reader.missing('one', 'things', ['9', '1'])).toEqual(['9', '1']);
    expect(await writer.commitPage(aPage('things', { '1': { name: 'a' } }))).toMatchObject({ created: 1 });
    expect(await reader.latestIds('one', 'things', null, 10)).toEqual(['1']);
  });

  it('is stored whole or not at all', async () => {
    const page = aPage('things', { '1': { name: 'a' }, '2': { name: 'b' } }, { checkpoint: 1 });
    const broken = { ...page, records: [...page.records, { ...incoming('3', {}), hash: null as unknown as string }] };
    await expect(mirror.writer.commitPage(broken)).rejects.toMatchObject({ code: 'MIRROR_FAILED' });
    expect(await mirror.reader.latest('one', 'things', null, 10)).toEqual([]);
    expect(await mirror.reader.stream('one', 'things')).toBeNull();
    expect(await mirror.writer.commitPage(page)).toMatchObject({ revisions: 2 });
  });

  it('keeps bodies as they came, small and large, and numbers as text', async () => {
    const bodies = {
      a: { n: '1234567890123456.7891', id: '9007199254740993' },
      b: { text: 'é—😀 '.repeat(2_000), none: null, list: [1, { deep: true }] },
    };
    await mirror.writer.commitPage(aPage('things', bodies));
    expect(await mirror.reader.latest('one', 'things', null, 10)).toEqual([
      { id: 'a', body: bodies.a },
      { id: 'b', body: bodies.b },
    ]);
  });

  it('gives latest records in pages by id as text, of one brick and kind only', async () => {
    const ids = Array.from({ length: 25 }, (_, index) => String(index));
    await mirror.writer.commitPage(aPage('things', Object.fromEntries(ids.map((id) => [id, { id }]))));
    await mirror.writer.commitPage(aPage('things', { z: {} }, { brick: 'two' }));
    await mirror.writer.commitPage(aPage('parts', { y: {} }));
    const read: string[] = [];
    for (let after: string | null = null; ;) {
      const page = await mirror.reader.latest('one', 'things', after, 10);
      if (page.length === 0) break;
      read.push(...page.map(({ id }) => id));
      after = read.at(-1) ?? null;
    }
    expect(read).toEqual([...ids].sort());
  });

  it('refuses a brick that nobody configured', async () => {
    await expect(mirror.writer.commitPage(aPage('things', {}, { brick: 'none' }))).rejects.toMatchObject({
      code: 'BRICK_UNKNOWN',
    });
  });

  it('remembers when passes ended', async () => {
    const pass = { brick: 'one', kind: 'things', complete: true, idsCompared: false };
    await mirror.writer.endPass({ ...pass, at: AT });
    await mirror.writer.endPass({ ...pass, at: LATER, idsCompared: true });
    await mirror.writer.endPass({ ...pass, at: '2026-03-03T00:00:00.000Z', complete: false });
    expect(await mirror.reader.streams('one')).toEqual([
      { brick: 'one', kind: 'things', checkpoint: null, firstReadAt: AT, idsAt: LATER, readAt: LATER },
    ]);
  });
});
