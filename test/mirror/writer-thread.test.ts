import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMirror, openReader, type Mirror } from '../../src/mirror/index.ts';
import { aPage, bricks, facetsOf, projectAll, registry } from './a-mirror.ts';
import { dialects } from './dialects.ts';
import { aMessage, deliver, enqueue, kill, lease, minute } from './messages-samples.ts';

describe.each(dialects)('the writer in its thread, on $name', (dialect) => {
  let data: string;
  let options: Parameters<typeof openMirror>[0];
  let mirror: Mirror;
  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'mortar-mirror-'));
    const database = await dialect.create();
    options = { data, ...(database === undefined ? {} : { database }), registry, bricks };
    mirror = await openMirror(options);
  });
  afterEach(async () => {
    await mirror.close();
    await dialect.drop(options.database);
    await rm(data, { recursive: true });
  });

  it('commits, projects and answers in the order of the calls', async () => {
    const calls = Array.from({ length: 20 }, (_, index) =>
      mirror.writer.commitPage(aPage('things', { x: { name: `v${index}` } }, { checkpoint: index })),
    );
    expect((await Promise.all(calls)).every(({ revisions }) => revisions === 1)).toBe(true);
    expect((await mirror.reader.stream('one', 'things'))?.checkpoint).toBe(19);
    await projectAll(mirror);
    expect(await facetsOf(mirror, 'Thing')).toMatchObject({ x: { name: 'v19' } });
  });

  it('sends failures back with code and remedy, and goes on', async () => {
    await expect(mirror.writer.project({ brick: 'none', limit: 1 })).rejects.toMatchObject({
      name: 'PermanentError',
      code: 'BRICK_UNKNOWN',
      remedy: expect.stringContaining('configuration') as unknown,
    });
    expect(await mirror.writer.project({ brick: 'one', limit: 1 })).toEqual({ projected: 0, due: 0 });
  });

  it('keeps what it acknowledged when it is opened again', async () => {
    await mirror.writer.commitPage(aPage('things', { x: { name: 'kept' } }));
    await mirror.close();
    mirror = await openMirror(options);
    expect(await mirror.reader.latestIds('one', 'things', null, 5)).toEqual(['x']);
    expect(await mirror.reader.due('one')).toBe(1);
  });

  it('takes messages, gives them to relays and hears how they ended', async () => {
    const { writer, reader } = mirror;
    const [a, b, c] = [aMessage(), aMessage({ creates: true }), aMessage()];
    await enqueue(mirror, [a, b, c]);
    expect(await lease(mirror, 1)).toHaveLength(3);
    expect(await writer.extend({ relay: 'r1', ids: [a.id], until: minute(9) })).toEqual([a.id]);
    expect(await writer.keepStep({ relay: 'r1', id: a.id, name: 'cart', result: { id: 7 } })).toBe(true);
    expect([await deliver(mirror, a.id, { at: 1 }), await kill(mirror, b.id, { at: 1 })]).toEqual([true, true]);
    expect(await writer.confirm({ ids: [a.id], at: minute(2) })).toBe(1);
    expect(await writer.redrive({ id: b.id, by: 'ada', at: minute(2) })).toBe(true);
    expect(await writer.discard({ id: c.id, by: 'ada', reason: 'no', at: minute(2) })).toBe(true);
    const counts = await reader.messageCounts();
    expect(counts.map(({ state, count }) => [state, count])).toEqual([
      ['discarded', 1],
      ['queued', 1],
    ]);
  });

  it('refuses what is asked after the end', async () => {
    await mirror.close();
    await expect(mirror.writer.publish({ brick: 'one', kind: 'things', at: '' })).rejects.toMatchObject({
      code: 'MIRROR_WRITER_GONE',
    });
    await expect(mirror.reader.latestIds('one', 'things', null, 1)).rejects.toMatchObject({
      code: expect.stringMatching(/^MIRROR_/) as unknown,
    });
    mirror = await openMirror(options);
  });

  it('lets readers of other processes in, which cannot write', async () => {
    const reader = await openReader(options);
    await mirror.writer.commitPage(aPage('things', { x: {} }));
    expect(await reader.latestIds('one', 'things', null, 5)).toEqual(['x']);
    await reader.close();
  });

  it('gives a brick to one run at a time', async () => {
    const release = await mirror.lockBrick('one');
    expect(release).not.toBeNull();
    expect(await mirror.lockBrick('one')).toBeNull();
    const other = await mirror.lockBrick('two');
    await other?.();
    await release?.();
    await (
      await mirror.lockBrick('one')
    )?.();
  });

  it('says which connector is unknown, and ends its thread', async () => {
    await mirror.close();
    const unknown = openMirror({ ...options, bricks: [{ name: 'three', connector: 'nobody' }] });
    await expect(unknown).rejects.toMatchObject({ code: 'CONNECTOR_UNKNOWN' });
    mirror = await openMirror(options);
  });
});

describe('a writer whose thread dies', () => {
  it('rejects what waits and what comes', async () => {
    const data = await mkdtemp(join(tmpdir(), 'mortar-mirror-'));
    const deadly = join(data, 'registry.mjs');
    await writeFile(
      deadly,
      `export const facetTypes = [];
       const project = () => process.exit(3);
       export const connectors = [{ name: 'vendor', aggregates: [{ root: 'things', reads: [], project }] }];`,
    );
    const mirror = await openMirror({ data, registry: `file://${deadly}`, bricks });
    await mirror.writer.commitPage(aPage('things', { x: {} }));
    const gone = { code: 'MIRROR_WRITER_GONE' };
    const waiting = [mirror.writer.project({ brick: 'one', limit: 1 }), mirror.writer.reproject(null)];
    for (const call of waiting) await expect(call).rejects.toMatchObject(gone);
    await expect(mirror.writer.reproject(null)).rejects.toMatchObject(gone);
    expect(await mirror.reader.latestIds('one', 'things', null, 5)).toEqual(['x']);
    await mirror.close();
    await rm(data, { recursive: true });
  });
});
