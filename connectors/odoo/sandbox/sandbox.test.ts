import { startOdooSandbox } from './index.ts';

const BORN = new Date('2026-11-23T12:00:00Z');

async function aWeekOf(seed?: number, bornAt = BORN): Promise<string> {
  const sandbox = await startOdooSandbox({ bornAt, ...(seed === undefined ? {} : { seed }) });
  for (let day = 0; day < 7; day++) await sandbox.step?.();
  await sandbox.close();
  return JSON.stringify(sandbox.tables);
}

describe('the stand-in', () => {
  it('does the same business for the same seed and birth, another one for another', async () => {
    const [one, twin, other, later] = await Promise.all([
      ...[aWeekOf(7), aWeekOf(7), aWeekOf(8), aWeekOf(7, new Date('2026-11-24T12:00:00Z'))],
    ]);
    expect(twin).toBe(one);
    expect(other).not.toBe(one);
    expect(later).not.toBe(one);
    expect(later).toContain('2026-12-01 12:00:00');
    expect(await aWeekOf()).not.toBe(one);
  });
});
