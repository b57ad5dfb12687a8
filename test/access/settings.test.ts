import { ACCESS_DEFAULTS, accessSchema, shoppersSchema } from '../../src/config/access.schema.ts';

const SHOPPERS = { jwks: 'jwks.json', issuer: 'https://shop.example', audience: 'mortar' };

it('counts people by default', () => {
  expect(ACCESS_DEFAULTS).toEqual({ people: { hour: { soft: 500, hard: 2_000 }, day: { soft: 2_000, hard: 10_000 } } });
  expect(accessSchema.parse({ people: { hour: { hard: 900 } } }).people.hour).toEqual({ soft: 500, hard: 900 });
});

it.each([
  ['a soft limit above the hard one', accessSchema, { people: { hour: { soft: 10, hard: 5 } } }],
  ['two claims that say who it is', shoppersSchema, { ...SHOPPERS, emailClaim: 'email', customerClaim: 'sub' }],
  ['keys fetched without https', shoppersSchema, { ...SHOPPERS, jwks: 'http://shop.example/jwks' }],
  ['no audience', shoppersSchema, { ...SHOPPERS, audience: '' }],
])('refuses %s', (_what, schema, settings) => {
  expect(schema.safeParse(settings).success).toBe(false);
});

it('takes a key set of this machine, or of https', () => {
  for (const jwks of ['keys/jwks.json', 'https://shop.example/jwks', 'http://127.0.0.1:3000/jwks'])
    expect(shoppersSchema.parse({ ...SHOPPERS, jwks })).toEqual({ ...SHOPPERS, jwks });
});
