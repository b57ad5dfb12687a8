/**
 * A stand-in for an Odoo server on loopback: `/jsonrpc` and `/json/2` over plain tables, with Odoo's envelopes of
 * errors. Reading is understood, and what the connector writes. What is not known of a real server is not made up here: see the README.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject, JsonValue, Sandbox } from '#sdk';
import { odooText } from '../odoo-time.ts';
import { anotherDay } from './another-day.ts';
import { business } from './business.ts';
import { columnsOf, installed } from './fresh.ts';
import { answer } from './methods.ts';
import type { Asking } from './methods.ts';
import { OdooFault } from './search.ts';
import { LANGUAGES, OWN_LANGUAGE } from './tables.ts';
import { seededRandom } from './seeded-random.ts';
import type { Tables } from './tables.ts';
import { isWriting, writeAnswer } from './writing.ts';
import type { Written } from './writing.ts';

export interface OdooSandboxOptions {
  bornAt: Date;
  /** What lies on the shelves and what is sold each day; absent: the business that the tests know by heart. */
  seed?: number;
  /** Default: 17.0, where `auto` speaks JSON-RPC. */
  version?: string;
  tables?: Tables;
  /** True: as Odoo is installed, with the apps that are used and nothing done in them yet. */
  fresh?: boolean;
}

/** What the next question about a model runs into. */
export interface PlannedFault {
  model: string;
  /** Questions that pass before. */
  after: number;
  fault: { name: string; message: string } | { status: number };
}

export interface OdooSandbox extends Sandbox {
  readonly tables: Tables;
  /** A row of each model, by which its fields are known while it is empty. */
  readonly columns: Readonly<Record<string, JsonObject>>;
  /** Models of apps that are not installed. */
  readonly absent: Set<string>;
  /** Models that the user may not read. */
  readonly denied: Set<string>;
  readonly faults: PlannedFault[];
  /** Models that the user may read and not write. */
  readonly locked: Set<string>;
  /** What was asked of models, in order. */
  readonly asked: Asking[];
  /** What was written, in order. */
  readonly written: Written[];
  /** From the `at`-th request on, counted from now, connections break: at first `before` or `after` the work is done. */
  readonly cut: { at: number; when: 'before' | 'after' };
}

export const LOGIN = { database: 'shop', user: 'hub', key: 'a-key-for-the-sandbox' } as const;
const UID = 7;

/** Starts a stand-in on a free port. */
export async function startOdooSandbox(options: OdooSandboxOptions): Promise<OdooSandbox> {
  const random = options.seed === undefined ? null : seededRandom(options.seed);
  const seeded = options.tables ?? business(options.bornAt, random);
  const world: World = {
    tables: options.fresh ? installed(seeded) : seeded,
    columns: columnsOf(seeded),
    version: options.version ?? '17.0-20240709',
    absent: new Set(),
    denied: new Set(),
    faults: [],
    locked: new Set(),
    asked: [],
    written: [],
    cut: { at: Infinity, when: 'before' },
    stamp: () => stampOf(options.bornAt, days, ++stamps),
  };
  let [days, stamps] = [0, 0];
  const server = createServer((request, response) => void exchange(world, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...world,
    url,
    settings: { url, ...LOGIN },
    step: () => Promise.resolve(anotherDay(world.tables, { day: ++days, bornAt: options.bornAt, random })),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Parts = 'tables' | 'columns' | 'absent' | 'denied' | 'locked' | 'faults' | 'asked' | 'written' | 'cut';
type World = Pick<OdooSandbox, Parts> & { version: string; stamp(): string };

/** Each write is a second later than the one before. */
function stampOf(bornAt: Date, days: number, stamps: number): string {
  return `${odooText(new Date(bornAt.getTime() + days * 86_400_000 + stamps * 1000))}.000001`;
}

async function exchange(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const path = request.url ?? '/';
  const { cut } = world;
  cut.at -= 1;
  const isCut = cut.at <= 0;
  if (isCut && (cut.at < 0 || cut.when === 'before')) return void request.socket.destroy();
  const reply = (status: number, body: JsonValue): void => {
    if (isCut) request.socket.destroy();
    else response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
  };
  const json2 = /^\/json\/2\/([^/]+)\/([^/]+)$/.exec(path);
  try {
    const body = JSON.parse(text) as JsonObject;
    if (path === '/jsonrpc') {
      const result = rpc(world, body);
      return reply(200, { jsonrpc: '2.0', id: body['id'] ?? null, ...(result === null ? {} : { result }) });
    }
    if (!json2 || !world.version.startsWith('19')) return reply(404, '<!DOCTYPE html>');
    if (request.headers.authorization !== `bearer ${LOGIN.key}`) throw unauthorized();
    const [, model = '', method = ''] = json2.map((part) => decodeURIComponent(part));
    reply(200, ask(world, { model, method, args: body }, 'json2'));
  } catch (error) {
    if (!(error instanceof OdooFault)) throw error;
    const data = dataOf(error);
    if (error.fault === 'http') reply(error.status, '');
    else if (json2) reply(error.status, data);
    else reply(200, envelope(data));
  }
}

function envelope(data: JsonObject): JsonObject {
  return { jsonrpc: '2.0', id: 1, error: { code: 200, message: 'Odoo Server Error', data } };
}

function dataOf({ fault, message }: OdooFault): JsonObject {
  const debug = `Traceback (most recent call last):\n  File "/var/www/shop/odoo/http.py", line 1764\n${fault}: ${message}\n`;
  return { name: fault, debug, message, arguments: [message], context: {} };
}

function unauthorized(): OdooFault {
  const message = 'User not authenticated, use an API Key with a Bearer Authorization header.';
  return new OdooFault('werkzeug.exceptions.Unauthorized', message, 401);
}

/** Of methods of a model; those of records come with their ids. */
const FIRST_ARGUMENT: Readonly<Record<string, string>> = {
  search: 'domain',
  search_read: 'domain',
  search_count: 'domain',
  create: 'vals_list',
};

function rpc(world: World, body: JsonObject): JsonValue {
  const { service, method, args } = body['params'] as { service: string; method: string; args: JsonValue[] };
  if (service === 'common' && method === 'version') return { server_version: world.version, protocol_version: 1 };
  const [database, user, key] = args;
  if (database !== LOGIN.database) {
    throw new OdooFault(
      'psycopg2.OperationalError',
      `FATAL:  database "${JSON.stringify(database)}" does not exist\n`,
      500,
    );
  }
  const isKnown = key === LOGIN.key;
  if (service === 'common') return isKnown && user === LOGIN.user ? UID : false;
  if (!isKnown || user !== UID) throw new OdooFault('odoo.exceptions.AccessDenied', 'Access Denied', 403);
  const [model, name, positional, named] = args.slice(3) as [string, string, JsonValue[], JsonObject];
  const first = positional[0] === undefined ? {} : { [FIRST_ARGUMENT[name] ?? 'ids']: positional[0] };
  return ask(world, { model, method: name, args: { ...first, ...named } }, 'jsonrpc');
}

function ask(world: World, asking: Asking, protocol: 'jsonrpc' | 'json2'): JsonValue {
  const { model, method } = asking;
  world.asked.push(asking);
  fail(world, model);
  const context = (asking.args['context'] ?? {}) as { allowed_company_ids?: number[]; lang?: string };
  if (context.lang !== undefined && !LANGUAGES.includes(context.lang))
    throw new OdooFault('odoo.exceptions.UserError', `Invalid language code: ${context.lang}`, 422);
  if (model === 'res.users' && method === 'context_get') return { lang: OWN_LANGUAGE, tz: 'Europe/Paris', uid: UID };
  if (world.absent.has(model) || !world.tables[model]) {
    throw protocol === 'json2'
      ? new OdooFault('werkzeug.exceptions.NotFound', `the model '${model}' does not exist`, 404)
      : new OdooFault('odoo.exceptions.UserError', `L'objet ${model} n'existe pas`, 422);
  }
  if (world.denied.has(model) && method !== 'fields_get') {
    const groups = `This operation is allowed for the following groups:\n\t- Inventory/User\n\t- Point of Sale/User`;
    const message = `You are not allowed to access '${model}' (${model}) records.\n\n${groups}\n\nContact your administrator to request access if necessary.`;
    throw new OdooFault('odoo.exceptions.AccessError', message, 403);
  }
  const { allowed_company_ids: companies = [] } = context;
  if (companies.some((company) => !world.tables['res.company']?.some(({ id }) => id === company))) {
    throw new OdooFault('odoo.exceptions.AccessError', 'Access to unauthorized or invalid companies.', 403);
  }
  if (method === 'check_access_rights' || method === 'has_access')
    return asking.args['operation'] === 'read' || !world.locked.has(model);
  if (world.locked.has(model) && /^(create|write|action_)/.test(method)) throw lockedModel(model, method);
  return isWriting(method) ? writeAnswer(world, asking) : answer(world, asking);
}

function lockedModel(model: string, method: string): OdooFault {
  const verb = method === 'create' ? 'create' : 'modify';
  const message = `You are not allowed to ${verb} '${model}' (${model}) records.\n\nContact your administrator to request access if necessary.`;
  return new OdooFault('odoo.exceptions.AccessError', message, 403);
}

function fail(world: World, model: string): void {
  const planned = world.faults.find((one) => one.model === model);
  if (!planned || planned.after-- > 0) return;
  world.faults.splice(world.faults.indexOf(planned), 1);
  const { fault } = planned;
  throw 'status' in fault ? new OdooFault('http', '', fault.status) : new OdooFault(fault.name, fault.message, 500);
}
