import type { BrickHttp, BrickTools } from '#sdk';
import type { PrestashopSettings } from '../settings.ts';

const ANSWERS = [301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 410, 422, 500, 502, 503];
const MOST_HOPS = 5;

export interface Page {
  status: number;
  html: string;
  /** Where it was found in the end, below the shop's address: `index.php?controller=order`. */
  path: string;
  /** Where the last answer sent us that was not followed: another host. */
  elsewhere: string | null;
  /** All addresses on the way. */
  way: string[];
}

/** Somebody who looks at the shop in a browser without scripts. */
export interface Visitor {
  get(path: string): Promise<Page>;
  post(path: string, fields: Readonly<Record<string, string>>, accept?: string): Promise<Page>;
  /** Below the shop's address, from what a page says; null: another place. */
  pathOf(address: string): string | null;
}

export function newVisitor(settings: Pick<PrestashopSettings, 'url' | 'timeoutMs'>, tools: BrickTools): Visitor {
  const http = tools.http({
    ...{ baseUrl: settings.url, secrets: [], concurrency: 1, timeoutMs: settings.timeoutMs, answers: ANSWERS },
  });
  const cookies = new Map<string, string>();
  const pathOf = (address: string): string | null => below(address, settings.url);
  const ask = async (
    method: 'GET' | 'POST',
    start: string,
    fields: Readonly<Record<string, string>> = {},
    accept = 'text/html,application/xhtml+xml;q=0.9',
  ): Promise<Page> => {
    const way: string[] = [];
    for (let path = start, verb = method, hops = 0; ; hops += 1) {
      way.push(path);
      const answer = await http.text({
        ...{ method: verb, path },
        headers: headersFor(verb, accept, cookies),
        ...(verb === 'POST' && { body: new URLSearchParams(fields).toString() }),
      });
      keep(cookies, answer);
      const { status, body: html, headers } = answer;
      const to = status >= 300 && status < 400 ? (headers['location'] ?? null) : null;
      const next = to === null ? null : pathOf(to);
      if (next === null || hops === MOST_HOPS) return { status, html, path, elsewhere: to, way };
      path = next;
      verb = 'GET';
    }
  };
  return { get: (path) => ask('GET', path), post: (path, fields, accept) => ask('POST', path, fields, accept), pathOf };
}

function headersFor(method: string, accept: string, cookies: ReadonlyMap<string, string>): Record<string, string> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return {
    Accept: accept,
    // Bots get no cart.
    'User-Agent': 'Mozilla/5.0 (Mortar verification)',
    ...(cookie !== '' && { Cookie: cookie }),
    ...(method === 'POST' && { 'Content-Type': 'application/x-www-form-urlencoded' }),
    ...(accept.includes('json') && { 'X-Requested-With': 'XMLHttpRequest' }),
  };
}

/** Several come as one text; the comma in a date is not followed by a name. */
function keep(cookies: Map<string, string>, { headers }: Awaited<ReturnType<BrickHttp['text']>>): void {
  for (const one of (headers['set-cookie'] ?? '').split(/,(?=\s*[^;,=\s]+=)/)) {
    const [, name, value] = /^\s*([^;,=\s]+)=([^;]*)/.exec(one) ?? [];
    if (name === undefined || value === undefined) continue;
    if (value === 'deleted') cookies.delete(name);
    else cookies.set(name, value);
  }
}

/** http and https, with `www.` and without, are the same shop. */
function below(address: string, base: string): string | null {
  if (!URL.canParse(address, base)) return null;
  const [wanted, home] = [new URL(address, base), new URL(base)];
  const host = (url: URL): string => url.host.replace(/^www\./, '');
  if (host(wanted) !== host(home) || !wanted.pathname.startsWith(home.pathname)) return null;
  return `${wanted.pathname.slice(home.pathname.length)}${wanted.search}`;
}
