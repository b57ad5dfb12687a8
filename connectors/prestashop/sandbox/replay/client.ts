import type { PrestashopSandbox } from '../index.ts';

/** A small webservice client for tests. */
export interface SandboxClient {
  /** Any request below `/api/`; XML of one entity is wrapped for the caller. */
  send(method: string, path: string, entity?: string): Promise<Response>;
  /** GET as JSON. */
  json(path: string): Promise<Record<string, Record<string, unknown>[]>>;
  /** One record with all its fields, as a JSON list shows it. */
  record(resource: string, id: number): Promise<Record<string, unknown> | undefined>;
  /** The status of a GET. */
  status(path: string): Promise<number>;
}

export function clientOf(sandbox: PrestashopSandbox): SandboxClient {
  const headers = { Authorization: `Basic ${Buffer.from(`${sandbox.key}:`).toString('base64')}` };
  const send = async (method: string, path: string, entity?: string): Promise<Response> => {
    const body = entity === undefined ? null : `<?xml version="1.0"?><prestashop>${entity}</prestashop>`;
    return fetch(`${sandbox.url}/api/${path}`, { method, headers, body, redirect: 'manual' });
  };
  const json: SandboxClient['json'] = async (path) => {
    const response = await send('GET', `${path}${path.includes('?') ? '&' : '?'}output_format=JSON`);
    return (await response.json()) as Record<string, Record<string, unknown>[]>;
  };
  return {
    send,
    json,
    record: async (resource, id) => (await json(`${resource}?display=full&filter[id]=[${id}]`))[resource]?.[0],
    status: async (path) => {
      const response = await send('GET', path);
      await response.body?.cancel();
      return response.status;
    },
  };
}
