import { conformanceOf } from '../../src/conformance/index.ts';
import { connectors } from '../../src/registry.ts';

/** Every built-in connector is judged by the same cases as a stranger's. */
describe.each(connectors.filter(({ sandbox }) => sandbox))('$name', (connector) => {
  test.each(conformanceOf(connector))(
    '$name',
    async (one) => {
      await one.run();
    },
    120_000,
  );
});
