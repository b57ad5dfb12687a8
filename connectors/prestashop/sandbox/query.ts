/** What a URL below `/api` asks for. */
export interface WebserviceQuery {
  /** Path below `/api/`: `['products', '12']`. */
  segments: string[];
  /** All parameters as sent, last one wins. */
  params: ReadonlyMap<string, string>;
  /** `filter[name]=…` in the order sent. */
  filters: [field: string, expression: string][];
  format: 'XML' | 'JSON';
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return text;
  }
}

/** `undefined` when the path is not below `/api`. */
export function parseQuery(url: string, headers: Record<string, unknown>): WebserviceQuery | undefined {
  const [path = '', ...rest] = url.split('?');
  if (path !== '/api' && !path.startsWith('/api/')) return undefined;
  const params = new Map<string, string>();
  const filters: WebserviceQuery['filters'] = [];
  for (const pair of rest.join('?').split('&')) {
    if (pair === '') continue;
    const [name = '', ...value] = pair.split('=');
    const key = decode(name);
    const text = decode(value.join('='));
    params.set(key, text);
    const field = /^filter\[([^\]]*)\]$/.exec(key)?.[1];
    if (field !== undefined) filters.push([field, text]);
  }
  return {
    segments: path
      .slice('/api/'.length)
      .split('/')
      .filter((segment) => segment !== '')
      .map(decode),
    params,
    filters,
    format: wantsJson(params, headers) ? 'JSON' : 'XML',
  };
}

/** `Accept` is ignored by the shop, and so is a lowercase `json`. */
function wantsJson(params: ReadonlyMap<string, string>, headers: Record<string, unknown>): boolean {
  const asked =
    params.get('output_format') ?? params.get('io_format') ?? headers['output-format'] ?? headers['io-format'];
  return asked === 'JSON';
}
