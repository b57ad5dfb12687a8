/** Promise: salvage and its letters need nothing but a terminal: shown first, taken in when told, each buyer written to once. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aMailServer, PASSWORD, USER, type MailServer } from '../alerts/receivers.ts';
import { confirmation, mailedOrders, mbox } from '../salvage/shop-mails.ts';
import { openPlace, type Ended, type ProgramPlace } from './program.ts';

const ORDERS = mailedOrders(2);
const ARTICLES = ['Référence;Désignation;Prix TTC', 'TENT-2P;Tente;249,90 €', 'MUG-01;Tasse;9,90'].join('\r\n');
const BOUGHT = '{ orders(first: 9) { totalCount } products(first: 9) { nodes { name } } }';

interface Bought {
  orders: { totalCount: number };
  products: { nodes: { name: string }[] };
}

let place: ProgramPlace;
let server: MailServer;

beforeAll(async () => {
  server = await aMailServer();
  place = openPlace();
  place.env['MAIL_PASSWORD'] = PASSWORD;
  const mail = { host: '127.0.0.1', port: server.port, tls: 'none', user: USER, password: '${MAIL_PASSWORD}' };
  place.configure({
    bricks: { saved: { connector: 'salvage', folder: 'office' } },
    alerts: { mail: { ...mail, from: 'shop@example.test', to: 'staff@example.test' } },
  });
  mkdirSync(join(place.folder, 'office'));
  const mails = await Promise.all(ORDERS.map((order) => confirmation(order)));
  writeFileSync(join(place.folder, 'office', 'INBOX.mbox'), mbox(mails));
  writeFileSync(join(place.folder, 'office', 'articles.csv'), `\ufeff${ARTICLES}`);
  writeFileSync(join(place.folder, 'office', 'broken.xlsx'), 'no archive');
  writeFileSync(join(place.folder, 'bought.graphql'), BOUGHT);
  await place.serve();
});
afterAll(async () => {
  await place.close();
  await server.close();
});

const run = (...args: string[]): Promise<Ended> => place.run(args);
const bought = async (): Promise<Bought> =>
  (JSON.parse((await run('query', 'bought.graphql')).stdout) as { data: Bought }).data;

it('shows what it would take in, takes it in when told, and says which file could not be read', async () => {
  const nothing = { orders: { totalCount: 0 }, products: { nodes: [] } };
  const shown = await run('salvage', 'office/articles.csv', 'office/INBOX.mbox');
  expect(shown).toMatchObject({ stderr: expect.stringContaining('SALVAGE_TAX_ASSUMED') as string });
  expect(await bought()).toEqual(nothing);
  expect((await run('salvage', 'office/nowhere.csv')).code).toBe(1);
  expect((await run('salvage', 'office/broken.xlsx')).code).toBe(1);
  const taken = await run(
    'salvage',
    'office/articles.csv',
    'office/INBOX.mbox',
    'office/broken.xlsx',
    '--apply',
    '--json',
  );
  expect(taken.code).toBe(3);
  expect(JSON.parse(taken.stdout)).toMatchObject({ applied: { state: 'done' } });
  const { orders, products } = await bought();
  expect(orders.totalCount).toBe(ORDERS.length);
  expect(products.nodes.map(({ name }) => name)).toEqual(expect.arrayContaining(['Tente', 'Tasse']));
});

it('writes to the buyers once, after a letter to the one who asks', async () => {
  const addresses = ORDERS.map(({ email }) => email);
  const shown = await run('letters');
  expect(shown.stdout).toContain('Nothing was sent');
  for (const address of addresses) expect(shown.stdout).toContain(address);
  expect((await run('letters', '--text', 'nowhere.txt')).stderr).toContain('SALVAGE_LETTER_TEXT_INVALID');
  expect((await run('letters', '--test', 'staff@example.test')).code).toBe(0);
  expect(server.mails.map(({ to }) => to)).toEqual([['staff@example.test']]);
  server.full = true;
  const refused = await run('letters', '--apply');
  expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('SALVAGE_LETTER_REFUSED') as string });
  server.full = false;
  expect((await run('letters', '--apply')).code).toBe(0);
  expect((await run('letters', '--apply')).code).toBe(0);
  expect(
    server.mails
      .slice(1)
      .flatMap(({ to }) => to)
      .sort(),
  ).toEqual([...addresses].sort());
  expect(place.said()).not.toContain(PASSWORD);
});
