import type { OpenBrick } from '#sdk';
import { MODELS } from './models.ts';
import connector from './index.ts';
import { mergeQuants } from './sandbox/another-day.ts';
import { startOdooSandbox } from './sandbox/index.ts';
import type { OdooSandbox } from './sandbox/index.ts';
import { TestMirror, codeOf, open, streamOf, testTools } from './test-brick.ts';

const BORN = new Date('2026-11-23T12:00:00Z');
const NOW = new Date('2026-11-23T12:00:05Z');
const LATER = new Date('2026-11-23T13:00:00Z');

let sandbox: OdooSandbox;
afterEach(() => sandbox.close());

async function start(version = '17.0-20240709', settings: Record<string, unknown> = {}) {
  sandbox = await startOdooSandbox({ bornAt: BORN, version });
  const tools = testTools(undefined, NOW);
  const brick = (more: Record<string, unknown> = {}): OpenBrick =>
    open(tools, { ...sandbox.settings, ...settings, ...more });
  return { tools, brick, mirror: new TestMirror() };
}

function edit(model: string, id: number, fields: Record<string, string | number | boolean>): void {
  Object.assign(sandbox.tables[model]?.find((row) => row.id === id) ?? {}, fields);
}

describe('the connector', () => {
  it('names each stream once, after those that it refers to, and reads only streams', async () => {
    const { brick } = await start();
    const kinds = brick().streams.map(({ kind }) => kind);
    expect(new Set(kinds).size).toBe(kinds.length);
    for (const { kind, after = [] } of brick().streams) {
      for (const earlier of after) expect(kinds.slice(0, kinds.indexOf(kind))).toContain(earlier);
    }
    for (const { root, reads } of connector.aggregates) {
      expect(kinds).toContain(root);
      for (const read of reads) expect(kinds).toContain(read.kind);
    }
  });

  it('refuses settings that it does not know, and credentials in the address', () => {
    const settings = { url: 'https://erp.test/web', database: 'shop', user: 'hub', key: 'x' };
    expect(connector.settings.parse(settings)).toMatchObject({ url: 'https://erp.test/', protocol: 'auto' });
    expect(connector.settings.safeParse({ ...settings, pagesize: 5 }).success).toBe(false);
    expect(connector.settings.safeParse({ ...settings, url: 'https://a:b@erp.test' }).success).toBe(false);
    sandbox = { close: () => Promise.resolve() } as OdooSandbox;
  });
});

describe.each(['17.0-20240709', '19.0-20260101'])('every stream of Odoo %s', (version) => {
  it.each(MODELS.map(({ kind, model }) => kind ?? model))('%s is read whole, then found unchanged', async (kind) => {
    const { brick, mirror, tools } = await start(version, { pageSize: 3 });
    const stream = streamOf(brick(), kind);
    const read = await mirror.run(stream, NOW);
    expect(read.length).toBeGreaterThan(0);
    expect(new Set(read).size).toBe(read.length);
    if (stream.ids) expect((await mirror.ids(stream, NOW)).sort()).toEqual([...read].sort());
    expect(await mirror.run(stream, LATER)).toEqual([]);
    expect(tools.warnings).toEqual([]);
  });
});

describe('a change', () => {
  it('is found, also of an archived record, and nothing else is', async () => {
    const { brick, mirror } = await start();
    const stream = streamOf(brick(), 'product.product');
    await mirror.run(stream, NOW);
    edit('product.product', 9, { active: false, write_date: '2026-11-23 12:30:00.000001' });
    expect(await mirror.run(stream, LATER)).toEqual(['9']);
    expect(mirror.records('product.product').find(({ id }) => id === '9')?.body['active']).toBe(false);
  });

  it('in the second in which was read is found by the next run', async () => {
    const { brick, mirror } = await start();
    const stream = streamOf(brick(), 'product.template');
    edit('product.template', 1, { write_date: '2026-11-23 12:00:05.100000' });
    await mirror.run(stream, NOW);
    edit('product.template', 2, { list_price: 99, write_date: '2026-11-23 12:00:05.900000' });
    expect(await mirror.run(stream, LATER)).toEqual(['2']);
  });

  it('of many rows in one second is read across the edges of pages', async () => {
    const { brick, mirror } = await start(undefined, { pageSize: 3 });
    const stream = streamOf(brick(), 'product.template');
    await mirror.run(stream, NOW);
    for (const { id } of sandbox.tables['product.template'] ?? []) {
      edit('product.template', id, { list_price: 50 + id, write_date: `2026-11-23 12:1${id % 2}:00.500000` });
    }
    const changed = await mirror.run(stream, LATER);
    expect(changed.sort()).toEqual(
      mirror
        .records('product.template')
        .map(({ id }) => id)
        .sort(),
    );
  });

  it('dated 2099 does not hide what comes after it', async () => {
    const { brick, mirror } = await start();
    const stream = streamOf(brick(), 'product.template');
    await mirror.run(stream, NOW);
    edit('product.template', 1, { list_price: 1, write_date: '2099-01-01 00:00:00.000000' });
    expect(await mirror.run(stream, NOW)).toEqual(['1']);
    edit('product.template', 2, { list_price: 1, write_date: '2026-11-23 12:30:00.000000' });
    expect(await mirror.run(stream, LATER)).toEqual(['2']);
  });

  it('committed late by a long transaction is found within the overlap', async () => {
    const { brick, mirror } = await start();
    const stream = streamOf(brick(), 'product.template');
    edit('product.template', 1, { write_date: '2026-11-23 12:00:00.000000' });
    await mirror.run(stream, NOW);
    edit('product.template', 2, { list_price: 1, write_date: '2026-11-23 11:56:00.000000' });
    expect(await mirror.run(stream, LATER)).toEqual(['2']);
  });

  it('that moves no date is found once everything is compared', async () => {
    const { brick, mirror } = await start();
    const stream = streamOf(brick(), 'product.product');
    edit('product.product', 5, { write_date: '2026-10-01 08:00:00.000000' });
    await mirror.run(stream, NOW);
    edit('product.product', 5, { lst_price: 99 });
    expect(await mirror.run(stream, LATER)).toEqual([]);
    expect(await mirror.run(stream, new Date('2026-11-24T12:30:00Z'))).toEqual(['5']);
  });

  it('of a template reads its variants again', async () => {
    const { brick, mirror } = await start();
    const stream = streamOf(brick(), 'product.product');
    await mirror.run(stream, NOW);
    edit('product.product', 5, { name: 'Le Château, relié' });
    edit('product.template', 1, { write_date: '2026-11-23 12:30:00.000000' });
    expect(await mirror.run(stream, LATER)).toEqual(['5']);
  });

  it('survives a run that was cut off', async () => {
    const { brick, mirror } = await start(undefined, { pageSize: 3 });
    const stream = streamOf(brick(), 'product.template');
    const before = await mirror.run(stream, NOW, { dieAfter: 2 });
    sandbox.faults.push({ model: 'product.template', after: 1, fault: { status: 503 } });
    expect(await codeOf(mirror.run(stream, NOW))).toBe('BRICK_UNAVAILABLE');
    await mirror.run(stream, NOW);
    expect(before).toHaveLength(6);
    expect(mirror.records('product.template')).toHaveLength(sandbox.tables['product.template']?.length ?? 0);
  });
});

describe('a name', () => {
  it("is told in the user's own language, or the one that is set: each question carries it", async () => {
    const { brick, mirror } = await start();
    const nameAs = async (settings: Record<string, unknown>): Promise<unknown> => {
      const opened = brick(settings);
      for (const { kind, model } of MODELS) await mirror.run(streamOf(opened, kind ?? model), LATER);
      await streamOf(opened, 'product.product').byIds?.(
        ['9'],
        mirror.context(streamOf(opened, 'product.product'), NOW),
      );
      const asked = sandbox.asked.splice(0).filter(({ method }) => method !== 'context_get');
      const languages = asked.map(({ args }) => (args['context'] as { lang?: string } | undefined)?.lang);
      const methods = ['fields_get', 'read', 'search', 'search_read'];
      expect([...new Set(asked.map(({ method }) => method))].sort()).toEqual(methods);
      const [one, other] = new Set(languages);
      expect(other).toBeUndefined();
      return one;
    };
    expect(await nameAs({})).toBe('fr_FR');
    const found = mirror.records('product.product').find(({ id }) => id === '9');
    expect(found?.body).toMatchObject({ name: 'Stylo plume bleu nuit' });
    expect(await nameAs({ language: 'en_US' })).toBe('en_US');
  });

  it('in a language that Odoo does not have is an error, never an app that is not there', async () => {
    const { brick, mirror, tools } = await start();
    const opened = brick({ language: 'br_FR' });
    expect(await codeOf(mirror.run(streamOf(opened, 'product.product'), NOW))).toBe('BRICK_LANGUAGE_UNKNOWN');
    expect((await opened.check()).at(-1)).toMatchObject({
      subject: 'database',
      state: 'error',
      remedy: expect.stringContaining('language') as string,
    });
    expect(tools.warnings).toEqual([]);
  });
});

describe('nothing', () => {
  it('is null, never a tick: a field that is emptied keeps its type', async () => {
    const { brick, mirror } = await start();
    edit('sale.order', 2, { delivery_status: false });
    edit('product.product', 9, { active: false });
    await mirror.run(streamOf(brick(), 'sale.order'), NOW);
    await mirror.run(streamOf(brick(), 'product.product'), NOW);
    const bodyOf = (kind: string, id: string): object | undefined =>
      mirror.records(kind).find((one) => one.id === id)?.body;
    expect(bodyOf('sale.order', '2')).toMatchObject({ delivery_status: null, origin: null });
    expect(bodyOf('product.product', '9')).toMatchObject({ active: false, company_id: null });
  });
});

describe('lines', () => {
  it('tell the code of their product, whatever its name looks like', async () => {
    const { brick, mirror } = await start();
    edit('product.product', 5, { default_code: false, name: '[SOLDES] Le Château' });
    edit('product.product', 8, { default_code: 'PAP]1', active: false });
    const codesIn = async (kind: string): Promise<unknown[]> => {
      await mirror.run(streamOf(brick(), kind), NOW);
      return mirror.records(kind).map(({ body }) => body['product_default_code']);
    };
    expect(await codesIn('sale.order.line')).toEqual([null, 'PAP]1', null, 'PAP-002']);
    expect((await codesIn('stock.move')).slice(0, 2)).toEqual([null, 'PAP]1']);
    expect(await codesIn('purchase.order.line')).toEqual([null, 'LIV-002']);
  });
});

describe('stock', () => {
  it('of which two rows are merged is right at the next run, although no date tells it', async () => {
    const { brick, mirror } = await start();
    const stream = streamOf(brick(), 'stock.quant');
    const twin = { ...sandbox.tables['stock.quant']?.find(({ id }) => id === 22), quantity: -1 };
    sandbox.tables['stock.quant']?.push({ ...twin, id: 90, write_date: '2026-11-23 12:00:01.000000' });
    await mirror.run(stream, NOW);
    const [before] = (await stream.byIds?.(['22'], mirror.context(stream, NOW))) ?? [];
    mergeQuants(sandbox.tables);
    expect(await mirror.run(stream, LATER)).toEqual(['22']);
    const after = mirror.records('stock.quant').find(({ id }) => id === '22');
    expect(after?.body).toEqual({ ...before?.body, quantity: Number(before?.body['quantity']) - 1 });
    expect(await stream.byIds?.(['90'], mirror.context(stream, NOW))).toEqual([]);
    // A read of the whole tells what is gone; it is as good as a list of ids.
    expect([stream.way, stream.ids]).toEqual(['compare', undefined]);
  });
});

describe('tickets', () => {
  it('stay what they are when their session closes and their customer marries', async () => {
    const { brick, mirror } = await start();
    const streams = ['pos.order', 'pos.order.line', 'pos.payment'].map((kind) => streamOf(brick(), kind));
    for (const stream of streams) await mirror.run(stream, NOW);
    edit('res.partner', 8, { name: 'Noël Martin' });
    edit('pos.order', 4, { state: 'done', write_date: '2026-11-23 12:30:00.000000' });
    for (const stream of streams) expect(await mirror.run(stream, LATER)).toEqual([]);
    expect(streams.every(({ appendOnly }) => appendOnly)).toBe(true);
    expect(mirror.records('pos.order')[3]?.body).toMatchObject({ partner_id: 8, session_id: [2, 'POS/00002'] });
  });

  it('are not read as drafts; paid later, their old lines come with them', async () => {
    const { brick, mirror } = await start();
    const streams = ['pos.order', 'pos.order.line'].map((kind) => streamOf(brick(), kind));
    edit('pos.order', 4, { state: 'draft' });
    for (const stream of streams) await mirror.run(stream, NOW);
    expect(mirror.records('pos.order').map(({ id }) => id)).not.toContain('4');
    edit('pos.order', 4, { state: 'paid', write_date: '2026-11-23 12:30:00.000000' });
    expect(await mirror.run(streamOf(brick(), 'pos.order'), LATER)).toEqual(['4']);
    expect(await mirror.run(streamOf(brick(), 'pos.order.line'), LATER)).toEqual(['40', '41']);
  });

  it('keep the taxes to which a fiscal position led when they were first read', async () => {
    const { brick, mirror } = await start();
    const stream = streamOf(brick(), 'pos.order.line');
    await mirror.run(stream, NOW);
    for (const line of sandbox.tables['pos.order.line'] ?? []) line['tax_ids_after_fiscal_position'] = [41, 44];
    expect(await mirror.run(stream, new Date('2026-11-24T13:00:00Z'))).toEqual([]);
    for (const line of sandbox.tables['pos.order.line'] ?? []) line['tax_ids'] = [41, 44];
    expect(await mirror.run(stream, new Date('2026-11-26T13:00:00Z'))).toHaveLength(7);
  });

  it('keep a tax that is archived', async () => {
    const { brick, mirror } = await start();
    const stream = streamOf(brick(), 'pos.order.line');
    await mirror.run(stream, NOW);
    for (const { id } of sandbox.tables['account.tax'] ?? []) edit('account.tax', id, { active: false });
    expect(await mirror.run(stream, new Date('2026-11-24T13:00:00Z'))).toEqual([]);
    expect(mirror.records('pos.order.line')[0]?.body).toMatchObject({ tax_ids: [44] });
  });

  it('keep the codes that their products had when they were first read', async () => {
    const { brick, mirror } = await start();
    const stream = streamOf(brick(), 'pos.order.line');
    await mirror.run(stream, NOW);
    const line = (): object | undefined => mirror.records('pos.order.line').find(({ id }) => id === '40')?.body;
    const codes = { product_id: 6, product_default_code: 'LIV-002', product_barcode: '3769990000021' };
    expect(line()).toMatchObject(codes);
    edit('product.product', 6, { default_code: 'LIV-NEW', name: '[SOLDES] Œuvres' });
    edit('pos.order', 4, { write_date: '2026-11-23 12:30:00.000000' });
    expect(await mirror.run(stream, LATER)).toEqual([]);
    expect(await mirror.run(stream, new Date('2026-11-24T13:00:00Z'))).toEqual([]);
    expect(await stream.byIds?.(['40'], mirror.context(stream, LATER))).toEqual([{ id: '40', body: line() }]);
  });

  it('that were altered are told', async () => {
    const { brick, mirror } = await start();
    const stream = streamOf(brick(), 'pos.order');
    await mirror.run(stream, NOW);
    edit('pos.order', 1, { amount_total: 1, write_date: '2026-11-23 12:30:00.000000' });
    expect(await mirror.run(stream, LATER)).toEqual(['1']);
  });
});

describe('what is missing', () => {
  it.each(['17.0-20240709', '19.0-20260101'])(
    'an app of Odoo %s: empty, said once, named by check',
    async (version) => {
      const { brick, mirror, tools } = await start(version);
      sandbox.absent.add('loyalty.card');
      const opened = brick();
      const stream = streamOf(opened, 'loyalty.card');
      expect([await mirror.run(stream, NOW), await mirror.run(stream, LATER)]).toEqual([[], []]);
      expect(await mirror.ids(stream, NOW)).toEqual([]);
      expect(tools.warnings).toEqual([expect.stringContaining('Coupons & Loyalty')]);
      const finding = (await opened.check()).find(({ subject }) => subject === 'loyalty.card');
      expect(finding).toMatchObject({
        state: 'missing',
        remedy: expect.stringContaining('Coupons & Loyalty') as string,
      });
    },
  );

  it('a right: an error that names the model, never an empty stream', async () => {
    const { brick, mirror } = await start();
    sandbox.denied.add('pos.order');
    const stream = streamOf(brick(), 'pos.order');
    expect(await codeOf(mirror.run(stream, NOW))).toBe('BRICK_RIGHT_MISSING');
    expect(await codeOf(mirror.ids(stream, NOW))).toBe('BRICK_RIGHT_MISSING');
    const findings = await brick().check();
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([
      expect.objectContaining({
        subject: 'pos.order',
        state: 'missing',
        message: 'The user may not read "pos.order".',
        remedy: expect.stringContaining('Inventory/User, Point of Sale/User') as string,
      }),
    ]);
  });

  it('the company: check names the setting, and asks no further', async () => {
    const { brick } = await start();
    expect((await brick({ companyId: 1 }).check()).filter(({ state }) => state !== 'ok')).toEqual([]);
    const findings = await brick({ companyId: 9 }).check();
    expect(findings.at(-1)).toMatchObject({ subject: 'company', state: 'error' });
    expect(findings.at(-1)?.remedy).toContain('companyId');
    expect(findings).toHaveLength(3);
  });

  it('a field: it is not asked for', async () => {
    const { brick, mirror } = await start();
    await mirror.run(streamOf(brick(), 'product.product'), NOW);
    const [fields] = sandbox.asked.filter(({ method }) => method === 'fields_get');
    expect(fields?.args['allfields']).toContain('is_storable');
    const reading = sandbox.asked.filter(({ method }) => method === 'search_read');
    expect(JSON.stringify(reading)).not.toContain('is_storable');
  });

  it('the database, the key and the server: check tells which', async () => {
    const { brick } = await start();
    const codes = async (settings: Record<string, unknown>): Promise<string[]> =>
      (await brick(settings).check()).map(({ subject, state, message }) => `${subject} ${state}: ${message}`);
    expect(await codes({ database: 'other' })).toEqual([
      'server ok: Odoo 17.0-20240709, by JSON-RPC.',
      'database error: The Odoo server has no database of this name.',
    ]);
    expect((await codes({ key: 'wrong' }))[1]).toBe('database error: Odoo does not accept the user or the key.');
    expect((await codes({})).filter((line) => !line.includes(' ok: '))).toEqual([]);
  });
});

describe('records by id', () => {
  it('are those that exist', async () => {
    const { brick, mirror } = await start();
    const stream = streamOf(brick(), 'res.partner');
    const found = await stream.byIds?.(['8', '7', '999'], mirror.context(stream, NOW));
    expect(found?.map(({ id }) => id)).toEqual(['7', '8']);
  });
});
