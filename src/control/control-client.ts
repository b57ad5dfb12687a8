import { request as httpRequest, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { PermanentError, type CheckFinding } from '#sdk';
import type { CreatedToken, TokenView } from '../access/index.ts';
import type { Verification } from '../audit/index.ts';
import type { RetentionReport } from '../people/index.ts';
import type { KitSummary, LettersReport, SalvageReport } from '../recovery/index.ts';
import type { EraseOutcome } from '../roles/hub/index.ts';
import type { RunSummary, SyncEvent } from '../sync/index.ts';
import type { ControlLine, ControlRequest } from './control-server.ts';
import { historyOver } from './history.ts';
import { movesThrough } from './move-requests.ts';
import type { Operations } from './operations.ts';
import { isListening, socketPath } from './socket.ts';

/** The operations of the hub that runs on this data folder, or null if none runs. */
export async function connectControl(data: string): Promise<Operations | null> {
  const path = socketPath(data);
  if (!(await isListening(path))) return null;
  return {
    sync: (brick, { full, signal }, listen) =>
      ask(path, { verb: 'sync', brick, full }, { signal, onEvent: (event) => listen(event as SyncEvent) }) as Promise<
        RunSummary[]
      >,
    reproject: (brick, progress) =>
      ask(path, { verb: 'reproject', brick }, { onEvent: (due) => progress(due as number) }) as Promise<number>,
    check: (brick) =>
      ask(path, { verb: 'check', brick }, { onEvent: () => undefined }) as Promise<
        { brick: string; findings: CheckFinding[] }[]
      >,
    tokens: {
      create: (order) =>
        quiet(path, {
          verb: 'token-create',
          ...order,
          scopes: [...order.scopes],
          presets: [...order.presets],
        }) as Promise<CreatedToken>,
      list: () => quiet(path, { verb: 'token-list' }) as Promise<TokenView[]>,
      revoke: (name) => quiet(path, { verb: 'token-revoke', name }) as Promise<TokenView>,
    },
    people: {
      export: (asked) =>
        quiet(
          path,
          'email' in asked
            ? { verb: 'person-export-by-email', email: asked.email }
            : { verb: 'person-export', customer: asked.customer },
        ) as Promise<object | null>,
      erase: (order) => quiet(path, { verb: 'person-erase', ...order }) as Promise<EraseOutcome>,
      retain: ({ apply }) => quiet(path, { verb: 'person-retention', apply }) as Promise<RetentionReport>,
    },
    history: historyOver((asked) => quiet(path, asked)),
    query: (asked) => quiet(path, { verb: 'query', ...asked }) as Promise<object>,
    kit: (into) => ask(path, { verb: 'kit', into }, { onEvent: () => undefined }) as Promise<KitSummary>,
    audit: {
      verify: (heads) => quiet(path, { verb: 'audit-verify', heads: [...heads] }) as Promise<Verification>,
      export: ({ format, from, to }, take) => {
        const span = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
        const onEvent = (text: unknown): Promise<void> | void => take(text as string);
        return ask(path, { verb: 'audit-export', format, ...span }, { onEvent }) as Promise<number>;
      },
      note: (note) => quiet(path, { verb: 'audit-note', note }) as Promise<void>,
    },
    salvage: (order) => quiet(path, { verb: 'salvage', ...order, paths: [...order.paths] }) as Promise<SalvageReport>,
    moves: movesThrough((asked, onEvent) => ask(path, asked, { onEvent })),
    letters: (order) => quiet(path, { verb: 'letters', ...order }) as Promise<LettersReport>,
    day: () => ask(path, { verb: 'day' }, { onEvent: () => undefined }) as Promise<string[]>,
  };
}

function quiet(path: string, asked: ControlRequest): Promise<unknown> {
  return ask(path, asked, { onEvent: () => undefined });
}

interface Asking {
  /** Ends the waiting; the hub goes on. */
  signal?: AbortSignal | undefined;
  /** The next one is read when this one was taken. */
  onEvent(event: unknown): Promise<void> | void;
}

async function ask(path: string, asked: ControlRequest, { signal, onEvent }: Asking): Promise<unknown> {
  try {
    const response = await send(path, asked, signal);
    for await (const text of createInterface({ input: response })) {
      const line = JSON.parse(text) as ControlLine;
      if (line.line === 'event') await onEvent(line.event);
      if (line.line === 'result') return line.result;
      if (line.line === 'error') throw new PermanentError(line);
    }
  } catch (error) {
    if (signal?.aborted) throw leftAlone(error);
    if (error instanceof PermanentError) throw error;
    throw hubGone(error);
  }
  throw signal?.aborted ? leftAlone(null) : hubGone(null);
}

function send(path: string, asked: ControlRequest, signal: AbortSignal | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options = { socketPath: path, method: 'POST', path: '/', agent: false, ...(signal && { signal }) };
    const call = httpRequest(options, (response) => {
      // Reading line by line ends quietly when the hub dies; the error itself would reach nobody.
      response.on('error', () => undefined);
      resolve(response);
    });
    call.once('error', reject);
    call.end(JSON.stringify(asked));
  });
}

function hubGone(cause: unknown): PermanentError {
  return new PermanentError(
    {
      code: 'HUB_GONE',
      message: 'The hub stopped before it had answered.',
      remedy: 'Start it again; what it had acknowledged is on disk.',
    },
    { cause },
  );
}

function leftAlone(cause: unknown): PermanentError {
  return new PermanentError(
    {
      code: 'INTERRUPTED',
      message: 'The waiting was interrupted; the run goes on in the hub.',
      remedy: 'Query `bricks { name running lastRun { state } }` to see how it ends.',
    },
    { cause },
  );
}
