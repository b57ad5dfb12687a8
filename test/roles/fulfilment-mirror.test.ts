import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/mirror/database.ts';
import { createReader } from '../../src/mirror/read/reader.ts';
import { DatabaseWriter } from '../../src/mirror/write/writer.ts';
import { fulfilmentFacetTypes } from '../../src/roles/fulfilment/facet-types.ts';
import { shopFacetTypes } from '../../src/roles/shop/facet-types.ts';
import { tillFacetTypes } from '../../src/roles/till/facet-types.ts';
import { testVault } from '../mirror/a-vault.ts';
import { asker } from './fulfilment-samples.ts';

it('asks the real mirror nothing that it cannot answer', async () => {
  const data = await mkdtemp(join(tmpdir(), 'mortar-fulfilment-'));
  const types = [...shopFacetTypes, ...fulfilmentFacetTypes, ...tillFacetTypes];
  const written = await openDatabase({ data, database: undefined }, { readOnly: false });
  const writer = new DatabaseWriter(written, {
    ...{ facetTypes: types, release: '1', bricks: [], vault: testVault },
    now: () => new Date(0),
  });
  await writer.prepare();
  const reader = createReader(await openDatabase({ data, database: undefined }, { readOnly: true }), types, testVault);
  const ask = await asker();
  const lists = ['locations', 'stockLevels', 'shipments', 'purchaseOrders', 'receipts', 'returns', 'suppliers'];
  const reports = ['pickList', 'stockDiscrepancies', 'refundDiscrepancies'];
  const fields = [...lists.map((list) => `${list}(search: "a")`), ...reports].map((list) => `${list} { totalCount }`);
  const period = 'from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z"';
  const { data: answer, errors } = await ask({ reader }, `{ ${fields.join(' ')} supplierReport(${period}) { sold } }`);
  await reader.close();
  await writer.close();
  await rm(data, { recursive: true });
  expect(errors).toBeUndefined();
  expect(Object.keys(answer ?? {})).toHaveLength(11);
});
