/**
 * A business behind an address of this machine, and how it is asked there: what the judge of all connectors puts its
 * faults between.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { RetryableError, type BrickHttp, type JsonValue, type RoleName } from '#sdk';
import type { Business } from './business.ts';
import { inProcessGate, type Gate } from './intake.ts';
import { inProcess, type Row, type Source } from './source.ts';
import type { Brought } from './taken-in.ts';
import { carryOut } from './told.ts';

/** `GET /things?role=till&after=…&limit=3`, `/things?role=till&id=Sale/1&id=…`, `/ids?role=till`. */
export async function serve(business: Business): Promise<{ url: string; close(): Promise<void> }> {
  const source = inProcess(business);
  const gate = inProcessGate(business);
  const server = createServer((request, response) => {
    if (request.method === 'POST' && request.url?.startsWith('/intake/')) void takeIn(gate, request, response);
    else if (request.method === 'POST') void tell(business, request, response);
    else if (request.url?.startsWith('/pages/')) show(business, request.url, response);
    else void answer(source, request.url ?? '/', response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** `POST /intake/put` */
async function takeIn(gate: Gate, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = JSON.parse(await text(request)) as { type: string; mark: string; id: string; brought: Brought };
  const answers: Record<string, () => Promise<unknown>> = {
    find: () => gate.find(asked.type, asked.mark),
    put: () => gate.put(asked.brought),
    say: () => gate.say(asked.id, asked.brought),
    settle: () => gate.settle(),
    counts: () => gate.counts(),
  };
  const answer = await answers[(request.url ?? '').split('/').at(-1) ?? '']?.();
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ answer: answer ?? null }));
}

/** `GET /pages/n1`: a product as anybody sees it. */
function show(business: Business, path: string, response: ServerResponse): void {
  const id = decodeURIComponent(path.slice('/pages/'.length));
  const things = business.things('shop');
  const product = things.find((one) => one.type === 'Product' && one.id === id);
  const variant = things.find(({ type, facet }) => type === 'Variant' && isOf(facet['product'], id));
  if (!product) return void response.writeHead(404).end();
  const names = product.facet['name'] as Record<string, string>;
  const price = variant?.facet['listPrice'] as { amount: string; currency: string } | undefined;
  const data = {
    ...{ '@context': 'https://schema.org', '@type': 'Product', name: Object.values(names)[0] ?? '' },
    ...(price && { offers: { '@type': 'Offer', price: price.amount, priceCurrency: price.currency } }),
  };
  const script = JSON.stringify(data).replaceAll('<', '\\u003c');
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    .end(`<!doctype html><title>Product</title><script type="application/ld+json">${script}</script>`);
}

function isOf(product: unknown, id: string): boolean {
  return typeof product === 'object' && product !== null && '$ref' in product && product.$ref === `Product/${id}`;
}

/** `POST /commands/setStock` */
async function tell(business: Business, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = (request.url ?? '').split('/').at(-1) ?? '';
  const { status, body } = await carryOut(business, name, await text(request));
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function answer(source: Source, path: string, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(path, 'http://localhost');
  const { signal } = new AbortController();
  const role = searchParams.get('role') as RoleName;
  const [ids, limit] = [searchParams.getAll('id'), Number(searchParams.get('limit'))];
  const things = (): Promise<Row[]> =>
    ids.length > 0
      ? source.byIds(role, ids, signal)
      : source.after(role, searchParams.get('after') ?? '', limit, signal);
  const body = pathname === '/ids' ? { ids: await source.ids(role, signal) } : { things: await things() };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Asks a business that is served. */
export function overHttp(http: BrickHttp): Source {
  const ask = async (
    path: string,
    field: string,
    query: [string, string][],
    signal: AbortSignal,
  ): Promise<unknown[]> => {
    const { body } = await http.text({ path: `${path}?${new URLSearchParams(query).toString()}`, signal });
    return listOf(body, field);
  };
  return {
    after: async (role, place, limit, signal) =>
      (await ask(
        'things',
        'things',
        [
          ['role', role],
          ['after', place],
          ['limit', String(limit)],
        ],
        signal,
      )) as Row[],
    ids: async (role, signal) => (await ask('ids', 'ids', [['role', role]], signal)) as string[],
    async byIds(role, ids, signal) {
      if (ids.length === 0) return [];
      const wanted = ids.map((id): [string, string] => ['id', id]);
      return (await ask('things', 'things', [['role', role], ...wanted], signal)) as Row[];
    },
  };
}

function listOf(body: string, field: string): JsonValue[] {
  let content: unknown = null;
  try {
    content = JSON.parse(body);
  } catch {
    // Told below.
  }
  const list = typeof content === 'object' && content !== null ? (content as Record<string, unknown>)[field] : null;
  if (Array.isArray(list)) return list as JsonValue[];
  throw new RetryableError({
    code: 'BRICK_ANSWER_BROKEN',
    message: `The answer holds no list of ${field}.`,
    remedy: 'Nothing of it was taken. The next run asks again.',
  });
}
