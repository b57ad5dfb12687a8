import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import axios from 'axios';
import { createRedaction, type Redaction } from './redaction.ts';

export interface RecorderOptions {
  /** The vendor's real address. */
  target: string;
  /** Folder of the recordings. */
  into: string;
  /** Values that must not be written down, beside those that look like secrets. */
  secrets: readonly string[];
  /** Keep names, addresses and e-mails as they are: only for data that nobody lives behind. */
  keepPersonal: boolean;
  say(line: string): void;
}

/** Stands before a real server: what a connector asks of it is passed on, and written down without its secrets. */
export interface Recorder {
  url: string;
  /** Recordings so far. */
  count(): number;
  close(): Promise<void>;
}

const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-encoding',
  'content-length',
  'host',
]);

export async function startRecorder(options: RecorderOptions): Promise<Recorder> {
  await mkdir(options.into, { recursive: true });
  const redaction = createRedaction(options);
  let count = 0;
  const server = createServer((incoming, outgoing) => {
    exchange(incoming, outgoing, options, redaction)
      .then(async (recording) => {
        count += 1;
        const name = fileName(count, recording);
        await writeFile(join(options.into, name), `${JSON.stringify(recording, null, 1)}\n`);
        options.say(name);
      })
      .catch((error: unknown) => {
        options.say(`not recorded: ${error instanceof Error ? redaction.text(error.message) : 'unknown failure'}`);
        outgoing.destroy();
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: () => count,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** One exchange, in the form of the recordings that tests replay. */
interface Recording {
  recordedFrom: string;
  request: { method: string; path: string; headers: Record<string, string>; body: string | null };
  response: { status: number; headers: Record<string, string>; body: string };
}

async function exchange(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { target }: RecorderOptions,
  redaction: Redaction,
): Promise<Recording> {
  const base = new URL(target);
  const sent = await bodyOf(incoming);
  const { method = 'GET', url: path = '/' } = incoming;
  const address = new URL(`${base.pathname.replace(/\/$/, '')}${path}`, base);
  const answer = await axios.request<ArrayBuffer>({
    method,
    url: address.href,
    headers: { ...headersOf(incoming.headers), 'accept-encoding': 'identity' },
    ...(sent.length > 0 ? { data: sent } : {}),
    responseType: 'arraybuffer',
    maxRedirects: 0,
    validateStatus: () => true,
    proxy: false,
  });
  const body = Buffer.from(answer.data);
  const headers = headersOf(answer.headers as Record<string, string>);
  outgoing.writeHead(answer.status, { ...headers, 'content-length': String(body.length) }).end(body);
  return {
    recordedFrom: `${base.host}, ${new Date().toISOString().slice(0, 10)}`,
    request: {
      method,
      path: redaction.path(path),
      headers: redaction.headers(headersOf(incoming.headers)),
      body: sent.length > 0 ? redaction.body(sent.toString('utf8')) : null,
    },
    response: {
      status: answer.status,
      headers: redaction.headers(headers),
      body: redaction.body(body.toString('utf8')),
    },
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function headersOf(headers: IncomingMessage['headers'] | Record<string, string>): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()));
  return Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}

/** `0001.get.api-products.200.json` */
function fileName(count: number, { request, response }: Recording): string {
  const path = request.path.split('?')[0] ?? '';
  const words = path.replace(/[^a-zA-Z0-9]+/g, '-').replace(/^-|-$/g, '') || 'root';
  return `${String(count).padStart(4, '0')}.${request.method.toLowerCase()}.${words.slice(0, 60)}.${response.status}.json`;
}
