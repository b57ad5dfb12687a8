import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultSettings } from './fault-rule.ts';
import type { Faults } from './faults.ts';

/** Where another process sets faults: GET shows, PUT or POST changes the settings sent as JSON, DELETE clears. */
export const FAULTS_PATH = '/__sandbox/faults';

export function answerFaultsAdmin(
  message: IncomingMessage,
  response: ServerResponse,
  body: Uint8Array,
  faults: Faults,
): void {
  const { method } = message;
  try {
    if (method === 'DELETE') faults.clear();
    else if (method === 'PUT' || method === 'POST') {
      faults.set(JSON.parse(Buffer.from(body).toString('utf8')) as Partial<FaultSettings>);
    }
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(faults.settings));
  } catch (error) {
    response.writeHead(400, { 'Content-Type': 'text/plain' }).end(String(error));
  }
}
