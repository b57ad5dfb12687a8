import { createHash, randomBytes } from 'node:crypto';
import { Socket } from 'node:net';
import type SftpClient from 'ssh2-sftp-client';
import type { DropBox, DropBoxOptions, DropEntry } from './drop-box.ts';
import {
  accessDenied,
  changing,
  checkBelow,
  checkName,
  checkSettled,
  checkSize,
  checkUnchanged,
  folderMissing,
  isUnderWay,
  MAX_FILE_BYTES,
  SETTLE_MS,
  unreachable,
} from './drop-name.ts';
import { isCoded, PermanentError } from './errors.ts';

type SftpOptions = DropBoxOptions & { kind: 'sftp' };
type Files = Awaited<ReturnType<SftpClient['connect']>>;

/** One connection: the library's client, and the files below it for what the library cannot bound. */
interface Session {
  client: SftpClient;
  files: Files;
  /** The true path of the box on the server. */
  box: string;
}

const TIMEOUT_MS = 30_000;

/** A directory of an SFTP server as a drop box. Connects when it is first asked, and again after a failure. */
export function openSftp(options: SftpOptions, now: () => Date): DropBox {
  let session: Promise<Session> | null = null;
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;

  async function letGo(): Promise<void> {
    const last = session;
    session = null;
    const open = await last?.catch(() => null);
    await open?.client.end().catch(() => false);
  }

  /** Runs one call over the connection. After any failure that is no plain answer, the connection is given up. */
  async function asked<Result>(what: string, run: (session: Session) => Promise<Result>): Promise<Result> {
    try {
      return await within(timeoutMs, async () => run(await (session ??= connect(options, timeoutMs))));
    } catch (error) {
      const failure = toDropError(error, what);
      if (failure.code === 'DROP_UNREACHABLE' || !session || (await isBroken(session))) void letGo();
      throw failure;
    }
  }

  return {
    list: (below) => asked('the folder', (open) => list(open, below)),
    read: (name, { below, maxBytes = MAX_FILE_BYTES, settleMs = SETTLE_MS } = {}) =>
      asked(name, async (open) => {
        const path = await inside(open, below, checkName(name));
        const found = await open.client.stat(path);
        if (!found.isFile) throw accessDenied(name);
        const before = { size: found.size, modifiedMs: found.modifyTime };
        checkSize(name, before, maxBytes);
        checkSettled(name, before, now(), settleMs);
        const bytes = await readUpTo(open.files, path, before.size + 1);
        const { size, modifyTime } = await open.client.stat(path);
        checkUnchanged(name, before, { size, modifiedMs: modifyTime }, bytes.length);
        return bytes;
      }),
    write: (name, bytes, { below } = {}) => asked(name, (open) => write(open, below, checkName(name), bytes)),
    close: letGo,
  };
}

async function connect(options: SftpOptions, timeoutMs: number): Promise<Session> {
  // Loaded when it is wanted: a hub without SFTP carries no SSH.
  const { default: Client } = await import('ssh2-sftp-client');
  const silent = (): void => undefined;
  const client = new Client('drop', { error: silent, end: silent, close: silent });
  const sock = openSocket(options);
  let shown = '';
  try {
    const files = await client.connect({
      sock,
      host: options.host,
      username: options.user,
      ...(options.password === undefined ? {} : { password: options.password }),
      ...(options.privateKey === undefined ? {} : { privateKey: options.privateKey }),
      readyTimeout: timeoutMs,
      hostVerifier: (key: Buffer) => {
        shown = fingerprint(key);
        return shown === withoutPadding(options.hostKey);
      },
    });
    return { client, files, box: await realFolder(client, options.path, '') };
  } catch (error) {
    await client.end().catch(() => false);
    sock.destroy();
    if (shown !== '' && shown !== withoutPadding(options.hostKey)) throw hostKeyChanged(options.hostKey, shown);
    throw error;
  }
}

/** Without Nagle's delay: a question of SFTP is a small packet, and the server's late acknowledgement would hold up the next. */
function openSocket({ host, port = 22 }: SftpOptions): Socket {
  const sock = new Socket();
  // The library's listeners come later, and not at all where it refuses the settings.
  sock.on('error', () => undefined);
  sock.setMaxListeners(0);
  sock.setNoDelay(true);
  return sock.connect({ host, port });
}

/** As `ssh-keygen -lf` shows it. */
function fingerprint(key: Buffer): string {
  return withoutPadding(`SHA256:${createHash('sha256').update(key).digest('base64')}`);
}

function withoutPadding(text: string): string {
  return text.trim().replace(/=+$/, '');
}

function hostKeyChanged(expected: string, shown: string): PermanentError {
  return new PermanentError({
    code: 'DROP_HOST_KEY_CHANGED',
    message: `The SFTP server shows the key ${shown}, the settings say ${expected}. Nothing was sent to it.`,
    remedy: 'Ask who runs the server whether its key was changed; only then set hostKey to the new fingerprint.',
  });
}

async function list({ client, box }: Session, below: string | undefined): Promise<DropEntry[]> {
  const found = await client.list(await folderOf(client, box, below));
  return found
    .filter(({ type, name }) => type === '-' && !isUnderWay(name))
    .map(({ name, size, modifyTime }) => ({ name, size, modifiedAt: new Date(modifyTime).toISOString() }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

async function folderOf(client: SftpClient, box: string, below: string | undefined): Promise<string> {
  const parts = checkBelow(below);
  if (parts.length === 0) return box;
  const folder = await realFolder(client, [box, ...parts].join('/'), parts.join('/'));
  if (!isIn(folder, box)) throw accessDenied(parts.join('/'));
  return folder;
}

async function realFolder(client: SftpClient, path: string, below: string): Promise<string> {
  const folder = await client.realPath(path);
  // Some servers answer for paths that do not exist.
  if (folder === '' || (await client.exists(folder)) !== 'd') throw folderMissing(below);
  return folder;
}

async function inside({ client, box }: Session, below: string | undefined, name: string): Promise<string> {
  const path = await client.realPath(`${await folderOf(client, box, below)}/${name}`);
  if (path === '') throw changing(name);
  if (!isIn(path, box)) throw accessDenied(name);
  return path;
}

function isIn(path: string, box: string): boolean {
  return path.startsWith(box.endsWith('/') ? box : `${box}/`);
}

async function readUpTo(files: Files, path: string, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of files.createReadStream(path, { start: 0, end: most - 1 })) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Uploaded under a hidden name, then renamed: nobody ever sees half of it. */
async function write(open: Session, below: string | undefined, name: string, bytes: Uint8Array): Promise<void> {
  const { client, box } = open;
  const parts = checkBelow(below);
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const parent = await folderOf(client, box, parts.slice(0, depth - 1).join('/'));
    const folder = `${parent}/${parts[depth - 1] ?? ''}`;
    if ((await client.exists(folder)) === false) await client.mkdir(folder);
  }
  const folder = await folderOf(client, box, below);
  const beside = `${folder}/.${name.slice(0, 200)}.${randomBytes(6).toString('hex')}.part`;
  try {
    await client.put(Buffer.from(bytes), beside);
    await replace(client, beside, `${folder}/${name}`);
  } catch (error) {
    await client.delete(beside, true).catch(() => '');
    throw error;
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

/** Gives up what takes too long: a server may accept a connection and then say nothing. */
async function within<Result>(ms: number, run: () => Promise<Result>): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(unreachable(new Error(`no answer within ${ms} ms`))), ms);
  try {
    return await Promise.race([run(), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function isBroken(session: Promise<Session>): Promise<boolean> {
  return session.then(
    () => false,
    () => true,
  );
}

function toDropError(error: unknown, what: string): Error & { code: string } {
  if (isCoded(error)) return error;
  const { code, level } = error as { code?: unknown; level?: unknown };
  const text = error instanceof Error ? error.message : '';
  if (level === 'client-authentication' || /authentication methods failed|cannot parse privateKey/i.test(text)) {
    return new PermanentError({
      code: 'DROP_ACCESS_DENIED',
      message: 'The SFTP server refuses the user, the password or the key.',
      remedy: 'Correct user, password or privateKey in the settings of the brick.',
    });
  }
  if (code === 'EACCES' || code === 3) return accessDenied(what);
  if (code === 'ENOENT' || code === 2) return changing(what);
  return unreachable(error);
}
