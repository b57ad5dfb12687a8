import type { MessageState } from '../../src/mirror/index.ts';
import { aProduct, aVariant, euro } from './shop-samples.ts';
import { anEditWorld, apply, EDIT, editOf, preview, revert, type Edit, type EditWorld } from './mass-edit-world.ts';

let world: EditWorld;
beforeEach(() => {
  world = anEditWorld();
});

const RAISE = { selection: { active: true }, operations: { price: { add: '1' } } };
const TEXTS = {
  selection: { ids: ['p1'] },
  operations: { texts: [{ field: 'NAME', locale: 'fr', set: 'Jupe' }], active: false },
};

/** What the shop says in the mirror from now on. */
function put(id: string, changes: object): void {
  const row = world.mirror.facets.find((one) => one.id === id);
  if (!row) throw new Error(`there is no ${id}`);
  row.facet = { ...row.facet, ...changes };
}

const priceOf = (id: string): unknown =>
  (world.mirror.facets.find((one) => one.id === id)?.facet as { listPrice: object }).listPrice;

function settle(edit: Edit, ...states: MessageState[]): void {
  const own = world.mirror.messages.filter(({ origin }) => origin === `edit:${edit.id}`);
  own.forEach((message, at) => (message.state = states[at] ?? 'delivered'));
}

async function shown(id: string): Promise<Edit> {
  return (await world.ask<{ bulkEdit: Edit }>(`{ bulkEdit(id: "${id}") { ${EDIT} } }`)).bulkEdit;
}

it('commits the edit and one message for each price, in the lane of its product', async () => {
  const edit = editOf(await apply(world, RAISE, { count: 3 }));
  expect(edit).toMatchObject({ name: 'Spring', direction: 'HUB', state: 'APPLYING', by: 'ada', total: 3, waiting: 3 });
  const [order] = world.outbox.orders;
  expect(order).toMatchObject({ name: 'applyBulkEdit', by: 'ada', edit: { id: edit.id, input: RAISE } });
  expect(order?.messages[0]).toMatchObject({
    ...{ brick: 'shop-fr', command: 'setVariantPrice', lane: 'Product:p1', replaces: 'price:v1' },
    origin: `edit:${edit.id}`,
    payload: { variant: 'v1', listPrice: euro('24.90') },
    overlays: [{ type: 'Variant', hubId: 'v1', patch: { listPrice: euro('24.90') }, creates: false }],
  });
  expect(order?.edit?.records[0]).toEqual({
    ...{ product: 'p1', variant: 'v1', message: order?.messages[0]?.id },
    changes: [{ field: 'price', locale: null, before: '23.90', after: '24.90' }],
  });
  expect(priceOf('v3')).toEqual(euro('101.00'));
  const { bulkEdit } = await world.ask<{ bulkEdit: { input: string } }>(`{ bulkEdit(id: "${edit.id}") { input } }`);
  expect(JSON.parse(bulkEdit.input)).toEqual(RAISE);
});

it('waits for a person when it is too much and nobody has confirmed how much it is', async () => {
  world.outbox.limits = { percent: 10, records: 2, windowHours: 24 };
  editOf(await apply(world, RAISE));
  const [order] = world.outbox.orders;
  const [hold] = order?.outgoing?.holds ?? [];
  expect(hold).toMatchObject({ brick: 'shop-fr', kind: 'setVariantPrice', run: `edit:${order?.edit?.id}`, updates: 3 });
  expect(hold?.reasons).toMatchObject([{ rule: 'outgoing', count: 3, threshold: 2 }]);
  expect(order?.outgoing?.judged).toMatchObject([{ about: 'v1', hold: hold?.id }, { about: 'v2' }, { about: 'v3' }]);
  expect(order?.outgoing?.judged[0]?.fields).toEqual([
    { path: 'listPrice.amount', before: '"23.90"', after: '"24.90"', personal: false },
  ]);
});

it('is sent, however much it is, where the count of the preview comes with it', async () => {
  world.outbox.limits = { percent: 0, records: 0, windowHours: 24 };
  editOf(await apply(world, RAISE, { count: 3 }));
  expect(world.outbox.orders[0]?.messages).toHaveLength(3);
  expect(world.outbox.orders[0]?.outgoing).toBeUndefined();
});

it('holds the one price that falls to a tenth, and lets the others go', async () => {
  editOf(await apply(world, { selection: { active: true }, operations: { price: { add: '-23' } } }));
  const judged = world.outbox.orders[0]?.outgoing?.judged ?? [];
  const held = judged.filter(({ hold }) => hold !== null).map(({ fields }) => fields[0]?.after);
  expect(held).toContain('"0.90"');
  expect(judged.length).toBeGreaterThan(held.length);
  expect(world.outbox.orders[0]?.outgoing?.holds[0]?.reasons).toMatchObject([{ rule: 'prices' }]);
});

it('puts all changes of a product into one message, and leaves other languages alone', async () => {
  const edit = editOf(await apply(world, TEXTS));
  expect(edit.total).toBe(1);
  expect(world.outbox.orders[0]?.messages).toMatchObject([
    {
      ...{ command: 'updateProduct', lane: 'Product:p1', replaces: null },
      payload: { product: 'p1', changes: { name: { fr: 'Jupe' }, active: false } },
      overlays: [{ type: 'Product', hubId: 'p1', patch: { name: { fr: 'Jupe', en: 'Dress' }, active: false } }],
    },
  ]);
});

it('an emptied text is none', async () => {
  const texts = [{ field: 'DESCRIPTION', locale: 'fr', set: '' }];
  await apply(world, { selection: { ids: ['p1'] }, operations: { texts } });
  const [message] = world.outbox.orders[0]?.messages ?? [];
  expect(message?.payload).toEqual({ product: 'p1', changes: { description: { fr: '' } } });
  expect(message?.overlays[0]?.patch).toEqual({ description: {} });
});

it('leaves records with problems out', async () => {
  const input = { selection: { skus: ['ROBE-S', 'ZEBRE', 'NONE'] }, operations: { price: { add: '-1' } } };
  expect(editOf(await apply(world, input, { count: 1 })).total).toBe(1);
});

it('applies a text in CSV; of lines that say the same field the last one counts, and what mass edits cannot is left out', async () => {
  const csv = 'Référence;Prix HT;Nom;Quantité\r\nROBE-S;30;Jupe;5\r\nROBE-S;31;Jupe;7\r\nNONE;1;;\r\n';
  const { count, lines } = await preview(world, { csv });
  expect(count).toBe(2);
  expect(lines[1]?.changes.map(({ field, problem }) => [field, problem === null])).toEqual([
    ['name', true],
    ['price', true],
    ['quantity', false],
  ]);
  const edit = editOf(await apply(world, { csv }, { count }));
  expect(edit.total).toBe(2);
  expect(world.outbox.orders[0]?.messages.map(({ payload }) => payload)).toEqual([
    { product: 'p1', changes: { name: { fr: 'Jupe' } } },
    { variant: 'v1', listPrice: euro('31') },
  ]);
});

it('a later line that says what is so takes back what an earlier one said', async () => {
  const csv = 'Référence;Prix HT;Nom\r\nROBE-S;30;Jupe\r\nEPEE;30;\r\nROBE-S;23.90;Robe\r\n';
  expect((await preview(world, { csv })).count).toBe(1);
  expect(editOf(await apply(world, { csv }, { count: 1 })).total).toBe(1);
});

it('applies a file that a brick received, and the file tells of it', async () => {
  const line = { line: 2, key: { sku: 'ROBE-S' }, values: { price: '30' }, locale: null, other: {} };
  const file = { name: 'a.csv', direction: 'import', idBy: 'prodref', receivedAt: '2026-11-01T10:00:00Z' };
  world.mirror.put('BulkEdit', 'f1', { ...file, lines: [line], failures: [], todo: null }, 'sc');
  expect(await shown('f1')).toMatchObject({ direction: 'IMPORT', state: 'RECEIVED', total: 0 });
  const edit = editOf(await apply(world, { edit: 'f1' }));
  expect(edit).toMatchObject({ source: 'f1', total: 1 });
  settle(edit);
  expect(await shown('f1')).toMatchObject({ state: 'APPLIED', total: 1, delivered: 1, by: 'ada' });
  expect(await apply(world, { edit: 'f1' })).toMatchObject({ code: 'NOTHING_TO_CHANGE' });
});

it('is listed among the files, latest first, page by page', async () => {
  const file = { name: 'a.csv', direction: 'import', idBy: 'prodref', lines: [], failures: [], todo: null };
  world.mirror.put('BulkEdit', 'f1', { ...file, receivedAt: '2026-11-01T10:00:00Z' }, 'sc');
  world.mirror.put('BulkEdit', 'f2', { ...file, receivedAt: '2026-11-03T10:00:00Z' }, 'sc');
  const { id } = editOf(await apply(world, RAISE));
  const page = 'nodes { id } totalCount pageInfo { hasNextPage endCursor }';
  type List = { nodes: { id: string }[]; totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string } };
  const list = async (args: string): Promise<List> =>
    (await world.ask<{ bulkEdits: List }>(`{ bulkEdits${args} { ${page} } }`)).bulkEdits;
  const idsOf = ({ nodes }: List): string[] => nodes.map((node) => node.id);
  expect(idsOf(await list(''))).toEqual(['f2', id, 'f1']);
  const start = await list('(first: 2)');
  expect(start).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
  const rest = await list(`(first: 2, after: "${start.pageInfo.endCursor}")`);
  expect([idsOf(start), idsOf(rest)]).toEqual([['f2', id], ['f1']]);
  expect(rest.pageInfo.hasNextPage).toBe(false);
  expect(idsOf(await list('(filter: { direction: HUB })'))).toEqual([id]);
  expect(idsOf(await list('(filter: { direction: IMPORT })'))).toEqual(['f2', 'f1']);
  expect(idsOf(await list('(brick: "sc")'))).toEqual(['f2', 'f1']);
  expect(idsOf(await list('(filter: { receivedFrom: "2026-11-02T12:00:00Z" })'))).toEqual(['f2']);
  await expect(list('(after: "x")')).rejects.toThrow('INVALID_CURSOR');
});

it.each<[MessageState[], string]>([
  [['queued', 'delivered', 'delivered'], 'APPLYING'],
  [['delivered', 'delivered', 'superseded'], 'APPLIED'],
  [['delivered', 'dead', 'discarded'], 'PARTLY_REFUSED'],
  [['dead', 'dead', 'discarded'], 'REFUSED'],
])('after %j it is %s', async (states, state) => {
  const edit = editOf(await apply(world, RAISE));
  settle(edit, ...states);
  expect(await shown(edit.id)).toMatchObject({ state, total: 3 });
});

it('shows its records, each with its way to the shop, and what the shop says otherwise by now', async () => {
  const edit = editOf(await apply(world, RAISE));
  settle(edit, 'delivered', 'dead', 'queued');
  put('v1', { listPrice: euro('99') });
  const query = `{ bulkEdit(id: "${edit.id}") {
    records(first: 2) { totalCount pageInfo { hasNextPage } nodes { productId variantId changes { before after } delivery { state } } }
    preview { counts { changed unchanged } lines { variantId changes { before after } } } } }`;
  expect(await world.ask(query)).toEqual({
    bulkEdit: {
      records: {
        ...{ totalCount: 3, pageInfo: { hasNextPage: true } },
        nodes: [
          {
            productId: 'p1',
            variantId: 'v1',
            changes: [{ before: '23.90', after: '24.90' }],
            delivery: { state: 'DELIVERED' },
          },
          {
            productId: 'p1',
            variantId: 'v2',
            changes: [{ before: '24.90', after: '25.90' }],
            delivery: { state: 'REFUSED' },
          },
        ],
      },
      preview: {
        counts: { changed: 1, unchanged: 2 },
        lines: [{ variantId: 'v1', changes: [{ before: ['99'], after: ['24.90'] }] }],
      },
    },
  });
});

it('goes out as a file of the mass-edit tool, which changes nothing when it comes back', async () => {
  const operations = { ...TEXTS.operations, price: { set: '30' } };
  const { id } = editOf(await apply(world, { selection: { ids: ['p2'] }, operations }));
  const { bulkEditCsv } = await world.ask<{ bulkEditCsv: { content: string; rows: number } }>(
    `{ bulkEditCsv(edit: "${id}") { content rows } }`,
  );
  expect(bulkEditCsv).toEqual({
    rows: 2,
    content: [
      'id_product;id_product_attribute;reference;name;active;price excl. tax\r\n',
      'x-p2;;;Jupe;0;\r\n',
      'x-p2;v3;EPEE;;;30.00\r\n',
    ].join(''),
  });
  const csv = bulkEditCsv.content;
  expect((await preview(world, { csv, idBy: 'IDPRODUCT' })).counts).toEqual({ changed: 0, unchanged: 2, failed: 0 });
});

it('refuses another count than the preview told, and a shop that moved since', async () => {
  const { count } = await preview(world, RAISE);
  world.mirror.add('Product', 'p4', aProduct({ variants: ['v5'] }));
  world.mirror.add('Variant', 'v5', aVariant({ product: 'p4', sku: 'NEW' }));
  expect(await apply(world, RAISE, { count })).toEqual({ code: 'COUNT_CHANGED', path: 'expectedCount' });
  expect(world.outbox.orders).toEqual([]);
});

it('answers the same key with the same edit, whatever the shop says by now', async () => {
  const first = editOf(await apply(world, RAISE, { key: 'k', count: 3 }));
  put('v1', { listPrice: euro('5') });
  expect(editOf(await apply(world, RAISE, { key: 'k', count: 3 })).id).toBe(first.id);
  expect(await apply(world, RAISE, { key: 'k', name: 'Summer' })).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  expect(await revert(world, first.id, 'k')).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  expect(world.outbox.orders).toHaveLength(1);
});

it('waits until an earlier edit is shown in full', async () => {
  const edit = editOf(await apply(world, RAISE));
  world.mirror.dueRoots = 5;
  expect(await apply(world, RAISE)).toMatchObject({ code: 'EDIT_NOT_SHOWN_YET' });
  expect(await revert(world, edit.id)).toMatchObject({ code: 'EDIT_NOT_SHOWN_YET' });
  settle(edit);
  expect(await apply(world, RAISE)).toMatchObject({ edit: { total: 3 } });
});

it.each<[string, object, object, string, string | null]>([
  ['no name', RAISE, { name: '  ' }, 'INVALID_INPUT', 'name'],
  ['a name too long', RAISE, { name: 'x'.repeat(201) }, 'INVALID_INPUT', 'name'],
  ['a wrong key', RAISE, { key: 'é' }, 'INVALID_KEY', 'idempotencyKey'],
  ['no input', {}, {}, 'INVALID_INPUT', 'input'],
  ['an empty selection', { selection: {}, operations: { active: true } }, {}, 'INVALID_INPUT', 'input.selection'],
  ['a broken text', { csv: 'Référence;Zut\na;b' }, {}, 'INVALID_INPUT', 'input.csv'],
  ['a file that is not there', { edit: 'gone' }, {}, 'UNKNOWN_FILE', 'input.edit'],
  ['nothing to do', { selection: { active: true }, operations: { active: true } }, {}, 'NOTHING_TO_CHANGE', 'input'],
])('refuses %s', async (_what, input, more, code, path) => {
  expect(await apply(world, input, more)).toEqual({ code, path });
  expect(world.outbox.orders).toEqual([]);
});

it('refuses what the shop cannot be told', async () => {
  world.outbox.unknown.add('setVariantPrice');
  expect(await apply(world, RAISE)).toEqual({ code: 'COMMAND_UNSUPPORTED', path: null });
});

describe('taking an edit back', () => {
  it('brings back what is still ours, and lists what is not', async () => {
    const edit = editOf(await apply(world, RAISE));
    settle(edit);
    put('v2', { listPrice: euro('77') });
    put('v3', { listPrice: euro('101.000000') });
    const back = editOf(await revert(world, edit.id));
    expect(back).toMatchObject({ name: 'Revert: Spring', reverts: edit.id, total: 2, conflictCount: 1 });
    expect(world.outbox.orders[1]?.messages.map(({ payload, origin }) => [payload, origin])).toEqual([
      [{ variant: 'v1', listPrice: euro('23.90') }, `edit:${back.id}`],
      [{ variant: 'v3', listPrice: euro('100.00') }, `edit:${back.id}`],
    ]);
    const fields = 'productId variantId field locale before ours now';
    expect(await world.ask(`{ bulkEdit(id: "${back.id}") { conflicts { totalCount nodes { ${fields} } } } }`)).toEqual({
      bulkEdit: {
        conflicts: {
          totalCount: 1,
          nodes: [
            {
              ...{ productId: 'p1', variantId: 'v2', field: 'price', locale: null },
              ...{ before: '24.90', ours: '25.90', now: '77' },
            },
          ],
        },
      },
    });
    expect(await shown(edit.id)).toMatchObject({ state: 'REVERTED', revertedBy: back.id });
  });

  it('judges each field of a product by itself', async () => {
    const edit = editOf(await apply(world, TEXTS));
    settle(edit);
    put('p1', { name: { fr: 'Kilt', en: 'Dress' } });
    expect(editOf(await revert(world, edit.id))).toMatchObject({ total: 1, conflictCount: 1 });
    expect(world.outbox.orders[1]?.messages.map(({ payload }) => payload)).toEqual([
      { product: 'p1', changes: { active: true } },
    ]);
  });

  it('knows its text under the name that the shop gives its language', async () => {
    const texts = [{ field: 'META_TITLE', locale: 'fr', set: 'Neuf' }];
    const edit = editOf(await apply(world, { selection: { ids: ['p1'] }, operations: { texts } }));
    settle(edit);
    put('p1', { metaTitle: { 'fr-FR': 'Neuf' } });
    expect(editOf(await revert(world, edit.id))).toMatchObject({ total: 1, conflictCount: 0 });
    expect(world.outbox.orders[1]?.messages[0]?.overlays[0]?.patch).toEqual({ metaTitle: {} });
  });

  it('leaves alone what says again what it said before, and what is gone is a conflict', async () => {
    const edit = editOf(await apply(world, RAISE));
    settle(edit, 'dead');
    put('v1', { listPrice: euro('23.90') });
    world.mirror.facets.splice(
      world.mirror.facets.findIndex(({ id }) => id === 'v2'),
      1,
    );
    expect(editOf(await revert(world, edit.id))).toMatchObject({ total: 1, conflictCount: 1 });
  });

  it('can be taken back itself, and an edit that is undone already has nothing to take back', async () => {
    const edit = editOf(await apply(world, RAISE));
    settle(edit);
    const back = editOf(await revert(world, edit.id, 'back'));
    expect(editOf(await revert(world, edit.id, 'back')).id).toBe(back.id);
    settle(back);
    expect(await revert(world, edit.id)).toEqual({ code: 'NOTHING_TO_REVERT', path: 'id' });
    expect(editOf(await revert(world, back.id))).toMatchObject({ total: 3, reverts: back.id });
    expect(priceOf('v1')).toEqual(euro('24.90'));
  });

  it('knows no edit of another id, and no file', async () => {
    expect(await revert(world, 'edit_gone')).toEqual({ code: 'UNKNOWN_EDIT', path: 'id' });
  });
});
