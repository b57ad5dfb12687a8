import { existsSync } from 'node:fs';
import { connectors } from '../../src/registry.ts';

test('every built-in connector with a sandbox is judged by a file beside this one', () => {
  const missing = connectors.filter(({ sandbox }) => sandbox).map(({ name }) => name);
  expect(missing.filter((name) => !existsSync(new URL(`${name}.test.ts`, import.meta.url)))).toEqual([]);
});
