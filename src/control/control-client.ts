import { request as httpRequest, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { PermanentError, type CheckFinding } from '#sdk';
import type { RunSummary, SyncEvent } from '../sync/index.ts';
import type { ControlLine, ControlRequest } from './control-server.ts';
import type { Operations } from './operations.ts';
import { socketPath } from './socket-path.ts';

/** The operations of the hub that runs on this data folder, or null if none runs. */
export async function connectControl(data: string): Promise<Operations | null> {
  const path = socketPath(data);
  if (!(await isAlive(path))) return null;
  return {
    sync: (brick, { full }, listen) =>
      ask(path, { verb: 'sync', brick, full }, (event) => {
        listen(event as SyncEvent);
      }) as Promise<RunSummary[]>,
    reproject: (brick, progress) =>
      ask(path, { verb: 'reproject', brick }, (due) => {
        progress(due as number);
      }) as Promise<number>,
    check: (brick) =>
      ask(path, { verb: 'check', brick }, () => undefined) as Promise<{ brick: string; findings: CheckFinding[] }[]>,
  };
}

function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = httpRequest({ socketPath: path, method: 'GET', path: '/' }, (response) => {
      response.resume();
      resolve(true);
    });
    probe.once('error', () => {
      resolve(false);
    });
    probe.end();
  });
}

async function ask(path: string, asked: ControlRequest, onEvent: (event: unknown) => void): Promise<unknown> {
  const response = await send(path, asked);
  for await (const text of createInterface({ input: response })) {
    const line = JSON.parse(text) as ControlLine;
    if (line.line === 'event') onEvent(line.event);
    if (line.line === 'result') return line.result;
    if (line.line === 'error') throw new PermanentError(line);
  }
  throw new PermanentError({
    code: 'HUB_GONE',
    message: 'The hub stopped before it had answered.',
    remedy: 'Start it again; what it had acknowledged is on disk.',
  });
}

function send(path: string, asked: ControlRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const call = httpRequest({ socketPath: path, method: 'POST', path: '/' }, resolve);
    call.once('error', reject);
    call.end(JSON.stringify(asked));
  });
}
