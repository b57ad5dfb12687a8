import {
  createServer,
  request,
  type ClientRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What is done to an answer: `too-many`: 429 instead of it; `server-error`: 500; `empty`: 200 without a body;
 * `half`: the connection ends in the middle of the body; `cut-after`: it ends before the answer, when the work is done;
 * `cut-before`: the request does not arrive.
 */
export type HttpFault = 'too-many' | 'server-error' | 'empty' | 'half' | 'cut-after' | 'cut-before';

/** Stands between a connector and its sandbox, and spoils answers. */
export interface FaultyProxy {
  url: string;
  /** Asked for each request, counted from 1; null lets it pass. */
  fault: (count: number, request: { method: string; path: string }) => HttpFault | null;
  /** What becomes of the text of each answer in JSON; null: it passes as it is. */
  reword: ((body: string) => string) | null;
  /** Requests so far. */
  count(): number;
  close(): Promise<void>;
}

export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  let requests = 0;
  const server = createServer((incoming, outgoing) => {
    requests += 1;
    const fault = proxy.fault(requests, { method: incoming.method ?? 'GET', path: incoming.url ?? '/' });
    if (fault === 'cut-before') return void outgoing.destroy();
    forward(target, incoming, (answer) => {
      if (fault === 'cut-after') outgoing.destroy();
      else spoil(outgoing, reworded(answer, proxy.reword), fault);
    }).on('error', () => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: FaultyProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fault: () => null,
    reword: null,
    count: () => requests,
    close: () => closed(server),
  };
  return proxy;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => {
    server.close((error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

function forward(target: string, incoming: IncomingMessage, done: (answer: Answer) => void): ClientRequest {
  const base = new URL(target);
  const options = { method: incoming.method, headers: { ...incoming.headers, host: base.host } };
  const onward = request(new URL(incoming.url ?? '/', base), options, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => {
      done({ status: answer.statusCode ?? 502, headers: answer.headers, body: Buffer.concat(chunks) });
    });
  });
  incoming.pipe(onward);
  return onward;
}

/** Only what begins as JSON does: pictures and pages are no lists. */
function reworded(answer: Answer, reword: FaultyProxy['reword']): Answer {
  if (!reword || !/^\s*[[{]/.test(answer.body.toString('utf8', 0, 20))) return answer;
  return { ...answer, body: Buffer.from(reword(answer.body.toString('utf8'))) };
}

function spoil(outgoing: ServerResponse, { status, headers, body }: Answer, fault: HttpFault | null): void {
  const { 'transfer-encoding': _, ...kept } = headers;
  if (fault === 'too-many') {
    outgoing.writeHead(429, { 'retry-after': '0', 'content-type': 'text/plain' }).end('Too Many Attempts');
  } else if (fault === 'server-error') {
    outgoing.writeHead(500, { 'content-type': 'text/plain' }).end('Internal Server Error');
  } else if (fault === 'empty') {
    outgoing.writeHead(200, { ...kept, 'content-length': '0' }).end();
  } else if (fault === 'half' && body.length > 1) {
    outgoing.writeHead(status, { ...kept, 'content-length': String(body.length) });
    outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => outgoing.destroy());
  } else {
    outgoing.writeHead(status, { ...kept, 'content-length': String(body.length) }).end(body);
  }
}
