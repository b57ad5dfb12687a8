import { destination as openDestination, pino, type DestinationStream, type Level, type Logger } from 'pino';
import { redactor } from './sdk/redact.ts';

export type { Logger } from 'pino';

export interface LogOptions {
  /** Values that are cut out of every line, whatever field, message or error they are in. */
  secrets: readonly string[];
  level?: Level | 'silent';
  /** Default: stderr. Stdout is for the data that a command was asked for. */
  destination?: DestinationStream;
}

/** A logger that writes one JSON object a line and never a secret. */
export function createLog({ secrets, level = 'info', destination = stderr() }: LogOptions): Logger {
  const redact = redactor(secrets);
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: describeErrors },
    serializers: { err: describeError, error: describeError, cause: describeError },
  };
  // On the finished line: the only place that nothing can get around.
  return pino(options, { write: (line: string) => destination.write(redact(line)) });
}

/** Synchronous: the last lines before a crash are those that matter. */
function stderr(): DestinationStream {
  return openDestination({ dest: 2, sync: true });
}

/** The fields of an error that are meant for logs. Foreign ones carry requests, configurations and connections. */
interface DescribedError {
  type: string;
  message: string;
  code?: string;
  remedy?: string;
  detail?: string;
  stack?: string;
  cause?: unknown;
  errors?: unknown[];
}

const DEEPEST_CAUSE = 5;

/** Errors under any name, not only those that have a serializer. */
function describeErrors(fields: Record<string, unknown>): Record<string, unknown> {
  if (!Object.values(fields).some((value) => value instanceof Error)) return fields;
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, describeError(value)]));
}

function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  const described: DescribedError = { type: error.name, message: error.message };
  for (const field of ['code', 'remedy', 'detail', 'stack'] as const) {
    const value: unknown = Reflect.get(error, field);
    if (typeof value === 'string') described[field] = value;
  }
  if (depth >= DEEPEST_CAUSE) return described;
  if (error.cause !== undefined) described.cause = describeNested(error.cause, depth + 1);
  if (error instanceof AggregateError) described.errors = error.errors.map((each) => describeNested(each, depth + 1));
  return described;
}

/** What is thrown and no error may be anything, a configuration too. */
function describeNested(cause: unknown, depth: number): unknown {
  return cause instanceof Error ? describeError(cause, depth) : typeof cause === 'string' ? cause : typeof cause;
}
