import { lockForRun, type BrickLock } from '../../src/sync/brick-turns.ts';

/** A lock that another process has for so many questions. */
function heldFor(questions: number): { lock: BrickLock; asked(): number } {
  let asked = 0;
  return { lock: async () => (++asked > questions ? () => Promise.resolve() : null), asked: () => asked };
}

describe('the turn of a run', () => {
  const { signal } = new AbortController();

  it.each([0, 3, 19])('comes when another process had the brick for a moment only: %d questions', async (questions) => {
    const { lock, asked } = heldFor(questions);
    expect(await lockForRun(lock, 'shop', signal, 0)).not.toBeNull();
    expect(asked()).toBe(questions + 1);
  });

  it('is refused when another process keeps the brick: that is a run', async () => {
    const { lock, asked } = heldFor(Infinity);
    expect(await lockForRun(lock, 'shop', signal, 0)).toBeNull();
    expect(asked()).toBe(20);
  });

  it('is not waited for by a hub that stops', async () => {
    const { lock, asked } = heldFor(Infinity);
    const stopping = new AbortController();
    const turn = lockForRun(lock, 'shop', stopping.signal, 3_600_000);
    stopping.abort();
    expect(await turn).toBeNull();
    expect(asked()).toBeLessThanOrEqual(2);
  });
});
