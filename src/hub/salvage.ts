import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PermanentError, isCoded } from '#sdk';
import type { Mirror } from '../mirror/index.ts';
import type { Config } from '../config.ts';
import type { LettersOrder, LettersReport, SalvageOrder, SalvageReport } from '../recovery/index.ts';
import { letterDelivery, noServer } from './letters.ts';
import { createTableCodec } from '../sdk/table-codec.ts';
import type { LettersTold, SalvageAsked, SalvageTold } from '../roles/hub/index.ts';
import type { SyncService } from '../sync/index.ts';

/** Name of the connector whose brick takes in what is salvaged. */
export const SALVAGE = 'salvage';

/** A person saw what comes and applied it: nothing of it waits for a person again. */
export const APPLIED_BY_A_PERSON = { percent: 100, records: Number.MAX_SAFE_INTEGER, windowHours: 24, streams: {} };

/** What files and mails still know. */
export interface HubSalvage {
  /** Paths are absolute: for the command line of this machine. */
  run(order: SalvageOrder): Promise<SalvageReport>;
  /** Writes to the buyers of salvaged orders. */
  letters(order: LettersOrder): Promise<LettersReport>;
  /** Says to whom is to be written, and begins to where that is asked: for the graph. */
  beginLetters(order: LettersOrder): Promise<LettersTold>;
  /** Paths are names of files in the brick's own folder: for the graph. */
  fromFolder(asked: SalvageAsked): Promise<SalvageTold>;
}

interface Parts {
  mirror: Mirror;
  sync: SyncService;
  now(): Date;
}

/** A mail server of a shop takes a few hundred an hour; a letter every three seconds is far below. */
const LETTER_PAUSE_MS = 3_000;

export function salvageOf({ mirror, sync, now }: Parts, config: Partial<Pick<Config, 'alerts'>>): HubSalvage {
  const isSalvage = ({ connector }: { connector: { name: string } }): boolean => connector.name === SALVAGE;
  const bricks = () => sync.bricks().map(({ brick }) => brick);
  const brick = () => bricks().find(isSalvage) ?? null;
  let salvage: ((order: SalvageOrder) => Promise<SalvageReport>) | null = null;
  const run = async (order: SalvageOrder): Promise<SalvageReport> => {
    // Loaded when the first file comes.
    const { salvaging } = await import('../recovery/index.ts');
    salvage ??= salvaging({
      reader: mirror.reader,
      writer: mirror.writer,
      codec: createTableCodec(),
      brick,
      others: () =>
        bricks()
          .filter((one) => !isSalvage(one))
          .map(({ name, connector: { roles } }) => ({ name, roles })),
      run: (name) => sync.sync(name, { full: false, trigger: 'salvage' }),
      now,
    });
    return salvage(order);
  };
  const letters = async (order: LettersOrder): Promise<LettersReport> => {
    const { writeLetters } = await import('../recovery/index.ts');
    const deliver = letterDelivery(config.alerts?.mail);
    const pause = (): Promise<void> => setTimeout(LETTER_PAUSE_MS);
    const lock = () => mirror.lockBrick('#letters');
    const { reader, writer } = mirror;
    return writeLetters({ reader, writer, brick, now, deliver, pause, lock }, order);
  };
  return {
    run,
    letters,
    beginLetters: (order) =>
      orRefused(async () => {
        if (order.apply && !config.alerts?.mail) throw noServer();
        const due = await letters({ ...order, apply: false });
        // How far it is, and why it ended, is asked for: what is sent, unknown or still due is on disk.
        if (order.apply) void letters(order).catch(() => undefined);
        return due;
      }),
    fromFolder: ({ files, ...order }) =>
      orRefused(async () => {
        const folder = folderOf(brick()?.settings);
        return run({ ...order, paths: await Promise.all(files.map((name) => inside(folder, name))) });
      }),
  };
}

/** What a person can mend is an answer of the graph. */
async function orRefused<Told>(
  work: () => Promise<Told>,
): Promise<Told | { refused: { code: string; message: string; remedy: string } }> {
  try {
    return await work();
  } catch (error) {
    if (!isCoded(error)) throw error;
    const { code, message, remedy } = error;
    return { refused: { code, message, remedy } };
  }
}

function folderOf(settings: unknown): string {
  const folder = typeof settings === 'object' && settings !== null && 'folder' in settings ? settings.folder : null;
  if (typeof folder === 'string') return folder;
  throw noFolder();
}

/** A file of this folder, and of no other: a name is no path, and a link out of it is no file of it. */
async function inside(folder: string, name: string): Promise<string> {
  if (name === '' || name.startsWith('.') || /[/\\\0]/.test(name)) throw notThere(name);
  const [top, path] = await Promise.all([realpath(folder), realpath(join(folder, name))]).catch(() => {
    throw notThere(name);
  });
  if (path !== join(top, name)) throw notThere(name);
  return path;
}

function notThere(name: string): PermanentError {
  return new PermanentError({
    code: 'SALVAGE_FILE_UNREADABLE',
    message: `There is no file "${name.slice(0, 80)}" in the folder of the salvage brick.`,
    remedy: 'Put it there, and give its name without a folder.',
  });
}

function noFolder(): PermanentError {
  return new PermanentError({
    code: 'SALVAGE_FOLDER_MISSING',
    message: 'No folder is configured from which files are salvaged over the graph.',
    remedy: 'Write folder: below the salvage brick in mortar.config.yaml, or use the command line: mortar salvage FILE',
  });
}
