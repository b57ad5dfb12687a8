import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';
import { published } from '../cli/mirrored.ts';
import { openPlace, summaryOf, type ProgramPlace } from '../cli/program.ts';
import { configOf, KEY, startTestShop } from '../cli/test-shop.ts';

/** One way in which a brick cannot be read, and what the retailer must be told. */
interface Trouble {
  name: string;
  /** Makes the trouble. Returns the address that the configuration then names, if another. */
  cause(): Promise<string> | undefined;
  env?: Record<string, string>;
  code: number;
  says: RegExp[];
}

let shop: PrestashopSandbox;
/** Its mirror is whole before the first trouble, and must be so after each. */
let place: ProgramPlace;
let whole: Record<string, string>;
let other: Server;
const answer = { status: 200, body: '' };

beforeAll(async () => {
  shop = await startTestShop();
  other = createServer((_request, response) => {
    response.writeHead(answer.status, { 'content-type': 'text/html' }).end(answer.body);
  });
  await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
  place = openPlace();
  place.env['PRESTASHOP_KEY'] = KEY;
  place.configure(configOf(shop));
  expect(await place.run(['sync', '--json'])).toMatchObject({ code: 0 });
  whole = published(place.data);
});

afterAll(async () => {
  await place.close();
  await shop.close();
  other.closeAllConnections();
  await new Promise((resolve) => other.close(resolve));
});

beforeEach(() => {
  shop.faults.clear();
});

const elsewhere = (status: number, body: string) => (): Promise<string> => {
  Object.assign(answer, { status, body });
  return Promise.resolve(`http://127.0.0.1:${String((other.address() as AddressInfo).port)}`);
};
const PAGE = '<!doctype html><html><body>Welcome to Another Shop</body></html>';

const troubles: Trouble[] = [
  {
    name: 'a wrong key',
    cause: () => undefined,
    env: { PRESTASHOP_KEY: 'AN0THERKEYTHATISSECRETT000000000' },
    code: 4,
    says: [/does not accept the webservice key/, /Compare the key with Advanced Parameters > Webservice/],
  },
  {
    name: 'an address where nothing listens',
    cause: () => Promise.resolve('http://127.0.0.1:1'),
    code: 1,
    says: [/127\.0\.0\.1:1.* cannot be reached: nothing listens there/, /Check that the brick's server is running/],
  },
  {
    name: 'the address of another web site',
    cause: elsewhere(200, PAGE),
    code: 1,
    says: [/a page came instead of JSON/, /Check the url/],
  },
  {
    name: 'an address without a webservice',
    cause: elsewhere(404, PAGE),
    code: 1,
    says: [/No PrestaShop webservice answers at this address/, /Check the url/],
  },
  {
    name: 'a maintenance page instead of data',
    cause: () => void shop.faults.add({ effect: { kind: 'html' } }),
    code: 1,
    says: [/a page came instead of JSON/, /maintenance/],
  },
  {
    name: 'an XML error page with status 200',
    cause: elsewhere(200, '<?xml version="1.0"?><prestashop><errors/></prestashop>'),
    code: 1,
    says: [/a page came instead of JSON/],
  },
  {
    name: 'a webservice that is switched off',
    cause: () => void shop.faults.set({ disabled: true }),
    code: 1,
    says: [/webservice is switched off/, /"Enable PrestaShop's webservice": Yes/],
  },
  {
    name: 'a right missing on one resource',
    cause: () => void shop.faults.set({ denied: { carriers: 'all' } }),
    code: 3,
    says: [/may not read "carriers"/, /tick GET for "carriers"/],
  },
];

describe('a brick that cannot be read', () => {
  it.each(troubles.map((trouble) => [trouble.name, trouble] as const))(
    '%s: says what to do, and nothing is lost',
    async (_name, { cause, env = {}, code, says }) => {
      const url = await cause();
      place.configure(configOf({ url: url ?? shop.url }));
      const failed = await place.run(['sync', 'shop'], env);
      expect({ code: failed.code, stdout: failed.stdout }).toEqual({ code, stdout: '' });
      for (const words of says) expect(failed.stderr).toMatch(words);
      expect(failed.stderr).not.toMatch(/ at .*\.js:\d+/);
      expect(published(place.data)).toEqual(whole);
      for (const secret of [KEY, ...Object.values(env)]) expect(place.said()).not.toContain(secret);
    },
  );

  it('once it can be read again, nothing is missing and nothing is new', async () => {
    place.configure(configOf(shop));
    const mended = await place.run(['sync', '--json']);
    expect(mended.code).toBe(0);
    expect(summaryOf(mended)).toMatchObject({ brick: 'shop', revisions: 0, tombstones: 0, held: 0 });
    expect(published(place.data)).toEqual(whole);
  });

  it('a right missing at the first read: all other resources are mirrored, and this one when it is given', async () => {
    const env = { MORTAR_DATA: 'another' };
    const data = `${place.folder}/another`;
    shop.faults.set({ denied: { carriers: 'all' } });
    expect(await place.run(['sync'], env)).toMatchObject({ code: 3 });
    const all = Object.keys(whole);
    expect(Object.keys(published(data))).toEqual(all.filter((key) => !key.startsWith('carriers/')));
    const checked = await place.run(['check', '--json'], env);
    expect(checked.code).toBe(3);
    expect(checked.stdout).toMatch(/"subject":"carriers","state":"missing"/);
    expect(summaryOf(checked)).toEqual({ checked: 1, findings: 1 });
    shop.faults.clear();
    expect(await place.run(['sync'], env)).toMatchObject({ code: 0 });
    expect(Object.keys(published(data))).toEqual(all);
  });
});
