import type { PendingChange, StreamCounts } from '../../src/mirror/index.ts';
import { countChange, emptyTally, judge } from '../../src/sync/hold-rules.ts';
import type { WatchedField } from '#sdk';

const threshold = { percent: 10, records: 50 };
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

function rulesFor(changes: PendingChange[], of: StreamCounts): string[] {
  const tally = emptyTally();
  for (const change of changes) countChange(tally, change, watched);
  return judge(tally, of, threshold).map(({ rule }) => rule);
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
