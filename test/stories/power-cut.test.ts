import { cutPower } from '../proof/power-cut/power-cut.ts';
import { straceProblem } from '../proof/power-cut/strace.ts';

const problem = straceProblem();

if (problem !== null) {
  process.stderr.write(`\nNOT PROVEN that what is answered is on disk: ${problem}\n\n`);
}

describe('answered is on disk', () => {
  it('can be watched here (in CI it must)', () => {
    const isRequired = Boolean(process.env['CI']);
    expect(isRequired ? problem : null).toBeNull();
  });

  if (problem !== null) return;

  it('whatever instant the power is cut at, nothing acknowledged is lost and the mirror is sound', async () => {
    const result = await cutPower({ pages: 30, cuts: 30, seed: 20_261_123, names: 'strict' });
    expect(result.losses).toEqual([]);
    expect(result.acknowledged).toBeGreaterThan(100);
    // Cuts fall into checkpoints of the write-ahead log only if there are any.
    expect(result.checkpoints).toBeGreaterThan(2);
  });

  it.each(['database', 'blobs'] as const)(
    'would not be, if the %s did not wait for the disk: the proof can fail',
    async (careless) => {
      const result = await cutPower({ pages: 12, cuts: 12, seed: 1, names: 'strict', careless });
      expect(result.losses).not.toEqual([]);
    },
  );
});
