import { chmodSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { isCoded, PermanentError } from '#sdk';
import { staffNoteSchema } from '../audit/index.ts';
import { historyRequests, runHistory } from './history.ts';
import { answerMove, moveRequests } from './move-requests.ts';
import type { Operations } from './operations.ts';
import { isListening, socketPath } from './socket.ts';

const request = z.discriminatedUnion('verb', [
  z.strictObject({ verb: z.literal('sync'), brick: z.string().nullable(), full: z.boolean() }),
  z.strictObject({ verb: z.literal('reproject'), brick: z.string().nullable() }),
  z.strictObject({ verb: z.literal('check'), brick: z.string().nullable() }),
  z.strictObject({ verb: z.literal('kit'), into: z.string().nullable() }),
  z.strictObject({
    verb: z.literal('salvage'),
    paths: z.array(z.string()).min(1).max(100),
    subject: z.enum(['products', 'stock', 'customers', 'orders']).exactOptional(),
    map: z.string().exactOptional(),
    save: z.string().exactOptional(),
    columns: z.record(z.string(), z.string().nullable()).exactOptional(),
    taxRate: z.string().exactOptional(),
    currency: z.string().exactOptional(),
    dated: z.string().exactOptional(),
    template: z.strictObject({ name: z.string(), fields: z.record(z.string(), z.string()) }).exactOptional(),
    apply: z.boolean(),
  }),
  ...moveRequests,
  z.strictObject({
    verb: z.literal('letters'),
    apply: z.boolean(),
    test: z.string().exactOptional(),
    since: z.string().exactOptional(),
    text: z.strictObject({ subject: z.string(), body: z.string() }).exactOptional(),
  }),
  z.strictObject({ verb: z.literal('day') }),
  z.strictObject({
    verb: z.literal('token-create'),
    name: z.string(),
    scopes: z.array(z.string()),
    presets: z.array(z.string()),
    expires: z.string(),
  }),
  ...historyRequests,
  z.strictObject({
    verb: z.literal('query'),
    query: z.string(),
    variables: z.record(z.string(), z.unknown()),
    asOf: z.string().max(40).optional(),
  }),
  z.strictObject({ verb: z.literal('token-list') }),
  z.strictObject({ verb: z.literal('token-revoke'), name: z.string() }),
  z.strictObject({ verb: z.literal('person-export'), customer: z.string() }),
  z.strictObject({ verb: z.literal('person-export-by-email'), email: z.string() }),
  z.strictObject({
    verb: z.literal('person-erase'),
    customer: z.string(),
    reason: z.string().min(1).max(500),
    confirm: z.string(),
    by: z.string(),
  }),
  z.strictObject({ verb: z.literal('person-retention'), apply: z.boolean() }),
  z.strictObject({
    verb: z.literal('audit-verify'),
    heads: z.array(z.strictObject({ seq: z.number().int(), hash: z.string().max(64) })).max(100),
  }),
  z.strictObject({
    verb: z.literal('audit-export'),
    from: z.string().optional(),
    to: z.string().optional(),
    format: z.enum(['jsonl', 'csv']),
  }),
  z.strictObject({ verb: z.literal('audit-note'), note: staffNoteSchema }),
]);
export type ControlRequest = z.infer<typeof request>;

/** One line of an answer. The last one is `result` or `error`. */
export type ControlLine =
  | { line: 'event'; event: unknown }
  | { line: 'result'; result: unknown }
  | { line: 'error'; code: string; message: string; remedy: string };

/** Lets the command line of this machine's user reach the running hub, over a socket that nobody else can open. */
export async function startControl(data: string, operations: Operations): Promise<{ close(): Promise<void> }> {
  const path = socketPath(data);
  // On PostgreSQL several hubs may share a folder of images: the first one answers the command line.
  if (await isListening(path)) return { close: () => Promise.resolve() };
  // Nobody answers there: a killed hub left it.
  rmSync(path, { force: true });
  const server = createServer((incoming, response) => {
    void answer(operations, incoming, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  chmodSync(path, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function answer(operations: Operations, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const send = async (line: ControlLine): Promise<void> => {
    if (response.destroyed || response.write(`${JSON.stringify(line)}\n`)) return;
    // Whoever tells much waits until it was read.
    await Promise.race(['drain', 'close'].map((event) => once(response, event)));
  };
  try {
    // Only a look whether somebody is there.
    if (incoming.method !== 'POST') return;
    const asked = request.parse(JSON.parse(await bodyOf(incoming)));
    const result = await run(operations, asked, (event) => send({ line: 'event', event }));
    await send({ line: 'result', result });
  } catch (error) {
    const remedy = 'See the log of the hub.';
    if (isCoded(error)) await send({ line: 'error', code: error.code, message: error.message, remedy: error.remedy });
    else
      await send({
        line: 'error',
        code: 'CONTROL_FAILED',
        message: error instanceof Error ? error.message : '',
        remedy,
      });
  } finally {
    response.end();
  }
}

function run(operations: Operations, asked: ControlRequest, tell: (event: unknown) => Promise<void>): Promise<unknown> {
  // What is told of a run is little, and nobody waits for it to be read.
  const emit = (event: unknown): void => void tell(event);
  switch (asked.verb) {
    case 'sync':
      return operations.sync(asked.brick, { full: asked.full }, emit);
    case 'reproject':
      return operations.reproject(asked.brick, emit);
    case 'check':
      return operations.check(asked.brick);
    case 'kit':
      return operations.kit ? operations.kit(asked.into) : Promise.reject(new Error('This hub writes no kit.'));
    case 'salvage': {
      const { verb: _, ...order } = asked;
      return operations.salvage ? operations.salvage(order) : Promise.reject(new Error('This hub salvages nothing.'));
    }
    case 'move-plan':
    case 'move-apply':
    case 'move-pause':
    case 'move-rehearsal':
    case 'move-rehearse':
    case 'move-drill':
    case 'move-verify':
    case 'move-cutover':
    case 'move-redirects':
    case 'move-idmap':
    case 'move-passwords':
      return answerMove(operations.moves, asked, emit);
    case 'letters': {
      const { verb: _, ...order } = asked;
      return operations.letters ? operations.letters(order) : Promise.reject(new Error('This hub writes no letters.'));
    }
    case 'day':
      return operations.day ? operations.day() : Promise.reject(noDemo());
    case 'hold-list':
    case 'hold-show':
    case 'hold-decide':
    case 'changes':
    case 'first-bad':
      return operations.history ? runHistory(operations.history, asked) : Promise.reject(new Error('No history here.'));
    case 'query': {
      const { verb: _, asOf, ...query } = asked;
      if (!operations.query) return Promise.reject(new Error('This hub answers no queries.'));
      return operations.query({ ...query, ...(asOf === undefined ? {} : { asOf }) });
    }
    case 'token-create':
      return desk(operations).create(asked);
    case 'token-list':
      return desk(operations).list();
    case 'token-revoke':
      return desk(operations).revoke(asked.name);
    case 'person-export':
      return people(operations).export({ customer: asked.customer });
    case 'person-export-by-email':
      return people(operations).export({ email: asked.email });
    case 'person-erase':
      return people(operations).erase(asked);
    case 'person-retention':
      return people(operations).retain({ apply: asked.apply });
    case 'audit-verify':
      return trail(operations).verify(asked.heads);
    case 'audit-export':
      return trail(operations).export(asked, tell);
    case 'audit-note':
      return trail(operations).note(asked.note);
  }
}

function desk({ tokens }: Operations): NonNullable<Operations['tokens']> {
  if (!tokens) throw new Error('This hub makes no tokens.');
  return tokens;
}

function people({ people: port }: Operations): NonNullable<Operations['people']> {
  if (!port) throw new Error('This hub knows no people.');
  return port;
}

function trail({ audit }: Operations): NonNullable<Operations['audit']> {
  if (!audit) throw new Error('This hub keeps no audit trail.');
  return audit;
}

/** Where no sandboxes run that days could pass in. */
export function noDemo(): PermanentError {
  return new PermanentError({
    code: 'DEMO_NOT_RUNNING',
    message: 'No demo is running here.',
    remedy: 'Start one in another terminal: `npm start` without a configuration, or `mortar connector dev DIR`.',
  });
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of incoming.setEncoding('utf8') as AsyncIterable<string>) {
    body += chunk;
    if (body.length > 100_000) throw new RangeError('The request is too large.');
  }
  return body;
}
