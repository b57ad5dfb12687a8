import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '#sdk';
import { isObject } from '../record.ts';
import { KeyCheck, type ApiKey } from './auth.ts';
import type { Call, Reply } from './call.ts';
import { getCustomer } from './customers.ts';
import { listen, type HookResource } from './hooks.ts';
import { getOrder } from './orders.ts';
import { productPage } from './pages.ts';
import { getProduct } from './products.ts';
import { allRoutes, type Route } from './routes.ts';
import type { Store } from './store.ts';
import { Sender } from './webhooks.ts';
import { WpError } from './wp-error.ts';
import { said } from './said.ts';

const LARGEST_BODY = 32 * 1024 * 1024;

export interface SandboxUser {
  name: string;
  /** An application password. */
  password: string;
}

export interface WooSandbox {
  url: string;
  store: Store;
  sender: Sender;
  /** What was asked, in order: `GET /wp-json/wc/v3/products?…`. */
  requests: string[];
  /** Asked before each request; true: the connection breaks after the work was done. */
  cut: (count: number) => 'before' | 'after' | null;
  close(): Promise<void>;
}

export interface WooServerOptions {
  store: Store;
  keys: readonly ApiKey[];
  users: readonly SandboxUser[];
  /** By which signatures are judged: seconds since 1970; absent: the machine's. */
  seconds?: () => number;
}

/** A WordPress with WooCommerce on loopback. It speaks plain HTTP; `X-Forwarded-Proto: https` makes it believe in HTTPS. */
export async function startWooServer({ store, keys, users, seconds }: WooServerOptions): Promise<WooSandbox> {
  const sender = new Sender(store, (resource, id) => payload(store, resource, id));
  listen(store, (resource, event, id) => sender.changed(resource, event, id));
  const door = new KeyCheck(keys, () => store.home, seconds ?? (() => Date.now() / 1000));
  const routes = allRoutes(sender);
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const raw = await bodyOf(incoming);
    sandbox.requests.push(`${incoming.method ?? 'GET'} ${incoming.url ?? '/'}`);
    const cut = sandbox.cut(sandbox.requests.length);
    if (cut === 'before') return void outgoing.destroy();
    const reply = replyTo(incoming, raw, { store, door, routes, users });
    if (cut === 'after') return void outgoing.destroy();
    send(outgoing, reply);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  store.home = `http://localhost:${port}/`;
  const sandbox: WooSandbox = {
    ...{ url: `http://127.0.0.1:${port}/`, store, sender, requests: [], cut: () => null },
    async close() {
      await sender.sent();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return sandbox;
}

interface Shop {
  store: Store;
  door: KeyCheck;
  routes: readonly Route[];
  users: readonly SandboxUser[];
}

type Answer = Reply | { status: number; file: Uint8Array; mime: string };

function replyTo(incoming: IncomingMessage, raw: Buffer, shop: Shop): Answer {
  const target = incoming.url ?? '/';
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  const url = new URL(target, 'http://localhost');
  const secure = headers['x-forwarded-proto'] === 'https';
  const base = secure ? `https://${headers['host'] ?? 'localhost'}/` : shop.store.home;
  const method = incoming.method ?? 'GET';
  const asked = { store: shop.store, method, query: url.searchParams, raw, headers, base };
  try {
    if (!url.pathname.startsWith('/wp-json')) return page({ ...asked, path: url.pathname, params: [], body: {} });
    const path = url.pathname.replace(/^\/wp-json\/?/, '');
    if (path.startsWith('wp/')) assertUser(headers, shop.users);
    else if (path !== '') shop.door.admit({ method, target, headers, secure });
    const { route, params } = routed(shop.routes, method, path);
    return route.handler({
      ...asked,
      path,
      params,
      body: path.startsWith('wp/') && method === 'POST' && !isJson(headers) ? {} : parsed(raw),
    });
  } catch (error) {
    if (error instanceof WpError) return { status: error.status, body: error.body() };
    throw error;
  }
}

function routed(routes: readonly Route[], method: string, path: string): { route: Route; params: string[] } {
  for (const route of routes) {
    if (route.method !== method) continue;
    const match = route.pattern.exec(path);
    if (match) return { route, params: match.slice(1) };
  }
  throw new WpError('rest_no_route', 'No route was found matching the URL and request method.', 404);
}

function isJson(headers: Readonly<Record<string, string>>): boolean {
  return (headers['content-type'] ?? '').startsWith('application/json');
}

function parsed(raw: Buffer): JsonObject {
  if (raw.length === 0) return {};
  try {
    const body = JSON.parse(raw.toString('utf8')) as JsonObject[string];
    if (isObject(body)) return body;
    if (Array.isArray(body)) return { items: body };
  } catch {
    // Said below.
  }
  throw new WpError('rest_invalid_json', 'Invalid JSON body passed.', 400);
}

/** An application password: WordPress takes it over plain HTTP only where it knows itself to be a local copy. */
function assertUser(headers: Readonly<Record<string, string>>, users: readonly SandboxUser[]): void {
  const [, credentials = ''] = /^Basic (.+)$/.exec(headers['authorization'] ?? '') ?? [];
  const [name, ...rest] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
  const isKnown = users.some((user) => user.name === name && user.password === rest.join(':'));
  if (!isKnown) {
    throw new WpError('rest_cannot_create', 'Sorry, you are not allowed to create posts as this user.', 401);
  }
}

/** What browsers ask for: pictures and product pages. */
function page(call: Call): Answer {
  const upload = call.store.uploads.get(call.path.replace(/^\/wp-content\/uploads\//, ''));
  if (upload) return { status: 200, file: upload.bytes, mime: upload.mime };
  const [, slug] = /^\/product\/([^/]+)\/?$/.exec(call.path) ?? [];
  const html = slug === undefined ? null : productPage(call, decodeURIComponent(slug));
  const text = html ?? '<!doctype html><title>Page non trouvée</title><h1>404</h1>';
  return { status: html === null ? 404 : 200, file: Buffer.from(text), mime: 'text/html; charset=UTF-8' };
}

function payload(store: Store, resource: HookResource, id: number): JsonObject | null {
  const handlers = { product: getProduct, order: getOrder, customer: getCustomer, coupon: null };
  const handler = handlers[resource];
  const call: Call = {
    ...{ store, method: 'GET', path: '', params: [said(id)], query: new URLSearchParams() },
    ...{ body: {}, raw: Buffer.alloc(0), headers: {}, base: store.home },
  };
  try {
    const body = handler?.(call).body;
    return isObject(body) ? body : null;
  } catch (error) {
    if (error instanceof WpError) return null;
    throw error;
  }
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new Error('body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(outgoing: ServerResponse, answer: Answer): void {
  if ('file' in answer) {
    outgoing.writeHead(answer.status, { 'Content-Type': answer.mime, 'Content-Length': answer.file.length });
    outgoing.end(answer.file);
    return;
  }
  const body = Buffer.from(JSON.stringify(answer.body));
  outgoing.writeHead(answer.status, {
    'Content-Type': 'application/json; charset=UTF-8',
    'X-Robots-Tag': 'noindex',
    'X-Content-Type-Options': 'nosniff',
    ...answer.headers,
    'Content-Length': body.length,
  });
  outgoing.end(body);
}
