import { access, writeFile } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { PermanentError } from '#sdk';
import type { Program } from './cli/index.ts';
import type { Config } from './config.ts';
import type { ProgramOptions } from './program.ts';
import { version } from './version.ts';

/** Backups and the way back, joined to this program. */
export function backupTools({ env, cwd }: ProgramOptions, configured: () => Promise<Config>): Program['backups'] {
  const at = (path: string): string => resolve(cwd, path);
  const now = (): Date => new Date();
  const load = () => import('./recovery/index.ts');
  /** On a bare machine there is no configuration, or one that cannot be read yet. */
  const known = async (): Promise<Config | null> => configured().catch(() => null);
  return {
    async make(options, signal) {
      const { makeBackup, planOf } = await load();
      return makeBackup(planOf(await configured(), version), { ...options, signal });
    },
    async verify({ from, identity, ...options }, signal) {
      const { openTarget, planOf, targetNamed, verifyBackup } = await load();
      const config = from === undefined ? await configured() : await known();
      const targets = config?.backup?.targets ?? [];
      const wanted =
        from === undefined
          ? planOf(await configured(), version).targets
          : [targetNamed(from, { known: targets, env, cwd })];
      const database = config?.database ?? env['DATABASE_URL'];
      const whose =
        config?.backup && (from === undefined || targets.includes(wanted[0] as never)) ? config.data : undefined;
      const proofs = [];
      for (const settings of wanted) {
        const target = openTarget(settings, now);
        const asked = { ...options, identity: at(identity), signal };
        const place = { ...(whose !== undefined && { data: whose }), ...(database !== undefined && { database }) };
        proofs.push(
          await verifyBackup(target, { ...asked, ...place })
            .then(({ receiptKey: _, ...verified }) => ({ target: target.name, verified }))
            .catch((error: unknown) => ({ target: target.name, error }))
            .finally(() => target.close()),
        );
      }
      return proofs;
    },
    async restore({ from, into, identity, ...options }, signal) {
      const { openTarget, restore, targetNamed } = await load();
      const config = await known();
      const target = openTarget(targetNamed(from, { known: config?.backup?.targets ?? [], env, cwd }), now);
      const database = env['DATABASE_URL'];
      const place = { into: at(into), identity: at(identity), ...(database !== undefined && { database }) };
      return restore(target, { ...options, ...place, signal }).finally(() => target.close());
    },
    async newKey(into) {
      const { newKey } = await load();
      const place = at(into);
      const data = (await known())?.data;
      if (data !== undefined && place.startsWith(data + sep)) throw keyInside(place);
      await refuseIfThere(place);
      const { recipient, file } = await newKey(now());
      await writeFile(place, file, { mode: 0o600, flag: 'wx', flush: true });
      return recipient;
    },
  };
}

async function refuseIfThere(place: string): Promise<void> {
  const isThere = await access(place).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  throw new PermanentError({
    code: 'BACKUP_KEY_EXISTS',
    message: `${place} exists. Without the key in it, older backups may be lost: it is never overwritten.`,
    remedy: 'Name another file.',
  });
}

function keyInside(place: string): PermanentError {
  return new PermanentError({
    code: 'BACKUP_KEY_IN_DATA',
    message: `${place} lies in the data folder: who takes the hub would read its backups.`,
    remedy: 'Name a file on a medium that can be taken out.',
  });
}
