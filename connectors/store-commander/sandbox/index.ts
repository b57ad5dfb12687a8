/**
 * The two folders beside a shop, for demos and tests: an export of its catalogue, and price edits on their way in.
 * Files that are there stay as they are, so that a restart says nothing new.
 */
import { access, mkdir, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Sandbox, SandboxOptions } from '#sdk';
import { loadCatalogue } from './catalogue.ts';
import { catalogueFile, priceFile, promoFile } from './edits.ts';

const MINUTE = 60_000;
/** The first files lie there before anybody looks: a file of this instant counts as one that is still being written. */
const EARLIER = 60 * MINUTE;

export async function startMassEditSandbox({ seed, bornAt, folder, peers }: SandboxOptions): Promise<Sandbox> {
  const box = join(folder, 'store-commander');
  const [imports, exports] = [join(box, 'imports'), join(box, 'exports')];
  await mkdir(imports, { recursive: true });
  await mkdir(exports, { recursive: true });
  const items = await loadCatalogue(peers.shop);
  const before = new Date(bornAt.getTime() - EARLIER);
  await drop(join(exports, 'catalogue.csv'), catalogueFile(items), before);
  await drop(join(imports, 'prix-printemps.csv'), priceFile(items, seed), before);
  return {
    url: pathToFileURL(box).href,
    settings: { in: { kind: 'folder', path: imports }, out: { kind: 'folder', path: exports } },
    async step() {
      let number = 1;
      while (await exists(promoPath(imports, number))) number += 1;
      const at = new Date(before.getTime() + number * MINUTE);
      await drop(promoPath(imports, number), promoFile(items, seed + number), at);
    },
    close: () => Promise.resolve(),
  };
}

const promoPath = (imports: string, number: number): string =>
  join(imports, `prix-promo-${String(number).padStart(3, '0')}.csv`);

async function drop(path: string, text: string, at: Date): Promise<void> {
  if (await exists(path)) return;
  const beside = `${path}.part`;
  await writeFile(beside, text);
  await utimes(beside, at, at);
  await rename(beside, path);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
