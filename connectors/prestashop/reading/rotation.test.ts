import type { RawRecord } from '#sdk';
import type { Rotation } from './checkpoint.ts';
import { dueRows, rotate } from './rotation.ts';

const HOUR = 3_600_000;
const PACE = { boundMs: 10 * HOUR, page: 10 };

const ids = Array.from({ length: 95 }, (_, index) => index + 1);
const ask = (after: number): Promise<RawRecord[]> =>
  Promise.resolve(
    ids
      .filter((id) => id > after)
      .slice(0, 10)
      .map((id) => ({ id: String(id), body: { id } })),
  );

async function slice(rotation: Rotation, now: number): Promise<number[]> {
  const seen: number[] = [];
  const signal = new AbortController().signal;
  for await (const records of rotate(rotation, ask, PACE, { now, signal }))
    seen.push(...records.map(({ id }) => Number(id)));
  return seen;
}

const fresh = (): Rotation => ({ after: 0, rows: 0, size: 95, started: 0, at: 0 });

describe('the rotating comparison', () => {
  it.each([
    [0, 10],
    [1, 12],
    [4, 48],
    [8, Infinity],
  ])('after %i hours owes %d rows of 95, bound ten hours with a safety of a fifth', (hours, rows) => {
    expect(dueRows(fresh(), hours * HOUR, PACE)).toBe(rows);
  });

  it('goes on where it stopped, and from the start after the end', async () => {
    const rotation = { ...fresh(), after: 80, rows: 80 };
    expect(await slice(rotation, 2 * HOUR)).toEqual([...ids.slice(80), ...ids.slice(0, 10)]);
    expect(rotation).toEqual({ after: 10, rows: 10, size: 95, started: 2 * HOUR, at: 2 * HOUR });
  });

  it('that is overdue reads all, each row once', async () => {
    const seen = await slice({ ...fresh(), after: 40, rows: 40 }, 20 * HOUR);
    expect(seen.toSorted((one, other) => one - other)).toEqual(ids);
  });

  it.each([5, 30, 55, 170, 400])(
    'sees every row within the bound when a run comes every %i minutes',
    async (minutes) => {
      const rotation = fresh();
      const last = new Map(ids.map((id) => [id, 0]));
      for (let now = 0; now <= 60 * HOUR; now += minutes * 60_000) {
        for (const id of await slice(rotation, now)) last.set(id, now);
        const oldest = Math.min(...last.values());
        expect(now - oldest).toBeLessThanOrEqual(Math.max(PACE.boundMs, minutes * 60_000));
      }
    },
  );

  it('of an empty list asks once', async () => {
    let asked = 0;
    const nothing = (): Promise<RawRecord[]> => {
      asked += 1;
      return Promise.resolve([]);
    };
    const signal = new AbortController().signal;
    for await (const records of rotate({ ...fresh(), size: 0 }, nothing, PACE, { now: 1, signal }))
      expect(records).toEqual([]);
    expect(asked).toBe(1);
  });
});
