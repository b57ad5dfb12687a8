import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WriteLogEntry } from './logs.ts';

/** Where another process counts effects: GET lists every one as JSON, oldest first; DELETE empties the list. */
export const WRITES_PATH = '/__sandbox/writes';

export function answerWritesAdmin(message: IncomingMessage, response: ServerResponse, writes: WriteLogEntry[]): void {
  if (message.method === 'DELETE') writes.length = 0;
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(writes));
}
