import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sync } from './file.ts';
import { asKitError, systemCode, unusable } from './kit-error.ts';

const DONE = /^kit-\d{4}-\d\d-\d\dT\d{6}Z(-\d+)?$/;
const UNDER_WAY = /^\.kit-\d{4}-\d\d-\d\dT\d{6}Z(-\d+)?\.partial$/;
/** Whoever wrote a partial kit so long ago was killed. */
const ABANDONED_MS = 86_400_000;

/** A kit under way: nobody takes it for a kit before it is finished. */
export interface KitFolder {
  /** Where its files are written. */
  path: string;
  /** Puts it in its place; resolves with that. Then kits older than the newest `keep` go. */
  finish(keep: number): Promise<string>;
  abandon(): Promise<void>;
}

export async function openKitFolder(into: string, at: Date): Promise<KitFolder> {
  await makeTarget(into);
  await removeMatching(
    into,
    async (name) => UNDER_WAY.test(name) && (await ageOf(join(into, name), at)) > ABANDONED_MS,
  );
  const name = await freeName(into, at);
  const path = join(into, `.${name}.partial`);
  await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
    throw asKitError(error, into);
  });
  return {
    path,
    async finish(keep) {
      await sync(path);
      await rename(path, join(into, name));
      await sync(into);
      const kits = (await readdir(into)).filter((one) => DONE.test(one)).sort();
      const outdated = new Set(kits.filter((one) => one !== name).slice(0, Math.max(0, kits.length - keep)));
      await removeMatching(into, (one) => Promise.resolve(outdated.has(one)));
      return join(into, name);
    },
    abandon: () => rm(path, { recursive: true, force: true }),
  };
}

async function makeTarget(into: string): Promise<void> {
  const found = await stat(into).catch(() => null);
  if (found && !found.isDirectory()) throw unusable(into, 'is a file');
  // Not `recursive`: where a file system has no room for names, such as /proc, Node tries that for ever.
  if (!found)
    await mkdir(into, { mode: 0o700 }).catch((error: unknown) => {
      throw systemCode(error) === 'ENOENT' ? unusable(into, 'has no parent folder', error) : asKitError(error, into);
    });
}

/** Two kits of one second do not meet. */
async function freeName(into: string, at: Date): Promise<string> {
  const taken = new Set(await readdir(into).catch(() => []));
  const stem = `kit-${at.toISOString().slice(0, 19).replaceAll(':', '')}Z`;
  for (let count = 1; ; count++) {
    const name = count === 1 ? stem : `${stem}-${count}`;
    if (!taken.has(name) && !taken.has(`.${name}.partial`)) return name;
  }
}

async function removeMatching(into: string, isDue: (name: string) => Promise<boolean>): Promise<void> {
  for (const name of await readdir(into).catch(() => []))
    if (await isDue(name)) await rm(join(into, name), { recursive: true, force: true });
}

async function ageOf(path: string, at: Date): Promise<number> {
  const found = await stat(path).catch(() => null);
  return found ? at.getTime() - found.mtimeMs : 0;
}
