/** Promise: whoever comes to an old address finds what was there, whatever a shop's slugs hold. */
import type { PublicAddress } from '#sdk';
import { formatted } from '../../src/recovery/move/moved/formats.ts';
import type { Redirects } from '../../src/recovery/move/moved/redirects.ts';
import { askApache, askNginx } from './server-files.ts';

const HOSTILE = [
  '/12-mug.html',
  '/été à la plage.html',
  '/a"; return 301 https://evil.example; #.html',
  "/it's {100%} $uri ${HOME} %{REMOTE_ADDR}.html",
  '/back\\slash\\" quote.html',
  '/(a+)+$|^.*$',
  '/~default',
  '/日本語',
] as const;

const to = (path: string): string => `https://new.example/p/${encodeURIComponent(path)}?a=1&b=$uri`;
const redirects = (froms: readonly PublicAddress[]): Redirects => ({
  ...{ plan: 'plan_x', source: 'old\n# evil', target: 'new', unknown: [{ type: 'Product', count: 2 }], taken: 0 },
  redirects: froms.map((from, n) => {
    const address = 'path' in from ? to(from.path) : `https://new.example/key/${from.key}`;
    return { type: 'Product', hubId: `product_${String(n)}`, from, to: address };
  }),
});

const FILES = { nginx: askNginx, apache: askApache } as const;

describe.each(['nginx', 'apache'] as const)('for %s', (format) => {
  const ask = (froms: readonly PublicAddress[]) => FILES[format](formatted(redirects(froms), format));

  test.each(HOSTILE)('the slug %p leads to its own place only', (path) => {
    const where = ask(HOSTILE.map((one) => ({ path: one })));
    const found = where(path);
    expect(decodeURIComponent(new URL(found ?? '').pathname)).toBe(`/p/${path}`);
    expect(new URL(found ?? '').searchParams.get('a')).toBe('1');
    expect(where(`${path}/more`)).toBeNull();
    expect(where(`/before${path}`)).toBeNull();
  });

  test('forms lead by their key, and by nothing like it', () => {
    const form = (key: string) => ({ before: '/(?:[^/]+/)*', key, after: '-[^/]*\\.html' });
    const where = ask([form('12'), form('112'), { path: '/12-exact.html' }]);
    expect(where('/fr/mugs/12-7-anything.html')).toBe('https://new.example/key/12');
    expect(where('/112-x.html')).toBe('https://new.example/key/112');
    expect(where('/12-exact.html')).toBe(new URL(to('/12-exact.html')).href.replace('$', '%24'));
    for (const other of ['/2-x.html', '/1212-x.html', '/12-x.htm', '/12x.html', '/x12-x.html'])
      expect(where(other)).toBeNull();
  });

  test('a line’s end in a slug ends no line', () => {
    const where = ask([{ path: '/a\nreturn 301 https://evil.example;\n.html' }, { path: '/b' }]);
    expect(where('/b')).not.toBeNull();
    expect(where('/a')).toBeNull();
  });
});

test('as a table, nothing is a formula, and forms are named as such', () => {
  const text = formatted(redirects([{ path: '=cmd|x' }, { before: '/', key: '12', after: '-.*' }]), 'csv');
  expect(text).toContain(`'=cmd|x,path,`);
  expect(text).toContain('^/12-.*$,regex,https://new.example/key/12,');
});
