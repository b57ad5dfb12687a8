import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DropBox, DropBoxOptions } from '#sdk';
import { createDropBox } from '../../src/sdk/open-drop-box.ts';
import { startSftpServer, type SftpServer } from './sftp-server.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const OTHER_KEY = `SHA256:${'A'.repeat(43)}`;
const log = { info: () => undefined, warn: () => undefined };

describe('an SFTP directory as a drop box', () => {
  let around: string;
  let server: SftpServer;
  let boxes: DropBox[];

  beforeEach(async () => {
    around = await mkdtemp(join(tmpdir(), 'mortar-sftp-'));
    await mkdir(join(around, 'box'));
    server = await startSftpServer(around);
    boxes = [];
  });

  afterEach(async () => {
    for (const box of boxes) await box.close();
    await server.close();
    await rm(around, { recursive: true });
  });

  function open(changes: Partial<DropBoxOptions & { kind: 'sftp' }> = {}): DropBox {
    const { port, hostKey, user, password } = server;
    const options = {
      kind: 'sftp',
      host: '127.0.0.1',
      port,
      hostKey,
      user,
      password,
      path: '/box',
      ...changes,
    } as const;
    const box = createDropBox(options, { now: () => NOW, log });
    boxes.push(box);
    return box;
  }

  async function put(path: string, text: string, at = new Date(NOW.getTime() - 60_000)): Promise<void> {
    await writeFile(join(around, path), text);
    await utimes(join(around, path), at, at);
  }

  it('lists, reads and writes over one connection', async () => {
    await put('box/b.csv', 'x'.repeat(20_000));
    await put('box/a.csv', 'a');
    await put('box/.hidden', 'a');
    const box = open();
    expect(await box.list()).toEqual([
      { name: 'a.csv', size: 1, modifiedAt: '2026-11-23T11:59:00.000Z' },
      { name: 'b.csv', size: 20_000, modifiedAt: '2026-11-23T11:59:00.000Z' },
    ]);
    expect(Buffer.from(await box.read('b.csv')).toString()).toBe('x'.repeat(20_000));
    await box.write('out.csv', Buffer.from('1'), { below: 'to-till' });
    await box.write('out.csv', Buffer.from('22'), { below: 'to-till' });
    expect(await readdir(join(around, 'box/to-till'))).toEqual(['out.csv']);
    expect((await box.list('to-till')).map(({ size }) => size)).toEqual([2]);
    expect(server.connections()).toBe(1);
  });

  it("asks each question at once, without Nagle's delay", async () => {
    const asked: unknown[] = [];
    const { setNoDelay } = Socket.prototype;
    Socket.prototype.setNoDelay = function (this: Socket, isOn) {
      // The server's side of the connection is no concern of the box.
      if (this.remotePort === undefined || this.remotePort === server.port) asked.push(isOn);
      return setNoDelay.call(this, isOn);
    };
    try {
      await open().list();
    } finally {
      Socket.prototype.setNoDelay = setNoDelay;
    }
    expect(asked).toEqual([true]);
  });

  it('refuses a server with another key, and names both', async () => {
    await expect(open({ hostKey: OTHER_KEY }).list()).rejects.toMatchObject({
      code: 'DROP_HOST_KEY_CHANGED',
      message: expect.stringMatching(new RegExp(`${escaped(server.hostKey)}.*${OTHER_KEY}`)) as string,
    });
  });

  it('says that the password is wrong, without showing it', async () => {
    const failure = await open({ password: 'a-wrong-word' })
      .list()
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'DROP_ACCESS_DENIED' });
    expect(JSON.stringify(failure) + String(failure)).not.toContain('a-wrong-word');
  });

  it('takes nothing of a file when the connection drops half-way, and connects anew', async () => {
    await put('box/long.csv', 'x'.repeat(40_000));
    const box = open();
    server.cutAfterReads(3);
    await expect(box.read('long.csv')).rejects.toMatchObject({ code: 'DROP_UNREACHABLE' });
    server.cutAfterReads(Infinity);
    expect((await box.read('long.csv')).length).toBe(40_000);
    expect(server.connections()).toBe(2);
  });

  it('says that nobody answers', async () => {
    const gone = await startSftpServer(around);
    await gone.close();
    await expect(open({ port: gone.port }).list()).rejects.toMatchObject({ code: 'DROP_UNREACHABLE' });
  });

  it('refuses a file that is too large, or that was just written', async () => {
    await put('box/big.csv', 'x'.repeat(100));
    await put('box/new.csv', 'half', new Date(NOW.getTime() - 1000));
    const box = open();
    await expect(box.read('big.csv', { maxBytes: 99 })).rejects.toMatchObject({ code: 'DROP_FILE_TOO_LARGE' });
    await expect(box.read('new.csv')).rejects.toMatchObject({ code: 'DROP_FILE_CHANGING' });
    expect(server.connections()).toBe(1);
  });

  it('never leaves its folder', async () => {
    await put('secret.csv', 'secret');
    await symlink(join(around, 'secret.csv'), join(around, 'box/out.csv'));
    await symlink(around, join(around, 'box/up'));
    const box = open();
    await expect(box.read('../secret.csv')).rejects.toMatchObject({ code: 'DROP_NAME_INVALID' });
    await expect(box.read('out.csv')).rejects.toMatchObject({ code: 'DROP_ACCESS_DENIED' });
    await expect(box.list('up')).rejects.toMatchObject({ code: 'DROP_ACCESS_DENIED' });
    expect(await box.list()).toEqual([]);
  });

  it('says that the folder is missing', async () => {
    await expect(open({ path: '/none' }).list()).rejects.toMatchObject({ code: 'DROP_FOLDER_MISSING' });
  });
});

function escaped(text: string): string {
  return text.replace(/[+/]/g, '\\$&');
}
