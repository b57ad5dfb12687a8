import { isCoded, type OpenBrick } from '#sdk';
import { startOdooSandbox } from '../sandbox/index.ts';
import type { OdooSandbox } from '../sandbox/index.ts';
import { open, testTools } from '../test-brick.ts';
import { bring, nothingKept, SOURCE } from './test-swap.ts';
import type { Kept, Source } from './test-swap.ts';

const BORN = new Date('2026-11-23T12:00:00Z');

interface Erp {
  sandbox: OdooSandbox;
  brick: OpenBrick;
}

async function withErp<Result>(work: (erp: Erp) => Promise<Result>, version = '17.0', fresh = true): Promise<Result> {
  const sandbox = await startOdooSandbox({ bornAt: BORN, fresh, version });
  try {
    return await work({ sandbox, brick: open(testTools(), sandbox.settings) });
  } finally {
    await sandbox.close();
  }
}

/** What somebody sees in Odoo after the swap, without ids. */
function seen({ sandbox: { tables } }: Erp): Record<string, unknown> {
  const rows = (model: string) => tables[model] ?? [];
  const name = (model: string, id: unknown) => rows(model).find((row) => row.id === id)?.['name'];
  const products = rows('product.product');
  const sku = (id: unknown) => products.find((row) => row.id === id)?.['default_code'];
  return {
    warehouses: rows('stock.warehouse').map((row) => [row['name'], row['code']]),
    products: products.map((row) => [row['default_code'], row['barcode'], row['available_in_pos'], row['lst_price']]),
    taxes: products.map((row) => row['taxes_id']),
    stock: rows('stock.quant').map((row) => [sku(row['product_id']), row['location_id'], row['quantity']]),
    partners: rows('res.partner').map((row) => [row['name'], row['email']]),
    cards: rows('loyalty.card').map((row) => [
      ...[row['code'], row['points'], name('loyalty.program', row['program_id'])],
      name('res.partner', row['partner_id']),
    ]),
    orders: rows('sale.order').map((row) => [row['client_order_ref'], row['state'], row['date_order']]),
    orderLines: rows('sale.order.line').map((row) => [
      sku(row['product_id']),
      row['product_uom_qty'],
      row['price_unit'],
    ]),
    purchases: rows('purchase.order').map((row) => [row['partner_ref'], row['state']]),
    purchaseLines: rows('purchase.order.line').map((row) => [sku(row['product_id']), row['product_qty']]),
    tickets: rows('pos.order').length,
  };
}

async function swapped(version?: string): Promise<Record<string, unknown>> {
  return withErp(async (erp) => {
    await bring(erp.brick, SOURCE, nothingKept());
    return seen(erp);
  }, version);
}

it('brings places, items, counts, customers, cards and what is still open, and nothing that is done', async () => {
  expect(await swapped()).toEqual({
    warehouses: [
      ['Entrepôt', 'WH'],
      ['Boutique Brest', 'MAIN0'],
    ],
    products: [
      ['LIV-1', '3769990000014', true, 22.9],
      ['PAP-2', false, false, 1],
      ['SAC', false, true, 0.1],
    ],
    taxes: [[44], [41], [41]],
    stock: [
      ['LIV-1', 8, 9],
      ['LIV-1', 10, 3],
    ],
    partners: [
      ['Librairie Élan', 'contact@elan.example'],
      ['Rivage', 'v@rivage.example'],
      ['Ada Lovelace', 'Ada_L@example.test'],
      ['Bob', false],
      ['Ada Lovelace', false],
    ],
    cards: [
      ['044-1', 18, 'Fidélité', 'Ada Lovelace'],
      ['G-77', 25.5, 'Carte cadeau', undefined],
    ],
    orders: [['ABCDEFGHI', 'sale', '2026-11-20 10:00:00']],
    orderLines: [['LIV-1', 2, 22.9]],
    purchases: [['PO-7', 'purchase']],
    purchaseLines: [['LIV-1', 5]],
    tickets: 0,
  });
});

/** After a request that Odoo has done: to be cut off before the next one is the same. */
it('killed after any request, it makes nothing twice and leaves nothing out', async () => {
  const whole = await swapped();
  let kills = 0;
  while (await isKilledAt(kills + 1)) kills += 1;
  expect(kills).toBeGreaterThan(80);

  async function isKilledAt(at: number): Promise<boolean> {
    return withErp(async (erp) => {
      const kept = nothingKept();
      Object.assign(erp.sandbox.cut, { at, when: 'after' });
      if (!(await isKilled(bring(erp.brick, SOURCE, kept)))) return false;
      erp.sandbox.cut.at = Infinity;
      await bring(erp.brick, SOURCE, kept);
      expect(seen(erp)).toEqual(whole);
      return true;
    });
  }
});

it('speaks JSON-2 as well', async () => {
  expect(await swapped('19.0')).toEqual(await swapped());
});

it('changes nothing when it runs again', async () => {
  await withErp(async (erp) => {
    const kept = nothingKept();
    await bring(erp.brick, SOURCE, kept);
    const whole = seen(erp);
    const written = erp.sandbox.written.length;
    await bring(erp.brick, SOURCE, kept);
    expect(erp.sandbox.written).toHaveLength(written);
    expect(seen(erp)).toEqual(whole);
  });
});

it('knows an empty Odoo from one that is in use', async () => {
  const counted = async (erp: Erp) => (await erp.brick.intake?.contents()) ?? [];
  const total = (found: Awaited<ReturnType<typeof counted>>) => found.reduce((sum, { count }) => sum + count, 0);
  expect(total(await withErp(counted))).toBe(0);
  expect(total(await withErp(counted, '17.0', false))).toBeGreaterThan(20);
});

it('names the rights that are missing', async () => {
  await withErp(async ({ sandbox, brick }) => {
    sandbox.locked.add('product.product');
    const findings = (await brick.intake?.rights()) ?? [];
    expect(findings.filter(({ state }) => state !== 'ok').map(({ subject }) => subject)).toEqual(['product.product']);
  });
});

describe('refuses, with a word of what to do', () => {
  const refusedWith = (change: (source: Source, erp: Erp) => void): Promise<string> =>
    withErp(async (erp) => {
      const source = structuredClone(SOURCE);
      change(source, erp);
      try {
        await bring(erp.brick, source, nothingKept());
      } catch (error) {
        if (isCoded(error)) return error.code;
        throw error;
      }
      return 'none';
    });

  it('an order whose address nobody knows', async () => {
    expect(await refusedWith((source) => void delete source.Order)).toBe('INTAKE_ADDRESS_UNKNOWN');
  });

  it('an order of an item that was not brought', async () => {
    expect(await refusedWith((source) => void delete source.StockItem?.['novel'])).toBe('INTAKE_PART_MISSING');
  });

  it('a card where Odoo has no program', async () => {
    const without = (_source: Source, { sandbox }: Erp): void => void (sandbox.tables['loyalty.program'] = []);
    expect(await refusedWith(without)).toBe('LOYALTY_PROGRAM_MISSING');
  });

  it('a reference that Odoo has twice', async () => {
    const twice = async (erp: Erp): Promise<string> => {
      const kept: Kept = nothingKept();
      await bring(erp.brick, { StockItem: { pen: SOURCE.StockItem?.['pen'] ?? {} } }, kept);
      const rows = erp.sandbox.tables['product.product'] ?? [];
      rows.push({ ...(rows[0] ?? { write_date: '' }), id: 99, write_date: '2026-11-23 12:00:00.0' });
      const again = bring(erp.brick, { StockItem: { other: SOURCE.StockItem?.['pen'] ?? {} } }, kept);
      return again.then(
        () => 'none',
        (error: unknown) => (isCoded(error) ? error.code : 'another'),
      );
    };
    expect(await withErp(twice)).toBe('INTAKE_SKU_TWICE');
  });
});

async function isKilled(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return false;
  } catch (error) {
    if (String(error) === 'TypeError: fetch failed') return true;
    throw error;
  }
}
