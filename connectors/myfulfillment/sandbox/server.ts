import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { noFaults, type Faults } from './faults.ts';
import { answer, type Answer } from './routes.ts';
import type { FulfilmentState } from './state.ts';

export interface MyfulfillmentSandbox {
  /** Without a slash at the end. */
  readonly url: string;
  readonly settings: { url: string; username: string; password: string };
  /** The live data: change it in place. */
  readonly state: FulfilmentState;
  readonly faults: Faults;
  /** Method and path of every request, oldest first. May be emptied. */
  readonly log: string[];
  close(): Promise<void>;
}

const USERNAME = 'mortar@sandbox.example';
const PASSWORD = 'sandbox-password';

/** Listens on a free port of this machine. The state is used in place. */
export async function startMyfulfillmentSandbox(state: FulfilmentState): Promise<MyfulfillmentSandbox> {
  const log: string[] = [];
  let generation = 1;
  const faults = noFaults(() => void (generation += 1));
  const token = (): string => `sandbox-token-${generation}`;

  async function respond(message: IncomingMessage): Promise<Answer> {
    const url = new URL(message.url ?? '/', 'http://sandbox');
    log.push(`${message.method} ${decodeURIComponent(message.url ?? '')}`);
    const body = await bodyOf(message);
    if (faults.tooMany > 0) {
      faults.tooMany -= 1;
      return { status: 429, body: { message: 'Too Many Attempts.' } };
    }
    if (message.method === 'POST' && url.pathname === '/api/auth/token') return login(body, token());
    if (!url.pathname.startsWith('/api/')) return { status: 404, body: '<!doctype html><title>Not found</title>' };
    if (message.headers.authorization !== `Bearer ${token()}`)
      return { status: 401, body: { message: 'Unauthenticated.' } };
    if (message.method !== 'GET') return { status: 405, body: { message: 'Method not allowed' } };
    return answer(url, state, faults);
  }

  const server = createServer((message, response) => {
    respond(message).then(
      (found) => send(response, found),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    settings: { url, username: USERNAME, password: PASSWORD },
    state,
    faults,
    log,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function login(body: string, token: string): Answer {
  const { username, password } = JSON.parse(body || '{}') as Record<string, unknown>;
  if (username === USERNAME && password === PASSWORD) return { status: 200, body: { token } };
  return { status: 401, body: { message: 'Invalid credentials.' } };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  const isText = typeof body === 'string';
  response.writeHead(status, { 'Content-Type': isText ? 'text/html; charset=utf-8' : 'application/json' });
  response.end(isText ? body : JSON.stringify(body));
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks).toString('utf8');
}
