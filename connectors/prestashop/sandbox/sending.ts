import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ShopClock } from './clock.ts';
import type { Reply } from './reply.ts';

const COOKIE = `PrestaShop-${'0'.repeat(32)}=sandbox; Max-Age=1728000; path=/; HttpOnly; SameSite=Lax`;

export interface Envelope {
  version: string;
  clock: ShopClock;
  /** `Local-Content-Sha1` of the request. */
  knownSha1: string | undefined;
}

/** A reply with all its headers, ready to be sent; 304 where the client has the same bytes already. */
export interface Sendable {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

export function finish(reply: Reply, { version, clock, knownSha1 }: Envelope): Sendable {
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body, 'utf8') : reply.body;
  const headers: Record<string, string> = { Server: 'nginx/1.22.1' };
  if (reply.type !== undefined) headers['Content-Type'] = reply.type;
  Object.assign(headers, reply.headers);
  if (!reply.bare) {
    headers['Access-Time'] = String(clock.epochSeconds());
    headers['X-Powered-By'] = 'PrestaShop Webservice';
    headers['PSWS-Version'] = reply.unauthenticated ? '0' : version;
    headers['Execution-Time'] = reply.unauthenticated ? '0' : '0.005';
  }
  const sha1 = reply.sha1 === true ? createHash('sha1').update(body).digest('hex') : reply.sha1;
  if (sha1) headers['Content-Sha1'] = sha1;
  if (!reply.type?.startsWith('image/')) headers['Set-Cookie'] = COOKIE;
  if (reply.status === 200 && sha1 && sha1 === knownSha1) {
    delete headers['Content-Type'];
    return { status: 304, headers, body: new Uint8Array() };
  }
  return { status: reply.status, headers, body };
}

/** Sends chunked, as the recorded shop did; HEAD gets the headers only. */
export function send(message: IncomingMessage, response: ServerResponse, { status, headers, body }: Sendable): void {
  response.writeHead(status, headers);
  if (message.method === 'HEAD' || body.length === 0) response.end();
  else {
    response.write(body);
    response.end();
  }
}
