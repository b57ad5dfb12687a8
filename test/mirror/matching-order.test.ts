/** Promise: what several bricks say of one entity comes together alike, however their reads interleave. */
import * as fc from 'fast-check';
import { dialects } from './dialects.ts';
import { aMatchingMirror } from './matching-mirror.ts';

const BRICKS = ['b-first', 'c-second', 'a-third'];

interface Part {
  brick: string;
  id: string;
  body: { code: string; ean: string; parent: string };
}

/** Few values: duplicates and blanks are the rule. */
const bodies = fc.record({
  code: fc.constantFrom('', 'S1', 'S2', 'S3', 'S4'),
  ean: fc.constantFrom('', 'E1', 'E2', 'E3', 'E4'),
  parent: fc.constantFrom('T', 'U'),
});

const parts = fc
  .tuple(...BRICKS.map(() => fc.array(bodies, { maxLength: 4 })))
  .map((all) =>
    all.flatMap((some, at) => some.map((body, n): Part => ({ brick: BRICKS[at] ?? '', id: `p${n}`, body }))),
  );

/** The parts in one order, and in another one, cut into slices after each of which all is matched. */
const reads = parts.chain((all) =>
  fc.record({
    all: fc.constant(all),
    shuffled: fc.shuffledSubarray(all, { minLength: all.length }),
    cuts: fc.array(fc.nat({ max: 3 }), { minLength: all.length, maxLength: all.length }),
  }),
);

const things = { T: { name: 'a' }, U: { name: 'b' } };

describe.each(dialects)('the order of reading, on $name', (dialect) => {
  async function endsAfter(slices: readonly (readonly Part[])[]): Promise<unknown> {
    const mirror = await aMatchingMirror(dialect, BRICKS);
    try {
      for (const slice of slices) {
        for (const [brick, some] of Map.groupBy(slice, (part) => part.brick))
          await mirror.read(brick, Object.fromEntries(some.map(({ id, body }) => [id, body])), things);
        await mirror.settle();
      }
      for (const brick of BRICKS) await mirror.read(brick, {}, things);
      await mirror.settle();
      return await mirror.ends();
    } finally {
      await mirror.remove();
    }
  }

  it('does not matter: bindings, conflicts and facets end equal', async () => {
    const numRuns = dialect.name === 'sqlite' ? 40 : 4;
    await fc.assert(
      fc.asyncProperty(reads, async ({ all, shuffled, cuts }) => {
        const slices: Part[][] = [[]];
        for (const [n, part] of shuffled.entries()) {
          slices.at(-1)?.push(part);
          if (cuts[n] === 0) slices.push([]);
        }
        expect(await endsAfter(slices)).toEqual(await endsAfter([all]));
      }),
      { numRuns },
    );
  });
});
