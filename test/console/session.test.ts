import { socketAddress, takeTokenFromLink, tryToken } from '../../console/src/session.ts';

function visit(hash: string) {
  const shown: string[] = [];
  const bar = { replaceState: (_state: unknown, _unused: string, url: string) => void shown.push(url) };
  return { token: takeTokenFromLink({ hash, pathname: '/graphiql/', search: '' }, bar), shown };
}

describe('the sign-in link', () => {
  it('gives its token and removes it from the address bar', () => {
    expect(visit('#token=abc.DEF-1_2+/=')).toEqual({ token: 'abc.DEF-1_2+/=', shown: ['/graphiql/'] });
  });

  it('decodes what a mail client encoded', () => {
    expect(visit('#token=a%2Bb%3D').token).toBe('a+b=');
  });

  it.each(['#token=%C3%A9t%C3%A9', '#token=a%0Ab', '#token=%20'])('drops %s, which no header can carry', (hash) => {
    expect(visit(hash)).toEqual({ token: undefined, shown: ['/graphiql/'] });
  });

  it.each(['', '#', '#token=', '#other=1'])('leaves %p alone', (hash) => {
    expect(visit(hash)).toEqual({ token: undefined, shown: [] });
  });
});

describe('trying a token', () => {
  const answering = (status: number) => async () => ({ status, ok: status < 400 });

  it.each([
    [200, 'accepted'],
    [401, 'refused'],
    [403, 'refused'],
    [502, 'unreachable'],
  ])('an answer %i means %s', async (status, verdict) => {
    expect(await tryToken('abc', answering(status))).toBe(verdict);
  });

  it('a hub that is down says nothing about the token', async () => {
    expect(await tryToken('abc', () => Promise.reject(new TypeError('Failed to fetch')))).toBe('unreachable');
  });

  it('sends the token in the header only', async () => {
    const sent: unknown[] = [];
    await tryToken('s3cret', async (url, init) => {
      sent.push(url, init.body, init.headers['authorization']);
      return { status: 200, ok: true };
    });
    expect(sent).toEqual(['/graphql', '{"query":"{ __typename }"}', 'Bearer s3cret']);
  });

  it('refuses what no header can carry without asking the hub', async () => {
    let asked = 0;
    const verdict = await tryToken('é', async () => ({ status: 200, ok: ++asked > 0 }));
    expect([verdict, asked]).toEqual(['refused', 0]);
  });
});

it('subscriptions go to the page’s own host, encrypted where the page is', () => {
  expect(socketAddress({ protocol: 'https:', host: 'hub.example' })).toBe('wss://hub.example/graphql');
  expect(socketAddress({ protocol: 'http:', host: '127.0.0.1:4000' })).toBe('ws://127.0.0.1:4000/graphql');
});
