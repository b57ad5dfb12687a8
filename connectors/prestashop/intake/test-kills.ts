/** A rebuild of a few things that is cut off at each of its requests in turn. */
import { createHash } from 'node:crypto';
import type { ShopState } from '../sandbox/index.ts';
import { intakeOf, open, TestRebuild } from './test-rebuild.ts';
import type { MirroredShop, Progress } from './test-rebuild.ts';
import type { PrestashopSandbox } from '../sandbox/index.ts';

/** What a shop holds, without what is new in every try: ids, secrets, and when it was written. */
export function holdings({ resources, images }: ShopState): Record<string, string[]> {
  const isOwn = (name: string): boolean =>
    /^(id|id_.*|date_upd|associations|passwd|secure_key|product_id|product_attribute_id|cache_.*)$/.test(name);
  const plain = (row: object): string =>
    JSON.stringify(
      Object.fromEntries(
        Object.entries(row)
          .filter(([name]) => !isOwn(name))
          .sort(([one], [other]) => (one < other ? -1 : 1)),
      ),
    );
  const rows = Object.entries(resources)
    // A basket stands behind its order, and is made anew with it.
    .filter(([name]) => name !== 'carts')
    .map(([name, records]) => [name, records.map(plain).sort()] as const);
  const pictures = Object.values(images).map((bytes) => createHash('sha256').update(bytes).digest('hex'));
  return { ...Object.fromEntries(rows), images: pictures.sort() };
}

export interface Killing {
  sandbox: PrestashopSandbox;
  source: MirroredShop;
  kinds: ReadonlySet<string>;
  /** The target and what was placed before. */
  base: { state: ShopState; progress: Progress };
}

/** Runs to the end. */
export async function runFrom(
  { sandbox, source, kinds, base }: Killing,
  progress = base.progress.copy(),
): Promise<void> {
  await new TestRebuild(source, intakeOf(open(sandbox)), progress, kinds).run();
}

/**
 * Cuts off one request after the other, before or after the shop did its work, and resumes with what was kept and a hub
 * that remembers nothing; `check` looks at what is left. The number of kills.
 */
export async function killEverywhere(killing: Killing, check: () => void): Promise<number> {
  const { sandbox, base } = killing;
  let kills = 0;
  for (const after of [false, true]) {
    for (let at = 1; ; at += 1) {
      sandbox.reset(structuredClone(base.state));
      sandbox.faults.set({ rules: [{ when: { at }, effect: { kind: 'drop', after } }] });
      const progress = base.progress.copy();
      if (await wholeRun(killing, progress)) break;
      kills += 1;
      await runFrom(killing, progress);
      check();
    }
  }
  return kills;
}

/** False: it was cut off. */
export async function wholeRun(
  { sandbox, source, kinds }: Pick<Killing, 'sandbox' | 'source'> & { kinds?: ReadonlySet<string> },
  progress: Progress,
  parallel = 1,
): Promise<boolean> {
  try {
    await new TestRebuild(source, intakeOf(open(sandbox)), progress, kinds).run(parallel);
    return true;
  } catch (error) {
    // Another realm's TypeError.
    if (String(error) === 'TypeError: fetch failed') return false;
    throw error;
  }
}
