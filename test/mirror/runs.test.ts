import type { RunRow } from '../../src/mirror/index.ts';
import { aMirror, AT, LATER, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';

const outcome = { read: 5, revisions: 4, tombstones: 1, held: 0, waitingMs: 12.6, ms: 30 };
const failures = [{ kind: 'things', code: 'BRICK_UNREACHABLE', message: 'It is down.', remedy: 'Wait.' }];

describe.each(dialects)('runs, on $name', (dialect) => {
  let mirror: TestMirror;
  const start = (id: string, brick = 'one', at = AT): Promise<void> =>
    mirror.writer.startRun({ id, brick, full: true, trigger: 'schedule', at });
  beforeEach(async () => {
    mirror = await aMirror(dialect);
  });
  afterEach(() => mirror.remove());

  it('say what they did', async () => {
    await start('r1');
    expect((await mirror.reader.runs({ first: 1 })).rows).toMatchObject([
      { id: 'r1', state: 'running', endedAt: null },
    ]);
    await mirror.writer.endRun({ id: 'r1', state: 'partial', endedAt: LATER, ...outcome, failures });
    const expected: RunRow = {
      ...{ id: 'r1', brick: 'one', state: 'partial', full: true, trigger: 'schedule', startedAt: AT, endedAt: LATER },
      ...{ ...outcome, waitingMs: 13, failures },
    };
    expect(await mirror.reader.runs({ brick: 'one', first: 1 })).toEqual({ rows: [expected], hasNext: false });
  });

  it('that a crash left running are interrupted when the brick runs again', async () => {
    await start('r1');
    await start('r2', 'two');
    await start('r3', 'one', LATER);
    const { rows } = await mirror.reader.runs({ first: 9 });
    expect(rows.map(({ id, state, endedAt }) => [id, state, endedAt])).toEqual([
      ['r3', 'running', null],
      ['r2', 'running', null],
      ['r1', 'interrupted', LATER],
    ]);
  });

  it('are listed newest first, in pages', async () => {
    for (const id of ['a', 'b', 'c']) await start(id, 'one', AT);
    const page = await mirror.reader.runs({ brick: 'one', first: 2 });
    expect(page.rows.map(({ id }) => id)).toEqual(['c', 'b']);
    expect(page.hasNext).toBe(true);
    expect(await mirror.reader.runs({ brick: 'one', first: 2, after: 'b' })).toMatchObject({
      rows: [{ id: 'a' }],
      hasNext: false,
    });
    await expect(mirror.reader.runs({ first: 2, after: 'none' })).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
  });
});
