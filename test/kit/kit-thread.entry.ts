import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openErasureHub, readQuiet } from '../people/erasure-hub.ts';

/**
 * Writes a kit, asks the mirror meanwhile, and then does nothing at all until the kit is in its place: only who writes it
 * elsewhere gets to its end.
 */
const data = process.argv[2] ?? '';
const kits = join(data, 'kits');
const { hub, business, close } = await openErasureHub(data);
await readQuiet(hub, business, 300);
const isThere = (name: (found: string) => boolean): boolean => {
  try {
    return readdirSync(kits).some(name);
  } catch {
    return false;
  }
};
const written = hub.kit.write(kits);
while (!isThere(() => true)) await new Promise((resolve) => setImmediate(resolve));
const page = await hub.mirror.reader.facets.page({ type: 'Customer', brick: 'shop', first: 1 });
process.stdout.write(`answered ${String(page.rows.length)}\n`);
const still = new Int32Array(new SharedArrayBuffer(4));
for (let tries = 0; tries < 1_500 && !isThere((name) => name.startsWith('kit-')); tries++)
  Atomics.wait(still, 0, 0, 20);
process.stdout.write(isThere((name) => name.startsWith('kit-')) ? 'written meanwhile\n' : 'waited for this thread\n');
process.stdout.write(`rows ${Object.values((await written).rows).join(' ')}\n`);
await close();
