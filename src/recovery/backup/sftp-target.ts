import { createHash, randomBytes } from 'node:crypto';
import { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import type SftpClient from 'ssh2-sftp-client';
import type { BackupTargetSettings } from './settings.ts';
import { codeOf, failure, textOf } from './failures.ts';
import type { BackupTarget, StoredObject } from './target.ts';

type SftpSettings = Extract<BackupTargetSettings, { kind: 'sftp' }> & { name: string };

const READY_MS = 30_000;

/** A directory of an SFTP server. Connects when it is first asked, and again after a failure. */
export function sftpTarget(settings: SftpSettings): BackupTarget {
  let session: Promise<SftpClient> | null = null;
  const root = settings.path.replace(/\/+$/, '');
  const made = new Map<string, Promise<void>>();
  let making = Promise.resolve();
  const at = (object: string): string => `${root}/${object}`;

  async function asked<Result>(run: (client: SftpClient) => Promise<Result>): Promise<Result> {
    session ??= connect(settings);
    try {
      return await run(await session);
    } catch (error) {
      const broken = session;
      if (!isAnswer(error)) session = null;
      if (session === null) void broken.then((client) => client.end()).catch(() => false);
      throw error;
    }
  }

  return {
    name: settings.name,
    site: settings.site,
    locked: false,
    list: (folder) => asked((client) => listBelow(client, root, folder.replace(/\/$/, ''))),
    put: (object, file) =>
      asked(async (client) => {
        const place = at(object);
        const folder = place.slice(0, place.lastIndexOf('/'));
        // One after the other: two that make the same parent at once would fail.
        if (!made.has(folder)) made.set(folder, (making = making.then(() => makeFolder(client, root, folder))));
        await made.get(folder);
        const beside = `${folder}/.${randomBytes(6).toString('hex')}.part`;
        try {
          await client.put(file, beside);
          await replace(client, beside, place);
        } catch (error) {
          await client.delete(beside, true).catch(() => '');
          throw error;
        }
      }),
    get: (object) =>
      asked(async (client) => {
        if ((await client.exists(at(object))) === false) return null;
        const through = new PassThrough();
        client.get(at(object), through).catch((error: unknown) => through.destroy(error as Error));
        return through;
      }),
    remove: (object) =>
      asked(async (client) => {
        await client.delete(at(object), true);
      }),
    async close() {
      const open = await session?.catch(() => null);
      session = null;
      await open?.end().catch(() => false);
    },
  };
}

async function connect(settings: SftpSettings): Promise<SftpClient> {
  // Loaded when it is wanted: a hub without SFTP carries no SSH.
  const { default: Client } = await import('ssh2-sftp-client');
  const silent = (): void => undefined;
  const client = new Client('backup', { error: silent, end: silent, close: silent });
  const expected = settings.hostKey.trim().replace(/=+$/, '');
  let shown = expected;
  try {
    await client.connect({
      sock: openSocket(settings),
      host: settings.host,
      username: settings.user,
      ...(settings.password === undefined ? {} : { password: settings.password }),
      ...(settings.privateKey === undefined ? {} : { privateKey: settings.privateKey }),
      readyTimeout: READY_MS,
      keepaliveInterval: 10_000,
      hostVerifier: (key: Buffer) => {
        shown = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
        return shown === expected;
      },
    });
    return client;
  } catch (error) {
    await client.end().catch(() => false);
    throw refusal(error, settings.name, { expected, shown });
  }
}

function refusal(error: unknown, name: string, { expected, shown }: { expected: string; shown: string }): unknown {
  if (shown !== expected) {
    return failure(
      'BACKUP_TARGET_REFUSED',
      `The SFTP server of the target ${name} shows the key ${shown}, not ${expected}. Nothing was sent to it.`,
      'Ask who runs the server whether its key was changed; only then set hostKey to the new fingerprint.',
    );
  }
  const level: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'level') : undefined;
  const text = textOf(error);
  if (level !== 'client-authentication' && !/authentication methods failed|cannot parse privateKey/i.test(text))
    return error;
  return failure(
    'BACKUP_TARGET_REFUSED',
    `The SFTP server of the target ${name} refuses the user, the password or the key.`,
    'Correct user, password or privateKey of the target, then run it again.',
  );
}

/** Without Nagle's delay: each small question would wait for the server's late acknowledgement. */
function openSocket({ host, port = 22 }: SftpSettings): Socket {
  const socket = new Socket();
  // The library's listeners come later, and not at all where it refuses the settings.
  socket.on('error', () => undefined);
  socket.setMaxListeners(0);
  socket.setNoDelay(true);
  return socket.connect({ host, port });
}

async function listBelow(client: SftpClient, root: string, folder: string): Promise<StoredObject[]> {
  if ((await client.exists(`${root}/${folder}`)) === false) return [];
  const found: StoredObject[] = [];
  for (const entry of await client.list(`${root}/${folder}`)) {
    const name = `${folder}/${entry.name}`;
    if (entry.type === 'd') found.push(...(await listBelow(client, root, name)));
    else if (entry.type === '-' && !entry.name.startsWith('.')) found.push({ name, size: entry.size });
  }
  return found;
}

/** One folder after the other, below the target's own: not all servers make several at once. */
async function makeFolder(client: SftpClient, root: string, folder: string): Promise<void> {
  let path = root;
  for (const part of folder.slice(root.length).split('/').filter(Boolean)) {
    path = `${path}/${part}`;
    if ((await client.exists(path)) === false) await client.mkdir(path);
  }
}

async function replace(client: SftpClient, from: string, to: string): Promise<void> {
  try {
    await client.posixRename(from, to);
  } catch {
    // Servers without OpenSSH's extension do not rename onto a file.
    await client.delete(to, true);
    await client.rename(from, to);
  }
}

/** The server said no, so the connection is sound. */
function isAnswer(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'EACCES' || code === 2 || code === 3 || code === 4;
}
