import { buildSchema, getOperationAST, parse } from 'graphql';
import { documentHash, redactVariables } from '../../src/audit/index.ts';

const schema = buildSchema(`
  enum Order { ASC DESC }
  scalar DateTime
  input Who { email: String, birthday: DateTime, id: ID, active: Boolean, tags: [String!], friends: [Who!], order: Order, size: Int }
  type Query { people(who: Who, ids: [ID!], first: Int, search: String, order: Order): Int }
`);
const document = parse(
  'query People($who: Who, $ids: [ID!], $first: Int, $search: String, $order: Order) { people(who: $who, ids: $ids, first: $first, search: $search, order: $order) }',
);
const operation = getOperationAST(document)!;
const redact = (variables: Record<string, unknown>) => redactVariables(schema, operation, variables);
const ID = 'customer_abcdefghij234567abcd';

it('keeps numbers, truth values, enums and ids of the hub; cuts out every text', () => {
  const who = {
    email: 'ada@example.com',
    birthday: '1815-12-10T00:00:00Z',
    id: ID,
    active: true,
    size: 3,
    order: 'ASC',
  };
  expect(redact({ who, first: 5, search: 'Ada', order: 'DESC', ids: [ID, 'ada@example.com'] })).toEqual({
    who: { email: '[redacted]', birthday: '[redacted]', id: ID, active: true, size: 3, order: 'ASC' },
    ...{ first: 5, search: '[redacted]', order: 'DESC', ids: [ID, '[redacted]'] },
  });
});

it('keeps nothing that the operation does not declare, and nothing of the wrong type', () => {
  const nested = { who: { friends: [{ email: 'a@b.fr', unknown: 'c@d.fr' }], tags: ['secret'] } };
  expect(redact({ ...nested, password: 'hunter2', order: 'hunter2', first: { secret: 'x' } })).toEqual({
    who: { friends: [{ email: '[redacted]' }], tags: ['[redacted]'] },
    ...{ order: '[redacted]', first: '[redacted]' },
  });
});

it('does not grow with what is sent', () => {
  const kept = redact({ ids: Array.from({ length: 1_000 }, () => ID) });
  expect(JSON.stringify(kept).length).toBeLessThan(4_100);
});

it('gives what is asked one hash, whatever values are written into it', () => {
  const [one, two, three] = [
    '{ people(search: "ada@example.com", first: 1) }',
    '{ people(search: """x""", first: 22) }',
    '{ people(first: 1) }',
  ].map((text) => documentHash(parse(text)));
  expect(one).toMatch(/^[0-9a-f]{64}$/);
  expect(one).toBe(two);
  expect(one).not.toBe(three);
});
