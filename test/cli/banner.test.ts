import { buildSchema, parse, validate } from 'graphql';
import { readFileSync } from 'node:fs';
import type { RoleName } from '#sdk';
import { bannerOf } from '../../src/serve/banner.ts';

const brick = (name: string, ...roles: RoleName[]) => ({ name, connector: { name: `${name}-vendor`, roles } });
const said = (bricks: object[], source = 'demo'): string[] =>
  bannerOf(
    { config: { source, file: 'a.yaml' }, bricks } as unknown as Parameters<typeof bannerOf>[0],
    'http://h',
    't',
  );

const supergraph = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8');
const schema = buildSchema(supergraph, { assumeValid: true });
const queryOf = (lines: string[]): string => {
  const body = /-d '(.*)'$/.exec(lines.at(-1) ?? '')?.[1] ?? '{}';
  return (JSON.parse(body) as { query: string }).query;
};
const FOUR = [
  brick('shop', 'shop'),
  brick('warehouse', 'fulfilment'),
  brick('edits', 'mass-edit'),
  brick('till', 'till'),
];

it('counts what is mirrored by name', () => {
  expect(said(FOUR)[0]).toContain('4 bricks in sandboxes: shop (shop-vendor), warehouse');
  expect(said([brick('caisse', 'till')], 'file')[0]).toBe('Mortar serves 1 brick of a.yaml: caisse (caisse-vendor).');
});

it.each([
  ['all four roles', FOUR, 'sold'],
  ...FOUR.map((one) => [`only ${one.name}`, [one], { till: 'sales', edits: 'bulkEdits' }[one.name] ?? ''] as const),
] as const)('proposes a query that fits the schema and %s', (_what, bricks, field) => {
  const query = queryOf(said([...bricks]));
  expect(query).toContain(field);
  expect(validate(schema, parse(query))).toEqual([]);
});
