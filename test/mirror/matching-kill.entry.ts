import { openMirror, type MirrorOptions } from '../../src/mirror/index.ts';

/** Matches and projects in the smallest steps, prints the number of each one, and never ends by itself. */
const options = JSON.parse(process.argv[2] ?? '') as MirrorOptions;
const { writer } = await openMirror(options);

process.stdout.write('0\n');
for (let step = 1; ; step++) {
  await writer.match({ limit: 1 });
  process.stdout.write(`${step}\n`);
  if (step % 2 === 0) for (const { name } of options.bricks) await writer.project({ brick: name, limit: 1 });
}
