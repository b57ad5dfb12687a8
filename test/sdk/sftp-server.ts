import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, readdirSync, realpathSync, renameSync, writeSync } from 'node:fs';
import { lstatSync, mkdirSync, rmSync, statSync, type Stats } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { isAbsolute, join, normalize } from 'node:path';
import ssh2 from 'ssh2';
import type { Attributes, Connection, ServerChannel, SFTPWrapper } from 'ssh2';

const { Server, utils } = ssh2;
const { STATUS_CODE, OPEN_MODE } = utils.sftp;

/** A real SFTP server on loopback that serves one folder of this machine as its root. */
export interface SftpServer {
  port: number;
  /** As `ssh-keygen -lf` shows it. */
  hostKey: string;
  user: string;
  password: string;
  /** Cuts every connection after so many more reads of a file. */
  cutAfterReads(reads: number): void;
  /** How many connections were opened. */
  connections(): number;
  close(): Promise<void>;
}

export async function startSftpServer(folder: string): Promise<SftpServer> {
  const keys = utils.generateKeyPairSync('ed25519');
  const parsed = utils.parseKey(keys.public);
  if (parsed instanceof Error) throw parsed;
  const open = new Set<Connection>();
  const state = { readsLeft: Infinity, connections: 0 };
  const server = new Server({ hostKeys: [keys.private] }, (client) => {
    state.connections += 1;
    open.add(client);
    client.on('error', () => undefined);
    // As sshd does: else each small answer waits for the client's late acknowledgement.
    (client as Connection & Pick<Socket, 'setNoDelay'>).setNoDelay(true);
    client.on('close', () => open.delete(client));
    client.on('authentication', (attempt) => {
      if (attempt.method === 'password' && attempt.username === 'caisse' && attempt.password === 'secret-word')
        attempt.accept();
      else attempt.reject(['password']);
    });
    client.on('session', (accept) =>
      accept().on('sftp', (acceptSftp: () => SFTPWrapper) =>
        serve(acceptSftp(), realpathSync(folder), () => {
          state.readsLeft -= 1;
          if (state.readsLeft < 0) client.end();
          return state.readsLeft >= 0;
        }),
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    hostKey: `SHA256:${createHash('sha256').update(parsed.getPublicSSH()).digest('base64').replace(/=+$/, '')}`,
    user: 'caisse',
    password: 'secret-word',
    cutAfterReads(reads) {
      state.readsLeft = reads;
    },
    connections: () => state.connections,
    async close() {
      for (const client of open) client.end();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** @public Only for its type: what the session hands out. */
export type SftpChannel = ServerChannel;

function attributes(stats: Stats): Attributes {
  const { mode, uid, gid, size, atimeMs, mtimeMs } = stats;
  return { mode, uid, gid, size, atime: Math.floor(atimeMs / 1000), mtime: Math.floor(mtimeMs / 1000) };
}

function tokenFor(id: number): Buffer {
  const token = Buffer.alloc(4);
  token.writeUInt32BE(id);
  return token;
}

/** The subsystem: plain calls of the file system, each answered with its result or with a status. */
function serve(sftp: SFTPWrapper, folder: string, mayRead: () => boolean): void {
  const files = new Map<number, number>();
  const folders = new Map<number, string[] | null>();
  let last = 0;
  const here = (path: string): string => join(folder, normalize(isAbsolute(path) ? path : `/${path}`));
  const there = (path: string): string => (path === folder ? '/' : path.replace(folder, ''));
  const answered = (request: number, run: () => void): void => {
    try {
      run();
    } catch (error) {
      const code = (error as { code?: string }).code;
      const status = code === 'ENOENT' ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.PERMISSION_DENIED;
      sftp.status(request, code === 'EEXIST' ? STATUS_CODE.FAILURE : status);
    }
  };
  const done = (request: number, run: () => void): void =>
    answered(request, () => {
      run();
      sftp.status(request, STATUS_CODE.OK);
    });

  sftp.on('REALPATH', (request, path) =>
    answered(request, () => {
      const filename = there(realpathSync(here(path)));
      sftp.name(request, [{ filename, longname: filename, attrs: {} as Attributes }]);
    }),
  );
  sftp.on('STAT', (request, path) => answered(request, () => sftp.attrs(request, attributes(statSync(here(path))))));
  sftp.on('LSTAT', (request, path) => answered(request, () => sftp.attrs(request, attributes(lstatSync(here(path))))));
  sftp.on('OPENDIR', (request, path) =>
    answered(request, () => {
      folders.set(
        ++last,
        readdirSync(here(path)).map((name) => join(here(path), name)),
      );
      sftp.handle(request, tokenFor(last));
    }),
  );
  sftp.on('READDIR', (request, token) =>
    answered(request, () => {
      const paths = folders.get(token.readUInt32BE());
      if (!paths) return sftp.status(request, STATUS_CODE.EOF);
      folders.set(token.readUInt32BE(), null);
      sftp.name(request, paths.map(toName));
    }),
  );
  sftp.on('OPEN', (request, path, flags) =>
    answered(request, () => {
      files.set(++last, openSync(here(path), (flags & OPEN_MODE.WRITE) > 0 ? 'w' : 'r'));
      sftp.handle(request, tokenFor(last));
    }),
  );
  sftp.on('FSTAT', (request, token) =>
    answered(request, () => sftp.attrs(request, attributes(fstatSync(files.get(token.readUInt32BE()) ?? -1)))),
  );
  sftp.on('FSETSTAT', (request) => sftp.status(request, STATUS_CODE.OK));
  sftp.on('READ', (request, token, offset, length) =>
    answered(request, () => {
      if (!mayRead()) return;
      // Small pieces, so that a file takes several requests.
      const bytes = Buffer.alloc(Math.min(length, 4096));
      const read = readSync(files.get(token.readUInt32BE()) ?? -1, bytes, 0, bytes.length, offset);
      if (read === 0) sftp.status(request, STATUS_CODE.EOF);
      else sftp.data(request, bytes.subarray(0, read));
    }),
  );
  sftp.on('WRITE', (request, token, offset, data) =>
    done(request, () => writeSync(files.get(token.readUInt32BE()) ?? -1, data, 0, data.length, offset)),
  );
  sftp.on('CLOSE', (request, token) =>
    done(request, () => {
      const file = files.get(token.readUInt32BE());
      if (file !== undefined) closeSync(file);
      files.delete(token.readUInt32BE());
    }),
  );
  sftp.on('REMOVE', (request, path) => done(request, () => rmSync(here(path))));
  sftp.on('MKDIR', (request, path) => done(request, () => mkdirSync(here(path))));
  sftp.on('RENAME', (request, from, to) => done(request, () => renameSync(here(from), here(to))));
}

function toName(path: string): { filename: string; longname: string; attrs: Attributes } {
  const stats = lstatSync(path);
  const filename = path.slice(path.lastIndexOf('/') + 1);
  const kind = stats.isDirectory() ? 'd' : stats.isSymbolicLink() ? 'l' : '-';
  return { filename, longname: `${kind}rw-r--r-- 1 u g ${stats.size} ${filename}`, attrs: attributes(stats) };
}
