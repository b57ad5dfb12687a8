import { aProduct, aVariant, euro } from './shop-samples.ts';
import { anEditWorld, preview, type EditWorld, type PreviewLine } from './mass-edit-world.ts';

let world: EditWorld;
beforeEach(() => {
  world = anEditWorld();
});

const change = async (selection: object, operations: object): Promise<PreviewLine[]> =>
  (await preview(world, { selection, operations })).lines;
const prices = async (selection: object, price: object): Promise<Record<string, string | undefined>> => {
  const lines = await change(selection, { price });
  return Object.fromEntries(
    lines.map(({ variantId, changes }): [string, string | undefined] => [variantId ?? '', changes[0]?.after[0]]),
  );
};

it.each<[string, object, string[]]>([
  ['ids', { ids: ['p1', 'p3'] }, ['v1', 'v2', 'v4']],
  ['references: only these variants', { skus: ['ROBE-M', 'EPEE'] }, ['v2', 'v3']],
  ['categories', { categories: ['c2'] }, ['v3', 'v4']],
  ['brands', { brands: ['Forge'] }, ['v3']],
  ['offered', { active: true }, ['v1', 'v2', 'v3']],
  ['not offered', { active: false }, ['v4']],
  ['words', { search: 'epee' }, ['v3']],
  ['several conditions', { active: true, categories: ['c2'] }, ['v3']],
])('selects by %s', async (_what, selection, variants) => {
  const found = await prices(selection, { set: '7.77' });
  expect(Object.keys(found).sort()).toEqual(variants);
  expect(new Set(Object.values(found))).toEqual(new Set(['7.77']));
});

it.each<[string, object, string, string]>([
  ['set', { set: '12' }, '23.90', '12.00'],
  ['add', { add: '1.1' }, '23.90', '25.00'],
  ['take away', { add: '-3.9' }, '23.90', '20.00'],
  ['add percent, to the sixth decimal', { addPercent: '5.5555' }, '23.90', '25.227765'],
  ['take percent away', { addPercent: '-50' }, '23.90', '11.95'],
  ['round up', { round: { ending: '0.90', mode: 'UP' } }, '23.91', '24.90'],
  ['round to the nearest below', { round: { ending: '0.90', mode: 'NEAREST' } }, '24.39', '23.90'],
  ['round to the nearest, the higher of two', { round: { ending: '0.90', mode: 'NEAREST' } }, '24.40', '24.90'],
  ['round within ten', { round: { ending: '9.90', mode: 'NEAREST' } }, '23.90', '19.90'],
  ['round within a hundred', { round: { ending: '99', mode: 'UP' } }, '123.90', '199.00'],
  ['round to whole numbers', { round: { ending: '0', mode: 'NEAREST' } }, '23.90', '24.00'],
  ['never round to zero or less', { round: { ending: '0', mode: 'NEAREST' } }, '0.20', '1.00'],
  ['add percent, then round', { addPercent: '5', round: { ending: '0.90', mode: 'NEAREST' } }, '23.90', '24.90'],
])('prices: %s', async (_what, price, before, after) => {
  world.mirror.add('Product', 'p9', aProduct({ variants: ['v9'], brand: 'Nine' }));
  world.mirror.add('Variant', 'v9', aVariant({ product: 'p9', listPrice: euro(before) }));
  expect(await change({ brands: ['Nine'] }, { price })).toMatchObject([
    {
      productId: 'p9',
      variantId: 'v9',
      changes: [{ field: 'price', before: [before], after: [after], problem: null }],
    },
  ]);
});

it.each<[string, object, string[]]>([
  ['set', { set: 'Jupe' }, ['Jupe']],
  ['prefix and suffix', { prefix: '<', suffix: '>' }, ['<Robe>']],
  ['replace, as it is written', { replace: { find: 'b', by: '$&-' } }, ['Ro$&-e']],
  ['all of them, in their order', { set: 'aa', prefix: 'a', replace: { find: 'a', by: 'b' } }, ['abb']],
])('texts: %s', async (_what, operation, after) => {
  const texts = [{ field: 'NAME', locale: 'fr', ...operation }];
  expect(await change({ ids: ['p1'] }, { texts })).toMatchObject([
    { productId: 'p1', variantId: null, changes: [{ field: 'name', locale: 'fr', before: ['Robe'], after }] },
  ]);
});

it.each([
  ['DESCRIPTION', 'description'],
  ['SUMMARY', 'summary'],
  ['META_TITLE', 'metaTitle'],
  ['META_DESCRIPTION', 'metaDescription'],
  ['SLUG', 'slug'],
])('%s is a text as well, in one language', async (name, field) => {
  const [line] = await change({ ids: ['p1'] }, { texts: [{ field: name, locale: 'fr-FR', set: 'neuf' }] });
  expect(line?.changes).toMatchObject([{ field, after: ['neuf'] }]);
});

it('several operations on one text are one change; a text that is not there gets no suffix', async () => {
  const texts = [
    { field: 'NAME', locale: 'fr', suffix: ' bleue' },
    { field: 'NAME', locale: 'fr', prefix: 'La ' },
    { field: 'META_TITLE', locale: 'fr', suffix: '!' },
  ];
  const [line] = await change({ ids: ['p1'] }, { texts, active: false });
  expect(line?.changes).toEqual([
    { field: 'name', locale: 'fr', before: ['Robe'], after: ['La Robe bleue'], problem: null },
    { field: 'active', locale: null, before: ['1'], after: ['0'], problem: null },
  ]);
});

it('tells what is so already, and what cannot be done, record by record', async () => {
  const { count, counts, lines } = await preview(world, {
    selection: { skus: ['ROBE-S', 'ROBE-M', 'ZEBRE', 'NONE'] },
    operations: { price: { add: '-0.50' }, active: true },
  });
  expect({ count, counts }).toEqual({ count: 3, counts: { changed: 3, unchanged: 1, failed: 2 } });
  expect(lines.map(({ variantId, problems }) => [variantId, problems[0]?.code])).toEqual([
    [null, 'EDIT_MATCHES_NOTHING'],
    ['v1', undefined],
    ['v2', undefined],
    [null, undefined],
    ['v4', 'EDIT_PRICE_WRONG'],
  ]);
});

it.each<[object, string]>([
  [{ price: { set: '0.000001' } }, 'EDIT_PRICE_WRONG'],
  [{ price: { set: '0' } }, 'EDIT_PRICE_WRONG'],
  [{ price: { addPercent: '-100' } }, 'EDIT_PRICE_WRONG'],
  [{ price: { set: '1000000000' } }, 'EDIT_PRICE_WRONG'],
  [{ texts: [{ field: 'NAME', locale: 'fr', set: '' }] }, 'EDIT_TEXT_EMPTY'],
  [{ texts: [{ field: 'NAME', locale: 'fr', replace: { find: 'Robe', by: ' ' } }] }, 'EDIT_TEXT_EMPTY'],
  [{ texts: [{ field: 'SLUG', locale: 'fr', set: '' }] }, 'EDIT_TEXT_EMPTY'],
  [{ texts: [{ field: 'NAME', locale: 'fr', suffix: 'x'.repeat(125) }] }, 'EDIT_TEXT_TOO_LONG'],
  [{ texts: [{ field: 'META_TITLE', locale: 'fr', set: 'x'.repeat(256) }] }, 'EDIT_TEXT_TOO_LONG'],
])('a record that cannot be: %j', async (operations, code) => {
  const { count, lines } = await preview(world, { selection: { skus: ['ROBE-S'] }, operations });
  expect({ count, lines }).toMatchObject({ count: 0, lines: [{ changes: [], problems: [{ code }] }] });
});

it('a reference that several variants have means none of them; nor does an id that is not there', async () => {
  world.mirror.add('Variant', 'v5', aVariant({ product: 'p2', sku: 'EPEE' }));
  const lines = await change({ skus: ['EPEE', 'ROBE-S'], ids: ['p1', 'p77'] }, { price: { set: '1' } });
  expect(lines.map(({ problems }) => problems[0]?.code)).toEqual([
    'EDIT_MATCHES_SEVERAL',
    'EDIT_MATCHES_NOTHING',
    undefined,
  ]);
});

it('goes page by page, with the counts of the whole', async () => {
  const input = { selection: { active: true }, operations: { price: { add: '1' } } };
  const page = await preview(world, input, 'first: 1, after: "1"');
  expect(page).toMatchObject({ count: 3, counts: { changed: 3 }, pageInfo: { hasNextPage: true, endCursor: '2' } });
  expect(page.lines).toHaveLength(1);
});

it('tells of a shop that cannot be told', async () => {
  world.outbox.unknown.add('setVariantPrice');
  const { count, lines } = await preview(world, { selection: { skus: ['EPEE'] }, operations: { price: { set: '1' } } });
  expect(count).toBe(0);
  expect(lines[0]?.changes[0]?.problem).toContain('setVariantPrice');
});

const operations = { active: true };
const selection = { active: true };
const text = (more: object): object => ({
  selection,
  operations: { texts: [{ field: 'NAME', locale: 'fr', ...more }] },
});
it.each<[string, object, string]>([
  ['nothing', {}, 'exactly one of'],
  ['two things', { csv: 'Nom\na', selection, operations }, 'exactly one of'],
  ['a selection without operations', { selection }, 'go together'],
  ['a text with operations', { csv: 'Nom\na', operations }, 'go together'],
  ['an empty selection', { selection: {}, operations }, 'the whole shop'],
  ['a selection of nothing', { selection: { ids: [] }, operations }, 'input.selection.ids'],
  ['no operation', { selection, operations: {} }, 'say nothing'],
  ['no price', { selection, operations: { price: {} } }, 'says nothing'],
  ['two prices', { selection, operations: { price: { set: '1', add: '1' } } }, 'takes one of'],
  ['an ending below zero', { selection, operations: { price: { round: { ending: '-1' } } } }, 'no ending'],
  ['a text that nothing becomes of', text({}), 'says nothing'],
  ['an empty word to replace', text({ replace: { find: '', by: 'x' } }), 'input.operations.texts.0.replace.find'],
  ['no language', text({ locale: 'français', set: 'x' }), 'no language'],
  ['a file that is not there', { edit: 'gone' }, 'no file'],
])('refuses %s', async (_what, input, message) => {
  await expect(preview(world, input)).rejects.toThrow(message);
});
