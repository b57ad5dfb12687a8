/** What the hub said of a token. */
export type Verdict = 'accepted' | 'refused' | 'unreachable';

type Place = Readonly<{ hash: string; pathname: string; search: string }>;
type AddressBar = { replaceState(state: unknown, unused: string, url: string): void };
type Post = (url: string, init: { method: string; headers: Record<string, string>; body: string }) => Promise<Answer>;
type Answer = Readonly<{ status: number; ok: boolean }>;

/** Where the token is kept: sessionStorage, so that closing the tab signs out. */
export const TOKEN_KEY = 'mortar:token';

/** Any other character would make the browser refuse to build the header. */
const HEADER_SAFE = /^[\x21-\x7e]+$/;

/** Reads the token of a link `/graphiql#token=…` and removes the fragment from the address bar and the history. */
export function takeTokenFromLink(place: Place, bar: AddressBar): string | undefined {
  const raw = /^#token=([^&]+)/.exec(place.hash)?.[1];
  if (raw === undefined) return undefined;
  bar.replaceState(null, '', place.pathname + place.search);
  const token = decoded(raw).trim();
  return HEADER_SAFE.test(token) ? token : undefined;
}

/** Where the hub is followed: the page's own address, over WebSocket. */
export function socketAddress({ protocol, host }: Readonly<{ protocol: string; host: string }>): string {
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/graphql`;
}

function decoded(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

/** Asks the hub whether it takes this token. */
export async function tryToken(token: string, post: Post): Promise<Verdict> {
  if (!HEADER_SAFE.test(token)) return 'refused';
  try {
    const answer = await post('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: '{"query":"{ __typename }"}',
    });
    if (answer.status === 401 || answer.status === 403) return 'refused';
    return answer.ok ? 'accepted' : 'unreachable';
  } catch {
    return 'unreachable';
  }
}
