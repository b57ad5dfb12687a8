import { isTooLarge, LARGEST_BODY } from '../../src/gateway/limits.ts';

const long = 'x'.repeat(LARGEST_BODY);
const upload = 'query ($csv: String!) { previewBulkEdit(csv: $csv) { counts { failed } } }';

it.each([
  ['an operation of usual size', { query: '{ me { name } }' }, false],
  ['the text of a mass edit as a variable', { query: upload, variables: { csv: long } }, false],
  ['the text inside the operation', { query: `{ previewBulkEdit(csv: "${long}") { counts { failed } } }` }, true],
  [
    'variables of another operation',
    { query: 'query ($id: ID!) { product(id: $id) { id } }', variables: { id: long } },
    true,
  ],
  ['no operation at all', { variables: { csv: long } }, true],
  ['several at once', [{ query: upload, variables: { csv: long } }], true],
  ['no body', undefined, false],
])('%s: too large or not, whether its length is told or not', (_what, body, expected) => {
  expect(isTooLarge(body, Buffer.byteLength(JSON.stringify(body ?? null)))).toBe(expected);
  expect(isTooLarge(body, null)).toBe(expected);
});
