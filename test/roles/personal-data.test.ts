import { getNamedType, isObjectType } from 'graphql';
import { buildMonolithSchema } from '../bench/monolith.ts';
import { PERSONAL_DATA } from '../../src/roles/graph/index.ts';

const WHO = /email|firstName|lastName|phone|mobile|birthday|street|vatNumber/i;

it('marks whatever shows who a person is', async () => {
  const schema = await buildMonolithSchema();
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__'));
  const isMarked = (part: { extensions: Readonly<Record<string, unknown>> }): boolean =>
    part.extensions[PERSONAL_DATA] === true;
  const unmarked = types.flatMap((type) =>
    Object.values(isObjectType(type) ? type.getFields() : {})
      .filter((field) => WHO.test(field.name) && !isMarked(field) && !isMarked(type))
      .map((field) => `${type.name}.${field.name}`),
  );
  expect(types.filter(isMarked).map(({ name }) => name)).toEqual(expect.arrayContaining(['Address', 'Customer']));
  expect(unmarked).toEqual([]);
});

it('marks the ways to a person', async () => {
  const schema = await buildMonolithSchema();
  const ways = ['Query', 'Order'].flatMap((name) => {
    const type = schema.getType(name);
    return Object.values(isObjectType(type) ? type.getFields() : {})
      .filter(({ type: answer }) => /^(Customer|CustomerConnection|Address)$/.test(getNamedType(answer).name))
      .map((field) => [`${name}.${field.name}`, field.extensions[PERSONAL_DATA]]);
  });
  expect(Object.fromEntries(ways)).toEqual({
    'Query.customer': true,
    'Query.customers': true,
    'Order.customer': true,
    'Order.shippingAddress': true,
    'Order.billingAddress': true,
  });
});
