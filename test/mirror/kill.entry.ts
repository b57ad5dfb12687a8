import { openMirror, type MirrorOptions } from '../../src/mirror/index.ts';
import { incoming } from './a-mirror.ts';

/** Commits pages until it is killed, and prints the number of each one that was acknowledged. */
const { from, ...options } = JSON.parse(process.argv[2] ?? '') as MirrorOptions & { from: number };
const { writer } = await openMirror(options);

for (let page = from + 1; ; page++) {
  const records = Array.from({ length: 20 }, (_, index) => incoming(`${page}-${index}`, { name: `page ${page}` }));
  const at = new Date().toISOString();
  await writer.commitPage({ brick: 'one', kind: 'things', run: 'run', records, checkpoint: page, publish: true, at });
  process.stdout.write(`${page}\n`);
  if (page % 3 === 0) await writer.project({ brick: 'one', limit: 30 });
}
