import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { ShopClock } from './clock.ts';
import { answerFaultsAdmin, FAULTS_PATH } from './faults/admin.ts';
import { crippled, failureReply, reshapeFor, type FaultEffect, type Faults } from './faults/index.ts';
import { frontOffice } from './front-office.ts';
import { answerWritesAdmin, WRITES_PATH } from './writes-admin.ts';
import type { RequestLogEntry, WriteLogEntry } from './logs.ts';
import { parseQuery, type WebserviceQuery } from './query.ts';
import type { Reply } from './reply.ts';
import { finish, send, type Sendable } from './sending.ts';
import { answer, type Webservice } from './webservice.ts';

export interface Exchanges {
  faults: Faults;
  clock: ShopClock;
  now: () => Date;
  log: RequestLogEntry[];
  writes: WriteLogEntry[];
  /** The webservice as it is for a request that starts now. */
  webservice: () => Omit<Webservice, 'reshape'>;
  /** Ends pending delays. */
  signal: () => AbortSignal;
}

/** One HTTP request from its first byte to the last of its answer. */
export async function exchange(message: IncomingMessage, response: ServerResponse, on: Exchanges): Promise<void> {
  const body = await readBody(message);
  const url = message.url ?? '/';
  if (url.startsWith(FAULTS_PATH)) return answerFaultsAdmin(message, response, body, on.faults);
  if (url.startsWith(WRITES_PATH)) return answerWritesAdmin(message, response, on.writes);
  const query = url.length > LONGEST_URL ? undefined : parseQuery(url, message.headers);
  const method = message.method ?? 'GET';
  const entry: RequestLogEntry = { at: on.now(), method, path: url, resource: query?.segments[0] ?? '' };
  on.log.push(entry);
  const effects = on.faults.effectsOn({ method, resource: entry.resource, path: decoded(url) });
  for (const effect of effects) {
    if (effect.kind === 'latency') await delay(effect.latencyMs, undefined, { signal: on.signal() });
  }
  const sendable = reply(message, body, query, effects, on);
  if (sendable === 'drop') {
    response.destroy();
    return;
  }
  entry.status = sendable.status;
  entry.bytes = method === 'HEAD' ? 0 : sendable.body.length;
  const cut = effects.find((effect) => effect.kind === 'cut');
  if (cut) sendCut(response, sendable, cut.share);
  else send(message, response, sendable);
}

function reply(
  message: IncomingMessage,
  body: Uint8Array,
  query: WebserviceQuery | undefined,
  effects: readonly FaultEffect[],
  on: Exchanges,
): Sendable | 'drop' {
  const webservice = on.webservice();
  const knownSha1 = [message.headers['local-content-sha1']].flat()[0];
  const envelope = { version: webservice.store.state.version, clock: on.clock, knownSha1 };
  const url = message.url ?? '/';
  if (!query)
    return finish(url.length > LONGEST_URL ? TOO_LONG : (frontOffice(url, webservice) ?? NOT_FOUND), envelope);
  const before = failureReply(effects, 'before', query);
  if (before) return before === 'drop' ? before : finish(before, envelope);
  const request = { method: message.method ?? 'GET', query, headers: message.headers, body };
  const answered = answer(request, { ...webservice, reshape: reshapeFor(effects, on.faults.transform) });
  const after = failureReply(effects, 'after', query);
  if (after) return after === 'drop' ? after : finish(after, envelope);
  return finish(answered, envelope);
}

const NOT_FOUND: Reply = {
  status: 404,
  body: '<!doctype html><title>Shop</title><p>The sandbox has no such page: of the front office it shows products only.</p>',
  type: 'text/html; charset=utf-8',
  bare: true,
};

/** The web server before the shop takes request lines of 8 KB, some 1,500 ids in one filter. */
const LONGEST_URL = 8_170;

const TOO_LONG: Reply = {
  status: 414,
  body: '<html>\r\n<head><title>414 Request-URI Too Large</title></head>\r\n</html>\r\n',
  type: 'text/html',
  bare: true,
};

/** Announces the whole body, sends a part of it, and breaks the connection. */
function sendCut(response: ServerResponse, { status, headers, body }: Sendable, share: number): void {
  response.writeHead(status, { ...headers, 'Content-Length': String(body.length) });
  response.write(crippled(body, share), () => response.destroy());
}

async function readBody(message: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
