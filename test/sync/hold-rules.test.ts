import type { PendingChange, StreamCounts } from '../../src/mirror/index.ts';
import { countChange, emptyTally, judge, type Threshold } from '../../src/sync/hold-rules.ts';
import type { WatchedField } from '#sdk';

const threshold = { percent: 10, records: 50, deletePercent: 30, changePercent: 50 };
const watched: WatchedField[] = [
  { field: 'price', sense: 'price' },
  { field: 'quantity', sense: 'quantity' },
  { field: 'email', sense: 'identity' },
];

function counts(published: number, recent: Partial<StreamCounts['recent']> = {}): StreamCounts {
  const nothing = { update: 0, delete: 0, prices: 0, identities: 0, reshaped: 0, discounts: 0, sales: 0, texts: 0 };
  return { published, recent: { ...nothing, ...recent } };
}

function updates(n: number, before: object, after: object): PendingChange[] {
  return Array.from({ length: n }, (_, i) => ({
    id: String(i),
    change: 'update' as const,
    before: before as PendingChange['before'],
    after: after as PendingChange['after'],
  }));
}

function deletes(n: number): PendingChange[] {
  return Array.from({ length: n }, (_, i) => ({ id: String(i), change: 'delete' as const, before: {}, after: null }));
}

type Of = Parameters<typeof judge>[3];
const PART: Of = { stream: { watched }, isRoot: false };
const PRODUCTS: Of = { stream: { watched, texts: ['name'] }, isRoot: true };

function rulesFor(changes: PendingChange[], counted: StreamCounts, of = PART, limits: Threshold = threshold): string[] {
  const tally = emptyTally();
  for (const change of changes) countChange(tally, change, watched);
  return judge(tally, counted, limits, of).map(({ rule }) => rule);
}

describe('a batch waits for a person', () => {
  it.each<[string, PendingChange[], StreamCounts, string[]]>([
    ['nothing changed', [], counts(300), []],
    ['50 deletions of 300', deletes(50), counts(300), []],
    ['51 deletions of 300', deletes(51), counts(300), ['deletions']],
    ['500 deletions of 5000', deletes(500), counts(5000), []],
    ['501 deletions of 5000', deletes(501), counts(5000), ['deletions']],
    ['49 deletions after 49 earlier today', deletes(49), counts(300, { delete: 49 }), ['deletions']],
    ['the whole of a small stream', deletes(2), counts(2), ['emptied']],
    ['the only record', deletes(1), counts(1), ['emptied']],
    ['51 rewrites of 300', updates(51, { a: 'x' }, { a: 'y' }), counts(300), ['rewrites']],
    [
      '10 rewrites after 45 earlier today',
      updates(10, { a: 'x' }, { a: 'y' }),
      counts(300, { update: 45 }),
      ['rewrites'],
    ],
    ['every price 0.01 in a shop of three', updates(3, { price: '23.90' }, { price: '0.01' }), counts(3), ['prices']],
    ['a third of prices to zero', updates(10, { price: '5.00' }, { price: '0.000000' }), counts(30), ['prices']],
    ['a sale on 40 of 300', updates(40, { price: '20.00' }, { price: '14.00' }), counts(300), []],
    ['one typing mistake', updates(1, { price: '20.00' }, { price: '2.00' }), counts(300), []],
    ['prices that are no numbers', updates(12, { price: '20.00' }, { price: 'free' }), counts(300), ['prices']],
    ['prices times a hundred', updates(12, { price: '20.00' }, { price: '2000.00' }), counts(300), ['prices']],
    ['30 stocks to zero', updates(30, { quantity: 5 }, { quantity: 0 }), counts(300), ['quantities']],
    ['10 stocks sold out', updates(10, { quantity: 1 }, { quantity: 0 }), counts(300), []],
    ['4 e-mails replaced', updates(4, { email: 'a@x.fr' }, { email: 'b@x.fr' }), counts(200), ['identities']],
    ['a field lost in 20', updates(20, { a: 1, b: 'x' }, { a: 2 }), counts(300), ['shape']],
    ['a type changed in 20', updates(20, { name: [{ id: 1 }] }, { name: 'x' }), counts(300), ['shape']],
    ['a thousand new records', [{ id: 'n', change: 'create', before: null, after: {} }], counts(300), []],
    [
      'what is published already',
      [{ id: 'n', change: 'revert', before: {}, after: {} }],
      counts(300, { update: 99 }),
      [],
    ],
  ])('%s', (_name, changes, of, rules) => {
    expect(rulesFor(changes, of)).toEqual(rules);
  });

  it('counts a deletion window only when something is deleted now', () => {
    expect(rulesFor(updates(1, { a: 'x' }, { a: 'y' }), counts(300, { delete: 60 }))).toEqual([]);
  });
});

describe('of a small stream a share waits, however few records that is', () => {
  const renamed = (n: number): PendingChange[] => updates(n, { name: 'x' }, { name: 'y' });
  const cut = (n: number): PendingChange[] => updates(n, { price: '20.00' }, { price: '12.00' });
  const EACH: Of = { stream: { watched: [{ field: 'price', sense: 'price', each: true }] }, isRoot: false };
  const CUSTOMERS: Of = { stream: { watched: [{ field: 'email', sense: 'identity' }] }, isRoot: true };
  it.each<[string, PendingChange[], StreamCounts, Of, string[]]>([
    ['24 of 40 products deleted', deletes(24), counts(40), PRODUCTS, ['deletions']],
    ['12 of 40', deletes(12), counts(40), PRODUCTS, ['deletions']],
    ['6 of 40 after 6 earlier today', deletes(6), counts(34, { delete: 6 }), PRODUCTS, ['deletions']],
    ['12 of 40 customers deleted', deletes(12), counts(40), CUSTOMERS, ['deletions']],
    ['3 of 5', deletes(3), counts(5), PRODUCTS, ['deletions']],
    ['half of the products renamed', renamed(20), counts(40), PRODUCTS, ['rewrites']],
    ['half of the prices cut', cut(20), counts(40), PRODUCTS, ['rewrites']],
    ['half of the prices of variants cut', cut(20), counts(40), EACH, ['rewrites']],
  ])('%s', (_name, changes, counted, of, rules) => {
    expect(rulesFor(changes, counted, of)).toEqual(rules);
  });

  it('within a week half of it, whatever came new meanwhile', () => {
    const nothing = { delete: 0, prices: 0, identities: 0, reshaped: 0, discounts: 0, sales: 0, texts: 0 };
    const week = (published: number, gone: number): StreamCounts => ({
      ...counts(published),
      longer: [{ ...nothing, delete: gone }, nothing],
    });
    expect(rulesFor(deletes(3), week(23, 17), PRODUCTS)).toEqual(['deletions']);
    expect(rulesFor(deletes(3), week(40, 17), PRODUCTS)).toEqual([]);
  });

  it.each<[string, PendingChange[], StreamCounts, Of]>([
    ['three products deleted by hand', deletes(3), counts(40), PRODUCTS],
    ['a small category cleaned', deletes(8), counts(40), PRODUCTS],
    ['two of five', deletes(2), counts(5), PRODUCTS],
    ['one of three', deletes(1), counts(3), PRODUCTS],
    ['parts that go with what they belong to', deletes(24), counts(40), PART],
    ['the sale’s prices at its end', deletes(24), counts(40), { stream: { discount: () => null }, isRoot: true }],
    ['all 200 prices of a sale at its end', deletes(200), counts(200), { stream: { mayBeEmpty: true }, isRoot: false }],
    ['what is under way, at night', deletes(24), counts(40), { stream: { mayBeEmpty: true }, isRoot: true }],
    ['a sale on 40 %', cut(16), counts(40), PRODUCTS],
    ['a morning’s work on texts', renamed(15), counts(40), PRODUCTS],
    ['statuses of most orders', updates(24, { state: '2' }, { state: '4' }), counts(40), CUSTOMERS],
    ['a price list of +5 % on all', updates(40, { price: '20.00' }, { price: '21.00' }), counts(40), PRODUCTS],
    ['a tenth of a larger stream', deletes(500), counts(5000), PRODUCTS],
  ])('but not %s', (_name, changes, counted, of) => {
    expect(rulesFor(changes, counted, of)).toEqual([]);
  });

  it('as the brick’s thresholds say', () => {
    const limits = { ...threshold, deletePercent: 100, changePercent: 10 };
    expect(rulesFor(deletes(24), counts(40), PRODUCTS, limits)).toEqual([]);
    expect(rulesFor(renamed(5), counts(40), PRODUCTS, limits)).toEqual([]);
    expect(rulesFor(renamed(5), counts(40), PRODUCTS, { ...limits, percent: 5 })).toEqual(['rewrites']);
    expect(rulesFor(deletes(24), counts(40), PRODUCTS, { ...threshold, percent: 100 })).toEqual([]);
  });
});
