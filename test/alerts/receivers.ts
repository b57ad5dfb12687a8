import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export const USER = 'hub@example.test';
export const PASSWORD = 'Pa55word-of-the-mail-server';

/** A mail server of this machine that keeps what it takes. */
export interface MailServer {
  port: number;
  mails: { from: string; to: string[]; text: string }[];
  /** Refuses to take any mail. */
  full: boolean;
  close(): Promise<void>;
}

export async function aMailServer(): Promise<MailServer> {
  const mails: MailServer['mails'] = [];
  const server = new SMTPServer({
    authOptional: false,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) => {
      if (username === USER && password === PASSWORD) done(null, { user: username });
      else done(new Error(`535 wrong password ${password ?? ''}`));
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
      stream.on('end', () => {
        if (receiver.full) return done(Object.assign(new Error('mailbox full'), { responseCode: 452 }));
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), text: readable(Buffer.concat(chunks)) });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  const receiver: MailServer = {
    port,
    mails,
    full: false,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
  return receiver;
}

/** As a mail program shows it: quoted-printable and encoded words undone. */
function readable(raw: Buffer): string {
  const bytes = (hex: string): string => Buffer.from(hex.replaceAll('=', ''), 'hex').toString('utf8');
  const plain = raw
    .toString('utf8')
    .replace(/\?=\r\n =\?UTF-8\?Q\?/g, '')
    .replace(/=\?UTF-8\?Q\?([^?]*)\?=/g, (_, text: string) => text.replaceAll('_', ' '))
    .replace(/=\r\n/g, '');
  return plain.replace(/(=[0-9A-F]{2})+/g, bytes);
}

export interface Called {
  method: string | undefined;
  path: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A server on loopback that keeps what it is sent. */
export interface HookServer {
  url: string;
  calls: Called[];
  /** The next answers; then 200. */
  answers: { status: number; location?: string }[];
  close(): Promise<void>;
}

export async function aHookServer(): Promise<HookServer> {
  const hook: Pick<HookServer, 'calls' | 'answers'> = { calls: [], answers: [] };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { method, url: path, headers } = request;
      hook.calls.push({ method, path, headers, body });
      const { status, location } = hook.answers.shift() ?? { status: 200 };
      response.writeHead(status, location === undefined ? {} : { location }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(hook, {
    url: `http://127.0.0.1:${port}/hooks/T0P-SECRET-PATH`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
