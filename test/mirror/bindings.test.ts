import { BindingBatch, BindingCache } from '../../src/mirror/facets/bindings.ts';
import { guessHubId, type HubIdGuess } from '../../src/mirror/hub-id.ts';
import { openDatabase, type Database } from '../../src/mirror/database.ts';
import { aMirror, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';

/** All entities of a type get the same id at first. */
const colliding: HubIdGuess = (_brick, type, _externalId, attempt) => `${type}_${attempt}`;

describe('hub ids', () => {
  it('are the same for ever', () => {
    expect(guessHubId('shop-fr', 'Product', '1', 0)).toBe('product_c5ch6en6ccldaa7esnxd');
    expect(guessHubId('shop-fr', 'PriceList', '1', 0)).toMatch(/^pricelist_[a-z2-7]{20}$/);
  });

  it('differ by brick, type, external id and attempt', () => {
    const ids = ['a', 'b'].flatMap((brick) =>
      ['A', 'B'].flatMap((type) => ['1', '2'].flatMap((id) => [0, 1].map((n) => guessHubId(brick, type, id, n)))),
    );
    expect(new Set(ids.map((id) => id.split('_')[1])).size).toBe(16);
  });
});

describe.each(dialects)('bindings, on $name', (dialect) => {
  let mirror: TestMirror;
  let database: Database;
  beforeEach(async () => {
    mirror = await aMirror(dialect);
    await mirror.writer.close();
    database = await openDatabase(mirror, { readOnly: false });
  });
  afterEach(async () => {
    await database.close();
    await mirror.remove();
  });

  async function bind(brick: string, ids: string[], cache = new BindingCache(), guess = colliding) {
    return database.transaction(async (sql) => {
      const batch = new BindingBatch(brick, cache, guess);
      const first = ids.map((id) => batch.hubId('T', id));
      const right = await batch.settle(sql);
      const settled = ids.map((id) => batch.hubId('T', id));
      expect(await batch.settle(sql)).toBe(true);
      batch.keep();
      return { first, right, settled };
    });
  }

  it('never give one hub id to two entities', async () => {
    expect(await bind('one', ['a'])).toEqual({ first: ['T_0'], right: true, settled: ['T_0'] });
    expect(await bind('one', ['b', 'c'])).toEqual({
      first: ['T_0', 'T_0'],
      right: false,
      settled: ['T_1', 'T_2'],
    });
    expect(await bind('two', ['a'])).toEqual({ first: ['T_0'], right: false, settled: ['T_3'] });
    expect((await bind('one', ['c', 'b', 'a'])).settled).toEqual(['T_2', 'T_1', 'T_0']);
  });

  it('on disk win over what would be computed: a swapped brick keeps the hub ids', async () => {
    await database.sql.run(
      `insert into bindings (brick, type, external_id, hub_id) values ('new', 'T', '7', 'T_old')`,
      [],
    );
    const cache = new BindingCache();
    expect(await bind('new', ['7'], cache, guessHubId)).toMatchObject({ right: false, settled: ['T_old'] });
    expect(await bind('new', ['7'], cache, guessHubId)).toMatchObject({ first: ['T_old'], right: true });
  });
});
