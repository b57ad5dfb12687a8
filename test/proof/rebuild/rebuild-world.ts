import { createHash } from 'node:crypto';
import { cpSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  freshShop,
  startPrestashopSandbox,
  type PrestashopSandbox,
  type ShopState,
} from '../../../connectors/prestashop/sandbox/index.ts';
import { generateShop } from '../../../connectors/prestashop/sandbox/demo/index.ts';
import { runProbed, type Command } from '../probed-program.ts';
import { built } from '../project-root.ts';
import type { ShopSize } from '../sync/shop-world.ts';

/** A hub that has read a shop that is gone since, its plan to rebuild it, and an empty shop on a port of its own. */
export interface RebuildWorld {
  target: PrestashopSandbox;
  /** What it holds after an apply that nobody disturbed; absent: not known yet. */
  undisturbed?: Record<string, number>;
  /** A hub of its own on a copy of the first one's folder, and the target as it was installed. */
  begin(): Promise<{ apply: Command; verify: Command }>;
  close(): Promise<void>;
}

const DAY = 86_400_000;

export async function openRebuildWorld(size: ShopSize, seed: number): Promise<RebuildWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'mortar-rebuild-'));
  const born = new Date(Date.now() - DAY);
  const source = await startPrestashopSandbox({ state: generateShop({ ...size, seed, now: born }) });
  const installed = freshShop(born);
  const target = await startPrestashopSandbox({ state: structuredClone(installed) });
  const first = join(folder, 'first');
  const shop = (one: PrestashopSandbox) => ({ connector: 'prestashop', url: one.url, key: one.key });
  const bricks = { old: shop(source), new: { ...shop(target), standby: true, replaces: 'old' } };
  const plan = join(folder, 'plan.json');
  const commandOn = async (data: string, args: string[]): Promise<Command> => {
    const config = `${data}.yaml`;
    await writeFile(config, JSON.stringify({ data, bricks }));
    return { args: [built('src/main.js'), ...args], env: { MORTAR_CONFIG: config } };
  };
  const done = async (command: Command, codes: readonly number[]): Promise<void> => {
    const { code, stdout, stderr } = await runProbed(command, null);
    if (!codes.includes(code ?? -1)) throw new Error(`exit code ${String(code)}: ${stdout}\n${stderr}`);
  };
  await done(await commandOn(first, ['sync', 'old', '--json']), [0]);
  await done(await commandOn(first, ['plan', 'rebuild', 'old', '--target', 'new', '--out', plan, '--json']), [2]);
  // It is gone: a rebuild may ask it for nothing.
  await source.close();
  const { id } = JSON.parse(await readFile(plan, 'utf8')) as { id: string };
  let hubs = 0;
  return {
    target,
    async begin() {
      target.reset(structuredClone(installed));
      const data = join(folder, `hub-${String((hubs += 1))}`);
      cpSync(first, data, { recursive: true });
      return {
        apply: await commandOn(data, ['apply', plan, '--json']),
        verify: await commandOn(data, ['verify', id, '--sample', '0', '--json']),
      };
    },
    async close() {
      await target.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** How many of everything, counted in the shop itself; of pictures, which. */
export function counted({ resources, images }: ShopState): Record<string, number> {
  const rows = Object.entries(resources)
    // A basket stands behind its order; of one that was cut off, an empty one may be left, which nobody sees.
    .filter(([name]) => name !== 'carts')
    .map(([name, records]) => [name, records.length] as const);
  const pictures = Object.values(images).map((bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 12));
  const byHash = [...Map.groupBy(pictures, (one) => one)].map(
    ([one, same]) => [`picture ${one}`, same.length] as const,
  );
  return Object.fromEntries([...rows, ...byHash].filter(([, count]) => count > 0));
}

/** Things that a shop has twice, by what tells them apart. */
export function doubles({ resources }: ShopState): string[] {
  return (['products:reference', 'customers:email'] as const).flatMap((named) => {
    const [resource = '', field = ''] = named.split(':');
    const values = (resources[resource] ?? []).map((row) => String(row[field])).filter((value) => value !== '');
    const twice = [...Map.groupBy(values, (one) => one)].filter(([, same]) => same.length > 1);
    return twice.map(([value, same]) => `${resource} ${value}: ${String(same.length)} times`);
  });
}
