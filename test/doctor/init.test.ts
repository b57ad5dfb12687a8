import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { settingsOf, variableOf } from '../../src/init/settings.ts';
import { connectors } from '../../src/registry.ts';
import { aPlace, type Place } from './a-place.ts';

let place: Place;
beforeEach(() => (place = aPlace()));
afterEach(() => place.close());

const SHOP = ['--brick', 'shop=prestashop', '--set', 'shop.url=https://shop.example'];
const file = (): string => join(place.folder, 'mortar.config.yaml');

it('writes a checked configuration for this user alone, its secrets by name', async () => {
  const said = await place.run('init', ...SHOP, '--locale', 'en', '--json');
  expect(said).toMatchObject({ code: 0, lines: [{ file: file(), variables: ['SHOP_KEY'] }] });
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(parse(readFileSync(file(), 'utf8'))).toEqual({
    ...{ locale: 'en', data: './data' },
    bricks: { shop: { connector: 'prestashop', url: 'https://shop.example', key: '${SHOP_KEY}' } },
  });
});

it('what it writes is what the doctor reads', async () => {
  await place.run('init', ...SHOP);
  place.env['SHOP_KEY'] = 'K'.repeat(32);
  const { lines } = await place.run('doctor', '--json');
  expect(lines[0]).toMatchObject({ check: 'configuration', state: 'ok' });
});

it('never overwrites', async () => {
  place.configure('locale: fr\n');
  const said = await place.run('init', ...SHOP);
  expect(said).toMatchObject({ code: 1, talk: expect.stringMatching(/^CONFIG_EXISTS: /) as string });
  expect(readFileSync(file(), 'utf8')).toBe('locale: fr\n');
});

it('writes no secret, even where one is given', async () => {
  await place.run('init', ...SHOP, '--set', `shop.key=${'S3CRET'.repeat(6)}`);
  expect(readFileSync(file(), 'utf8')).not.toContain('S3CRET');
  expect(readFileSync(file(), 'utf8')).toContain('${SHOP_KEY}');
});

it('PostgreSQL comes from the environment', async () => {
  const said = await place.run('init', ...SHOP, '--postgres', '--json');
  expect(said.lines.at(-1)).toMatchObject({ variables: ['DATABASE_URL', 'SHOP_KEY'] });
});

it.each([
  ['without a brick and nobody to ask', [], /INIT_INCOMPLETE/],
  ['an unknown connector', ['--brick', 'shop=prestashpo'], /INIT_FLAG_WRONG[^]*prestashop/],
  ['a setting of no brick', ['--brick', 'shop=prestashop', '--set', 'till.url=x'], /INIT_FLAG_WRONG[^]*--brick till=/],
  ['a missing setting', ['--brick', 'shop=prestashop'], /CONFIG_INVALID[^]*bricks\.shop\.url is missing/],
  ['a wrong value', [...SHOP, '--set', 'shop.colour=red'], /CONFIG_INVALID[^]*colour is not known/],
  ['no name for a brick', ['--brick', 'Shop=prestashop'], /CONFIG_INVALID/],
])('%s: says what to do, and writes nothing', async (_name, args, words) => {
  const said = await place.run('init', ...args);
  expect(said.code).toBe(1);
  expect(said.talk).toMatch(words);
  expect(() => statSync(file())).toThrow('ENOENT');
});

it.each(connectors.map((connector) => [connector.name, connector] as const))(
  'knows what %s needs',
  (_name, connector) => {
    const { required } = settingsOf(connector);
    expect(required.every((key) => /^[a-zA-Z]+$/.test(key))).toBe(true);
  },
);

it('names variables as environments do', () => {
  expect([variableOf('shop-fr', 'key'), variableOf('till', 'oauth.clientSecret')]).toEqual([
    'SHOP_FR_KEY',
    'TILL_OAUTH_CLIENT_SECRET',
  ]);
});
