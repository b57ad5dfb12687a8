import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdCount, published, revisionCount, runStates } from '../cli/mirrored.ts';
import { openPlace, type ProgramPlace } from '../cli/program.ts';
import { configOf, KEY, startTestShop } from '../cli/test-shop.ts';

let place: ProgramPlace;
let demo: string;
beforeAll(() => {
  place = openPlace();
  demo = join(place.data, 'demo');
});
afterAll(() => place.close());

/** One query over all roles. */
const QUERY = `{
  products(first: 20, filter: { available: true, soldSince: "2020-01-01T00:00:00Z" }) {
    nodes { name variants { id sku price { amount } ordered { quantity } available stock { location { name } } sold { quantity } } }
  }
  all: products(first: 1) { totalCount }
  locations(first: 5) { nodes { name origins { brick } } }
  bricks { name }
}`;
const BRICKS = ['shop', 'warehouse', 'till', 'edits'];

interface Figures {
  ordered: { quantity: number };
  available: number;
  stock: object[];
  sold: { quantity: number };
}

interface Answer {
  data: {
    products: { nodes: { variants: Figures[] }[] };
    all: { totalCount: number };
    locations: { nodes: { name: string; origins: { brick: string }[] }[] };
    bricks: { name: string }[];
  };
}

/** Every brick's figures, summed up over what was asked. */
function figuresOf({ data }: Answer): Record<string, number> {
  const variants = data.products.nodes.flatMap((product) => product.variants);
  const sum = (of: (variant: Figures) => number): number => variants.reduce((total, one) => total + of(one), 0);
  return {
    ordered: sum(({ ordered }) => ordered.quantity),
    available: sum(({ available }) => available),
    sold: sum(({ sold }) => sold.quantity),
  };
}

/** What an earlier stop left to be projected is projected first; then queries are answered at once. */
async function untilReady(url: string): Promise<void> {
  while ((await fetch(`${url}/ready`)).status !== 200);
}

async function allRead(hub: { says(pattern: RegExp): Promise<RegExpExecArray> }): Promise<void> {
  for (const brick of BRICKS) await hub.says(new RegExp(`"${brick}: run done"`));
}

it('started twice on one folder: nothing is new the second time, nothing is held, and each start has its token', async () => {
  const first = await place.serve({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/elsewhere' });
  const [, token = ''] = await first.says(/token\s+(mortar_\S+)/);
  await first.says(new RegExp(`/graphiql#token=${token}`));
  expect((await fetch(`${first.url}/health`)).status).toBe(200);
  await allRead(first);
  expect((await fetch(`${first.url}/ready`)).status).toBe(200);
  const ask = async (url: string, bearer: string): Promise<Response> =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
      body: JSON.stringify({ query: QUERY }),
    });
  const answer = (await (await ask(first.url, token)).json()) as Answer;
  expect(answer).toMatchObject({ data: { all: { totalCount: 300 }, bricks: BRICKS.map((name) => ({ name })) } });
  const figures = figuresOf(answer);
  expect(Object.values(figures).every((figure) => figure > 0)).toBe(true);
  expect(new Set(Object.values(figures)).size).toBe(3);
  const store = answer.data.locations.nodes.find(({ name }) => name === 'Boutique');
  expect(store?.origins.map(({ brick }) => brick)).toEqual(['till', 'warehouse']);
  expect((await first.stop()).code).toBe(0);
  const [believed, revisions] = [published(demo), revisionCount(demo)];

  const second = await place.serve();
  const [, other = ''] = await second.says(/token\s+(mortar_\S+)/);
  expect(other).not.toBe(token);
  await untilReady(second.url);
  expect((await ask(second.url, token)).status).toBe(401);
  expect(((await (await ask(second.url, other)).json()) as Answer).data).toEqual(answer.data);
  await allRead(second);
  expect((await second.stop()).code).toBe(0);
  expect(runStates(demo)).toEqual(Array<string>(2 * BRICKS.length).fill('done'));
  expect({ believed: published(demo), revisions: revisionCount(demo), holds: holdCount(demo) }).toEqual({
    believed,
    revisions,
    holds: 0,
  });
});

it('never mixes with a configured hub in the same folder', async () => {
  const shop = await startTestShop({ products: 6, customers: 3, orders: 3 });
  const before = published(demo);
  place.configure(configOf(shop));
  expect(await place.run(['sync'], { PRESTASHOP_KEY: KEY })).toMatchObject({ code: 0 });
  const ofShop = published(place.data);
  expect(Object.keys(ofShop).filter((key) => key.startsWith('products/'))).toHaveLength(6);
  expect(published(demo)).toEqual(before);
  expect(existsSync(join(place.data, 'demo.json'))).toBe(false);
  await shop.close();
});

it('whose own file is broken: says what to do', async () => {
  const file = join(demo, 'demo.json');
  const born = readFileSync(file, 'utf8');
  writeFileSync(file, born.slice(0, 9));
  rmSync(join(place.folder, 'mortar.config.yaml'));
  const ended = await place.run(['sync']);
  expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 1, stdout: '' });
  expect(ended.stderr).toMatch(
    /^DEMO_BROKEN: .*demo\.json is not what the demo wrote\.\nDelete .*demo: the demo then begins/,
  );
});
