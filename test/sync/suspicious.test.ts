import type { JsonObject, Stream } from '#sdk';
import type { MirrorReader, MirrorWriter, NewHold, PendingChange, StreamCounts } from '../../src/mirror/index.ts';
import { settle } from '../../src/sync/stream-sync.ts';
import { priceRuleDiscount } from '../../connectors/prestashop/discounts.ts';

const stream: Stream = {
  ...{ kind: 'products', way: 'cursor', read: () => Promise.reject(new Error('nothing is read here')) as never },
  texts: ['name'],
  watched: [
    { field: 'price', sense: 'price', each: true },
    { field: 'quantity', sense: 'quantity' },
  ],
};
const NOTHING = { update: 0, delete: 0, prices: 0, identities: 0, reshaped: 0, discounts: 0, sales: 0, texts: 0 };

interface Given {
  published?: number;
  recent?: Partial<StreamCounts['recent']>;
  week?: Partial<StreamCounts['recent']>;
  month?: Partial<StreamCounts['recent']>;
  earlier?: PendingChange[];
  percent?: number;
  of?: Stream;
}

interface Outcome {
  held: string[] | 'all' | null;
  rules: string[];
  published: boolean;
  noted: Parameters<MirrorWriter['publish']>[0]['surprises'];
}

/** What becomes of these changes. */
async function judged(changes: PendingChange[], given: Given = {}): Promise<Outcome> {
  const { published = 300, recent, week, month, earlier = [], percent = 10, of = stream } = given;
  const outcome: Outcome = { held: null, rules: [], published: false, noted: undefined };
  const reader: Pick<MirrorReader, 'pending' | 'counts' | 'recentUpdates' | 'untoldEchoes' | 'latestByIds'> = {
    pending: (_brick, _kind, after) => Promise.resolve(after === null ? changes : []),
    counts: (_brick, _kind, _since, longer = []) =>
      Promise.resolve({
        published,
        recent: { ...NOTHING, ...recent },
        ...(longer.length > 0 && {
          longer: [
            { ...NOTHING, ...week },
            { ...NOTHING, ...month },
          ],
        }),
      }),
    recentUpdates: () => Promise.resolve(earlier),
    untoldEchoes: () => Promise.resolve(0),
    latestByIds: () => Promise.resolve([]),
  };
  const writer: Pick<MirrorWriter, 'hold' | 'publish'> = {
    hold({ ids, reasons, id }: NewHold & { ids?: readonly string[] }) {
      outcome.held = ids ? [...ids] : 'all';
      outcome.rules = reasons.map(({ rule }) => rule);
      return Promise.resolve(id);
    },
    publish({ surprises }) {
      outcome.published = true;
      outcome.noted = surprises;
      return Promise.resolve(1);
    },
  };
  await settle({
    ...{ brick: 'shop', run: 'r', stream: of, threshold: { percent, records: 50 }, windowHours: 24 },
    ...{ reader: reader as MirrorReader, writer: writer as MirrorWriter },
    ...{ now: () => new Date('2026-08-15T03:00:00.000Z'), emit: () => undefined },
  });
  return outcome;
}

const PLAIN = { name: 'Robe d’été', price: '20.00', quantity: 5, date_upd: '2026-08-01 10:00:00' };
const update = (id: number, changes: JsonObject, before: JsonObject = {}): PendingChange => {
  const was = { ...PLAIN, name: `Robe numéro ${String(id)} lin`, ...before };
  return {
    id: String(id),
    change: 'update',
    before: was,
    after: { ...was, date_upd: '2026-08-15 02:59:00', ...changes },
  };
};
const many = (count: number, make: (n: number) => PendingChange): PendingChange[] =>
  Array.from({ length: count }, (_, n) => make(n));

describe('a record that is suspicious itself waits, and the rest goes on', () => {
  it('one price that falls to a tenth', async () => {
    const changes = [update(1, { price: '0.01' }), update(2, { price: '18.00' }), update(3, { quantity: 4 })];
    expect(await judged(changes)).toMatchObject({ held: ['1'], rules: ['prices'], published: true });
  });

  it('one that has fallen so far in small steps within a month', async () => {
    const change = { ...update(1, { price: '1.90' }, { price: '4.00' }), baseline: PLAIN };
    expect(await judged([change])).toMatchObject({ held: ['1'], rules: ['prices'] });
  });

  it('the same new name on three products, and on a third one a week later', async () => {
    const named = [1, 2, 3].map((id) => update(id, { name: 'VISIT EVIL SHOP' }));
    expect(await judged([...named, update(9, { name: 'Robe numéro 9 coton' })])).toMatchObject({
      ...{ held: ['1', '2', '3'], rules: ['texts'], published: true },
    });
    const [third] = named.slice(2);
    const earlier = named.slice(0, 2);
    expect(await judged(third ? [third] : [], { earlier })).toMatchObject({ held: ['3'], published: false });
  });

  it('names of which no word is left: few are somebody’s work, many are not, nor a few every day', async () => {
    const named = (count: number) => many(count, (n) => update(n, { name: `Totally different ${String(n)}x` }));
    expect(await judged(named(2))).toMatchObject({ held: null, published: true, noted: { texts: 2 } });
    expect(await judged(named(3))).toMatchObject({ held: ['0', '1', '2'], rules: ['texts'] });
    expect(await judged(named(1), { week: { texts: 4 } })).toMatchObject({ held: ['0'], rules: ['texts'] });
    expect(await judged(named(1), { month: { texts: 8 } })).toMatchObject({ held: ['0'], rules: ['texts'] });
  });

  it('a new rule that gives everything away', async () => {
    const of: Stream = { ...stream, kind: 'specific_prices', watched: [], discount: priceRuleDiscount };
    const rule = (id: string, reduction: string): PendingChange => {
      const after = {
        id_product: '0',
        reduction,
        reduction_type: 'percentage',
        price: '-1.000000',
        from_quantity: '1',
      };
      return { id, change: 'create', before: null, after };
    };
    const outcome = await judged([rule('1', '0.990000'), rule('2', '0.300000')], { of });
    expect(outcome).toMatchObject({ held: ['1'], rules: ['discounts'], published: true });
  });

  it('is published all the same where a brick is believed whatever it says', async () => {
    expect(await judged([update(1, { price: '0.01' })], { percent: 100 })).toMatchObject({
      held: null,
      published: true,
    });
  });
});

describe('what is done slowly is seen over days', () => {
  const gone = (count: number) => many(count, (n) => ({ id: String(n), change: 'delete', before: PLAIN, after: null }));
  it.each<[string, PendingChange[], Given, string[]]>([
    ['deletions within a week', gone(30), { published: 1000, week: { delete: 180 } }, ['deletions']],
    ['deletions within a month', gone(30), { published: 1000, month: { delete: 380 } }, ['deletions']],
    [
      'half of the prices within a day',
      many(30, (n) => update(n, { price: '10.00' })),
      { recent: { sales: 230 } },
      ['rewrites'],
    ],
    ['all prices at half', many(300, (n) => update(n, { price: '10.00' })), {}, ['rewrites']],
  ])('%s', async (_name, changes, given, rules) => {
    expect(await judged(changes, given)).toMatchObject({ held: 'all', rules });
  });
});

describe('the ordinary day is no alarm', () => {
  it.each<[string, PendingChange[], Given]>([
    ['a price list of +5 % on everything', many(300, (n) => update(n, { price: '21.00' })), {}],
    ['a sale of −30 % to −70 % on 40 % of the shop', many(120, (n) => update(n, { price: String(6 + (n % 9)) })), {}],
    [
      'a sale that goes on over the season',
      many(30, (n) => update(n, { price: '8.00' })),
      { week: { sales: 190 }, month: { sales: 400 } },
    ],
    ['a new season', many(400, (n) => ({ id: `new-${String(n)}`, change: 'create', before: null, after: PLAIN })), {}],
    ['a day of orders', many(300, (n) => update(n, { quantity: 4 })), { recent: { update: 20 } }],
    ['some sold out', many(20, (n) => update(n, { quantity: 0 })), {}],
    [
      'an old season taken out over a month',
      many(9, (n) => ({ id: String(n), change: 'delete', before: PLAIN, after: null })),
      { month: { delete: 80 } },
    ],
    [
      'a season’s names with the year behind',
      many(30, (n) => update(n, { name: `Robe numéro ${String(n)} lin 2027` })),
      {},
    ],
    [
      'what the hub wrote itself',
      many(300, (n) => ({ ...update(n, { price: '0.50', name: 'x' }), isEcho: true as const })),
      {},
    ],
    [
      'what a person vouched for',
      many(300, (n) => ({ ...update(n, { price: '0.50' }), isVouched: true as const })),
      {},
    ],
  ])('%s', async (_name, changes, given) => {
    expect(await judged(changes, given)).toMatchObject({ held: null, published: true });
  });

  it('and a list of what is under way is empty in the evening', async () => {
    const gone = many(5, (n) => ({ id: String(n), change: 'delete', before: PLAIN, after: null }));
    expect(await judged(gone, { published: 5 })).toMatchObject({ held: 'all', rules: ['emptied'] });
    const of: Stream = { ...stream, mayBeEmpty: true };
    expect(await judged(gone, { published: 5, of })).toMatchObject({ held: null, published: true });
  });

  it('and does not fill the window for what comes after it', async () => {
    const list = await judged(many(300, (n) => update(n, { price: '21.00' })));
    expect(list.noted).toMatchObject({ echoes: 300, sales: 0, prices: 0 });
    const echoes = await judged(many(10_000, (n) => ({ ...update(n, { price: '25.00' }), isEcho: true as const })));
    expect(echoes.noted).toMatchObject({ echoes: 10_000, sales: 0 });
  });
});
