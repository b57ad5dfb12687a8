import { createHash } from 'node:crypto';
import { request } from 'node:http';
import type { PrestashopSandbox } from '../index.ts';
import { RECORDED_ORIGIN, type Recording } from './recordings.ts';

export type Answer = Recording['response'];

/** Sends a recorded request to the sandbox, under the sandbox's own name. */
export async function replay(row: Recording, sandbox: PrestashopSandbox): Promise<Answer> {
  const own = new URL(sandbox.url).host;
  const { method, path, body, bodyBase64 } = row.request;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(row.request.headers)) headers[name] = asSent(value, own);
  const sent =
    bodyBase64 === undefined ? body?.replaceAll(RECORDED_ORIGIN, sandbox.url) : Buffer.from(bodyBase64, 'base64');
  return new Promise((resolve, reject) => {
    const outgoing = request(`${sandbox.url}${path}`, { method, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        resolve(toAnswer(incoming.statusCode ?? 0, incoming.headers, Buffer.concat(chunks), sandbox.url));
      });
    });
    outgoing.on('error', reject);
    outgoing.end(sent);
  });
}

/** Recordings name the shop by its old address and write keys as `base64(KEY:)`. */
function asSent(header: string, host: string): string {
  return header
    .replace(new URL(RECORDED_ORIGIN).host, host)
    .replace(/base64\((.*)\)/, (_, text: string) => Buffer.from(text).toString('base64'));
}

const sha1 = (content: string | Uint8Array): string => createHash('sha1').update(content).digest('hex');

function toAnswer(
  status: number,
  incoming: Record<string, string | string[] | undefined>,
  bytes: Buffer,
  origin: string,
): Answer {
  const named = Object.entries(incoming).map(([name, value]) => [name, [value].flat().join(', ')]);
  const headers = Object.fromEntries(named) as Record<string, string>;
  if (headers['content-type']?.startsWith('image/')) return { status, headers, bodyBase64: bytes.toString('base64') };
  const body = bytes.toString('utf8').replaceAll(origin, RECORDED_ORIGIN);
  if (headers['location']) headers['location'] = headers['location'].replace(origin, RECORDED_ORIGIN);
  // The digest covers the shop's own address: where it is right, say what it is for the recorded address.
  if (headers['content-sha1'] === sha1(bytes)) headers['content-sha1'] = sha1(body);
  return { status, headers, body };
}

/** The others tell the time, name the session, or belong to the connection. */
const COMPARED_HEADERS = [
  'content-type',
  'x-powered-by',
  'psws-version',
  'www-authenticate',
  'content-sha1',
  'location',
];

/** Status, headers and the body byte for byte, but for the named fields and the digest that covers them. */
export function comparable(
  { status, headers, body, bodyBase64 }: Answer,
  volatile: readonly string[] | undefined,
): unknown {
  const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const compared = COMPARED_HEADERS.filter((name) => lower.has(name) && !(volatile && name === 'content-sha1'));
  let text = body ?? bodyBase64 ?? '';
  for (const field of volatile ?? []) {
    text = text.replace(new RegExp(`(<${field}[^>]*>).*?(</${field}>)`, 'gs'), '$1…$2');
  }
  return { status, headers: Object.fromEntries(compared.map((name) => [name, lower.get(name)])), body: text };
}
