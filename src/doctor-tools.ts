import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { knownBackups, knownJournal } from './alerts/index.ts';
import type { Program } from './cli/index.ts';
import type { Config } from './config.ts';
import { connectControl } from './control/index.ts';
import { createLog } from './log.ts';
import type { Patient } from './doctor/index.ts';
import type { ProgramOptions } from './program.ts';
import { version } from './version.ts';

/** No brick is waited for longer. */
const TIMEOUT_MS = 30_000;

/** The verbs that look after an installation, joined to this program. */
export function doctorTools(options: ProgramOptions, configured: () => Promise<{ config: Config }>): Program['doctor'] {
  const { cwd, env, connectors } = options;
  return {
    async examine() {
      const { bundleOf, examine } = await import('./doctor/index.ts');
      const now = (): Date => new Date();
      const examination = await examine({
        configured: async () => (await configured()).config,
        bricks: lookAtBricks,
        backups: async ({ data, backup }) => (backup ? knownBackups(data) : null),
        journal: async ({ data, backup }) => (backup ? knownJournal(data, backup.targets) : null),
        dumps: (config) => dumpsOf(config, now()),
        backupPlaces: ({ backup }) => backup,
        now,
        timeoutMs: TIMEOUT_MS,
      });
      return { findings: examination.findings, bundle: bundleOf(examination, { version, now: now() }) };
    },
    write: (file, text) => writeFile(resolve(cwd, file), text, { mode: 0o600 }),
    async init(answers, ask) {
      const { init } = await import('./init/index.ts');
      return init(answers, { ask, connectors, env, cwd });
    },
  };
}

async function dumpsOf({ kit, backup }: Config, now: Date): ReturnType<Patient['dumps']> {
  const { agencyDump, isOldDump } = await import('./recovery/index.ts');
  const folders = Object.entries(kit?.dumps ?? {});
  return Promise.all(
    folders.map(async ([brick, folder]) => {
      const dump = await agencyDump(folder, backup?.include ?? []);
      return { ...dump, brick, isOld: isOldDump(dump, now) };
    }),
  );
}

/** By the running hub, which has the connections; else by connections of our own, without opening a database. */
async function lookAtBricks(config: Config): ReturnType<Patient['bricks']> {
  const { checksOf } = await import('./doctor/index.ts');
  const names = config.bricks.map(({ name }) => name);
  const running = await connectControl(config.data);
  if (running) {
    return { running: true, checks: checksOf(names, (brick) => running.check(brick)), close: () => Promise.resolve() };
  }
  const [{ openBrick }, { openBlobs }] = await Promise.all([import('./sync/index.ts'), import('./mirror/index.ts')]);
  const tools = {
    blobs: openBlobs(config.data),
    log: createLog({ secrets: [], level: 'silent' }),
    now: () => new Date(),
  };
  const opened: ReturnType<typeof openBrick>[] = [];
  const checks = config.bricks.map((settings) => {
    const check = (): ReturnType<(typeof opened)[number]['open']['check']> => {
      const brick = openBrick(settings, tools);
      opened.push(brick);
      return brick.open.check();
    };
    return [settings.name, async () => check()] as const;
  });
  return {
    running: false,
    checks: Object.fromEntries(checks),
    async close() {
      await Promise.allSettled(opened.map((brick) => brick.close()));
    },
  };
}
