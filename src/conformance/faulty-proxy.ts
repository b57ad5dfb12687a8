import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What is done to an answer: `too-many`: 429 instead of it; `server-error`: 500; `empty`: 200 without a body;
 * `half`: the connection ends in the middle of the body; `twice`: the last row of every JSON list comes twice.
 */
export type HttpFault = 'too-many' | 'server-error' | 'empty' | 'half' | 'twice';

/** Stands between a connector and its sandbox, and spoils answers. */
export interface FaultyProxy {
  url: string;
  /** Asked for each request, counted from 1; null lets it pass. */
  fault: (count: number, request: { method: string; path: string }) => HttpFault | null;
  /** Requests so far. */
  count(): number;
  close(): Promise<void>;
}

export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  let requests = 0;
  const server = createServer((incoming, outgoing) => {
    requests += 1;
    const fault = proxy.fault(requests, { method: incoming.method ?? 'GET', path: incoming.url ?? '/' });
    forward(target, incoming, outgoing, fault);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: FaultyProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fault: () => null,
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

function forward(target: string, incoming: IncomingMessage, outgoing: ServerResponse, fault: HttpFault | null): void {
  const base = new URL(target);
  const options = { method: incoming.method, headers: { ...incoming.headers, host: base.host } };
  const onward = request(new URL(incoming.url ?? '/', base), options, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => {
      spoil(
        outgoing,
        { status: answer.statusCode ?? 502, headers: answer.headers, body: Buffer.concat(chunks) },
        fault,
      );
    });
  });
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
}

function spoil(
  outgoing: ServerResponse,
  { status, headers, body }: { status: number; headers: IncomingMessage['headers']; body: Buffer },
  fault: HttpFault | null,
): void {
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
    const sent = fault === 'twice' ? repeated(body) : body;
    outgoing.writeHead(status, { ...kept, 'content-length': String(sent.length) }).end(sent);
  }
}

/** The same answer with the last row of its lists once more; anything but JSON as it is. */
function repeated(body: Buffer): Buffer {
  let answer: unknown;
  try {
    answer = JSON.parse(body.toString('utf8'));
  } catch {
    return body;
  }
  return Buffer.from(JSON.stringify(withLastTwice(answer)));
}

/** Lists of rows as vendors give them: the answer itself, or one of its fields. */
function withLastTwice(answer: unknown): unknown {
  if (isRows(answer)) return [...answer, answer.at(-1)];
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return answer;
  const fields = Object.entries(answer as Record<string, unknown>);
  return Object.fromEntries(fields.map(([key, value]) => [key, isRows(value) ? [...value, value.at(-1)] : value]));
}

function isRows(value: unknown): value is object[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'object' && one !== null);
}
