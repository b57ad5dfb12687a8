import { chmodSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { isCoded, PermanentError } from '#sdk';
import type { Operations } from './operations.ts';
import { isListening, socketPath } from './socket.ts';

const request = z.discriminatedUnion('verb', [
  z.strictObject({ verb: z.literal('sync'), brick: z.string().nullable(), full: z.boolean() }),
  z.strictObject({ verb: z.literal('reproject'), brick: z.string().nullable() }),
  z.strictObject({ verb: z.literal('check'), brick: z.string().nullable() }),
  z.strictObject({ verb: z.literal('kit'), into: z.string().nullable() }),
  z.strictObject({ verb: z.literal('day') }),
  z.strictObject({
    verb: z.literal('token-create'),
    name: z.string(),
    scopes: z.array(z.string()),
    presets: z.array(z.string()),
    expires: z.string(),
  }),
  z.strictObject({ verb: z.literal('token-list') }),
  z.strictObject({ verb: z.literal('token-revoke'), name: z.string() }),
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
  const send = (line: ControlLine): void => {
    if (!response.destroyed) response.write(`${JSON.stringify(line)}\n`);
  };
  try {
    // Only a look whether somebody is there.
    if (incoming.method !== 'POST') return;
    const asked = request.parse(JSON.parse(await bodyOf(incoming)));
    const result = await run(operations, asked, (event) => {
      send({ line: 'event', event });
    });
    send({ line: 'result', result });
  } catch (error) {
    const remedy = 'See the log of the hub.';
    if (isCoded(error)) send({ line: 'error', code: error.code, message: error.message, remedy: error.remedy });
    else send({ line: 'error', code: 'CONTROL_FAILED', message: error instanceof Error ? error.message : '', remedy });
  } finally {
    response.end();
  }
}

function run(operations: Operations, asked: ControlRequest, emit: (event: unknown) => void): Promise<unknown> {
  switch (asked.verb) {
    case 'sync':
      return operations.sync(asked.brick, { full: asked.full }, emit);
    case 'reproject':
      return operations.reproject(asked.brick, emit);
    case 'check':
      return operations.check(asked.brick);
    case 'kit':
      return operations.kit ? operations.kit(asked.into) : Promise.reject(new Error('This hub writes no kit.'));
    case 'day':
      return operations.day ? operations.day() : Promise.reject(noDemo());
    case 'token-create':
      return desk(operations).create(asked);
    case 'token-list':
      return desk(operations).list();
    case 'token-revoke':
      return desk(operations).revoke(asked.name);
  }
}

function desk({ tokens }: Operations): NonNullable<Operations['tokens']> {
  if (!tokens) throw new Error('This hub makes no tokens.');
  return tokens;
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
