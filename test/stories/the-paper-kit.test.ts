import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPlace, summaryOf, type ProgramPlace } from '../cli/program.ts';
import { configOf, KEY, startTestShop } from '../cli/test-shop.ts';
import { paperBars, paperText } from '../kit/paper-text.ts';

let place: ProgramPlace;
let shop: Awaited<ReturnType<typeof startTestShop>>;
let kits: string;
beforeAll(async () => {
  place = openPlace();
  place.env['PRESTASHOP_KEY'] = KEY;
  kits = join(place.folder, 'kits');
  shop = await startTestShop({ orders: 30 });
  const order = shop.state.resources['orders']?.[0]?.id ?? 0;
  // Paid, and not sent yet.
  shop.touch('orders', order, { current_state: 2 });
  place.configure({ ...configOf(shop), locale: 'en', kit: { into: './kits', keep: 1 } });
  expect(await place.run(['sync'])).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await shop.close();
  await place.close();
});

/** What a store prints, and what it must find there. */
function expectWhole(folder: string): void {
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  const [head, ...orders] = readFileSync(join(folder, '20-open-orders.csv'), 'utf8').trimEnd().split('\r\n');
  expect(head).toContain('Order,Placed,State,Customer');
  const due = orders.filter((line) => !line.includes(',to be paid,')).map((line) => line.split(',')[0] ?? '');
  expect(due.length).toBeGreaterThan(0);
  const picks = join(folder, '21-pick-lists.pdf');
  const texts = paperText(picks).flat();
  for (const reference of due) {
    expect(texts).toContain(`Order ${reference}`);
    // Below its bars.
    expect(texts).toContain(reference);
  }
  expect(paperBars(picks).length).toBeGreaterThan(due.length * 30);
  const notes = paperText(join(folder, '22-delivery-notes.pdf'));
  for (const reference of due) expect(notes.some((page) => page.includes(`Delivery note · ${reference}`))).toBe(true);
}

it('is written while no hub runs, from the folder in which the command is typed', async () => {
  const ended = await place.run(['kit', '--into', 'elsewhere', '--json']);
  expect(ended).toMatchObject({ code: 0 });
  const { folder, asOf } = summaryOf(ended) as { folder: string; asOf: string };
  expect(folder.startsWith(join(place.folder, 'elsewhere', 'kit-'))).toBe(true);
  expect(Date.parse(asOf)).not.toBeNaN();
  expectWhole(folder);
});

it('is written by the hub while it runs, with the shop switched off; the one before goes only then', async () => {
  const first = summaryOf(await place.run(['kit', '--json'])) as { folder: string };
  const hub = await place.serve();
  await shop.close();
  const ended = await place.run(['kit', '--json']);
  expect(ended).toMatchObject({ code: 0 });
  const second = summaryOf(ended) as { folder: string };
  expectWhole(second.folder);
  expect(existsSync(first.folder)).toBe(false);
  expect(readdirSync(kits)).toHaveLength(1);
  expect((await hub.stop()).code).toBe(0);
});

it('says what to do where it cannot be written, and the one before stays', async () => {
  const before = readdirSync(kits);
  writeFileSync(join(place.folder, 'a-file'), '');
  const ended = await place.run(['kit', '--into', 'a-file']);
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toMatch(/^KIT_FOLDER_UNUSABLE: The folder .*a-file is a file; no kit was written\.\nLet /);
  expect(readdirSync(kits)).toEqual(before);
});

it('tells a brick that is not there in its configuration', async () => {
  place.configure({ ...configOf(shop), kit: { dumps: { shopp: './dump' } } });
  const ended = await place.run(['kit', '--into', 'elsewhere']);
  expect(ended.stderr).toMatch(/kit\.dumps\.shopp names no brick/);
});
