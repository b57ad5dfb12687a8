import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { prove } from '../proof/harness.ts';
import { blobsIn } from '../proof/mirror/blobs.ts';
import { differences } from '../proof/mirror/comparison.ts';
import { violationsInTheEnd } from '../proof/mirror/truth.ts';
import { runProbed } from '../proof/probed-program.ts';
import { built } from '../proof/project-root.ts';
import { seededRandom } from '../proof/random.ts';
import { onPostgres, onSqlite, placesOn } from '../proof/sync/places.ts';
import { openShopWorld, type ShopWorld } from '../proof/sync/shop-world.ts';
import { shortSyncPhases } from '../proof/sync/sync-phases.ts';
import { syncSubject } from '../proof/sync/sync-proof.ts';

const SMALL = { products: 20, customers: 15, orders: 15 };
const silent = (): void => {};
const server = process.env['MORTAR_TEST_POSTGRES'];
const dialects = [onSqlite, ...(server === undefined ? [] : [onPostgres(server)])];

describe('a sync that is killed again and again', () => {
  it.each(dialects.map((dialect) => [dialect.name, dialect] as const))(
    'ends with the mirror of an undisturbed one (%s); `npm run -s proof -- sync` does the same at length',
    async (_name, dialect) => {
      const subject = syncSubject({
        places: placesOn(dialect),
        size: SMALL,
        phases: shortSyncPhases,
        rounds: 1,
        killsPerStage: { first: 5, again: 5 },
      });
      const result = await prove(subject, { kills: 8 + 2, seed: 20_261_123, say: silent });
      expect(result).toMatchObject({ kills: 10, timed: 2, violations: [], unhit: [], aimedAt: 8 });
    },
  );

  it('would not, without transactions: the proof can fail', async () => {
    const phases = [{ stage: 'first', phase: 'page:open' }];
    const sabotage = [built('test/proof/probe/no-transactions.entry.js')];
    const subject = syncSubject({ places: placesOn(onSqlite), size: SMALL, phases, rounds: 0, sabotage });
    const result = await prove(subject, { kills: 4, seed: 1, say: silent });
    expect(result.violations).not.toEqual([]);
  });
});

describe('the judge of a mirror', () => {
  let world: ShopWorld;
  let sound: string;
  const scratch = mkdtempSync(join(tmpdir(), 'mortar-judge-'));

  beforeAll(async () => {
    world = await openShopWorld(SMALL, placesOn(onSqlite), seededRandom(1));
    const { place, command } = await world.newHub();
    const outcome = await runProbed(command, null);
    expect(outcome).toMatchObject({ killed: false, code: 0 });
    sound = place.data;
  });

  afterAll(async () => {
    await world.close();
    rmSync(scratch, { recursive: true });
  });

  /** What the judge says of a copy of the sound mirror after something was done to it. */
  async function judged(harm: (data: string) => void): Promise<string[]> {
    const data = mkdtempSync(join(scratch, 'copy-'));
    cpSync(sound, data, { recursive: true });
    harm(data);
    return [...(await violationsInTheEnd({ data })), ...(await differences({ data }, { data: sound }))];
  }

  it('finds nothing where nothing is wrong', async () => {
    expect(await judged(() => undefined)).toEqual([]);
  });

  it.each([
    ['a lost record', `delete from records where kind = 'products' and external_id = '3'`],
    ['a lost revision', `delete from revisions where kind = 'orders' and external_id = '3'`],
    ['another body', `update revisions set body = x'7b7d' where kind = 'products' and external_id = '3'`],
    ['a revision written twice', duplicateOf('products', '3')],
    ['a pointer to what was not published', `update records set published_hash = 'x' where external_id = '3'`],
    ['a revision that nobody judged', `update revisions set state = 'read' where kind = 'products'`],
    ['a lost binding', `delete from bindings where type = 'Product' and external_id = '3'`],
    ['another hub id', `update bindings set hub_id = 'product_x' where type = 'Product' and external_id = '3'`],
    ['a lost facet', `delete from facet_product where external_id = '3'`],
    ['another facet', `update facet_product set data = '{}' where external_id = '3'`],
    ['a facet too many', duplicateFacet()],
    ['lost links', `delete from facet_links where type = 'Product'`],
    ['a root still due', `insert into due (brick, root_kind, root_id) values ('shop', 'products', '3')`],
    ['a run without an end', `update runs set state = 'running'`],
    ['lost words', `delete from facet_product_search where rowid = (select min(row_id) from facet_product)`],
  ])('sees %s', async (_what, sql) => {
    const found = await judged((data) => {
      const database = new DatabaseSync(join(data, 'mortar.db'));
      database.exec(sql);
      database.close();
    });
    expect(found).not.toEqual([]);
  });

  it.each([
    ['a lost blob', (file: string) => rmSync(file)],
    ['a blob with other bytes', (file: string) => cpSync(join(sound, 'mortar.db'), file)],
  ])('sees %s', async (_what, harm) => {
    const found = await judged((data) => {
      const [sha256 = ''] = blobsIn(data).keys();
      harm(join(data, 'blobs', sha256.slice(0, 2), sha256));
    });
    expect(found).not.toEqual([]);
  });
});

function duplicateOf(kind: string, id: string): string {
  const columns = 'brick, kind, external_id, hash, body, state, change, run, seen_at, published_at';
  return `insert into revisions (${columns}, seq) select ${columns}, seq + 1 from revisions
    where kind = '${kind}' and external_id = '${id}'; update records set head_seq = 2, published_seq = 2
    where kind = '${kind}' and external_id = '${id}'`;
}

function duplicateFacet(): string {
  const columns = 'brick, external_id, url, seen_at, root_kind, root_id, data';
  return `insert into facet_product (${columns}, hub_id) select ${columns}, 'product_x' from facet_product
    where external_id = '3'`;
}
