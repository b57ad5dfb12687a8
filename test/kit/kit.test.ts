import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import readXlsxFile from 'read-excel-file/node';
import type { JsonObject, RoleName } from '#sdk';
import { kitOf, type HubKitConfig } from '../../src/hub/kit.ts';
import type { KitOrder, KitSummary } from '../../src/recovery/index.ts';
import { writeKit } from '../../src/recovery/kit/kit.ts';
import { change, fill, openMemoryHub, type MemoryHub } from '../stories/memory-hub.ts';
import { paperBars, paperText } from './paper-text.ts';

const NOW = new Date('2026-11-02T03:00:00Z');
const HOSTILE = '=HYPERLINK("http://evil.example";"x") </script><script>alert(1)</script> €';

let memory: MemoryHub;
let into: string;

const address = {
  externalId: '1',
  alias: null,
  firstName: 'Zoë',
  lastName: 'Łukasiewicz',
  company: null,
  vatNumber: null,
  street: '3 rue de l’Œuvre',
  street2: null,
  postcode: '13001',
  city: 'Marseille',
  country: 'FR',
  state: null,
  phone: '+33612345678',
  mobile: null,
};

function ref(type: string, id: string): JsonObject {
  return { $ref: `${type}/${id}` };
}

function say(role: RoleName, type: string, id: string, facet: JsonObject, brick = 'shop'): void {
  memory.businesses[brick]?.put({ role, type, id, facet }, new Date('2026-11-01T09:00:00Z'));
}

beforeAll(async () => {
  memory = await openMemoryHub(['shop', 'warehouse'], {});
  into = await mkdtemp(join(tmpdir(), 'mortar-kits-'));
  const { shop, warehouse } = memory.businesses;
  fill(shop!, 'shop');
  fill(shop!, 'till');
  fill(warehouse!, 'fulfilment');
  change(shop!, 'shop', { type: 'Variant', id: 'TENT-2P' }, { gtin: '3760000001175' });
  change(shop!, 'shop', { type: 'Product', id: 'MUG-01' }, { name: { fr: HOSTILE, en: 'Enamel mug' } });
  const euro = (amount: string): JsonObject => ({ amount, currency: 'EUR' });
  const line = { externalId: '1', variant: ref('Variant', 'TENT-2P'), sku: 'TENT-2P', gtin: '3760000001175' };
  const prices = { unitPrice: euro('107.5'), unitPriceWithTax: euro('129.000001'), total: euro('215') };
  const bought = { name: 'Tente 2 places', quantity: 2, refundedQuantity: 0, totalWithTax: euro('258'), taxRate: '20' };
  change(
    shop!,
    'shop',
    { type: 'Order', id: 'R-1' },
    { lines: [{ ...line, ...prices, ...bought }], shippingAddress: address, billingAddress: address, carrier: 'Colis' },
  );
  change(shop!, 'shop', { type: 'Customer', id: 'lea' }, { addresses: [address] });
  const card = { number: '29100042', points: '120', balance: euro('6.00'), level: 'Or', updatedAt: null };
  say('till', 'LoyaltyCard', '29100042', { ...card, customer: ref('Customer', 'lea') });
  const supplier = { name: 'Société Générale des Tentes', code: 'SGT', email: 'a@example.com', address: null };
  say('fulfilment', 'Supplier', 'sgt', supplier, 'warehouse');
  const dates = { createdAt: null, updatedAt: '2026-10-30T08:00:00Z', expectedAt: '2026-11-09T08:00:00Z' };
  const waited = { supplierSku: 'X9', name: 'Tente', quantity: 5, received: 2, packQuantity: 1, price: euro('60.00') };
  const purchase = { reference: 'PO-7', status: 'PARTIAL', statusLabel: 'partielle', total: null, location: null };
  const lines = [{ variant: ref('Variant', 'TENT-2P'), sku: 'TENT-2P', ...waited }];
  const from = ref('Supplier', 'sgt');
  say('fulfilment', 'PurchaseOrder', 'PO-7', { ...purchase, ...dates, supplier: from, lines }, 'warehouse');
  await memory.sync('shop', 'warehouse', 'shop');
});
afterAll(async () => {
  await memory.close();
  await rm(into, { recursive: true });
});

function kit(config: HubKitConfig = {}, now = NOW, staleness = memory.hub.sync.staleness) {
  const { mirror } = memory.hub;
  const sync = { ...memory.hub.sync, staleness };
  const write = (order: KitOrder) => writeKit({ ...order, facets: mirror.reader.facets });
  return kitOf({ mirror, sync, log: pino({ level: 'silent' }), now: () => now, write }, config);
}

describe('a kit', () => {
  let written: KitSummary;
  const path = (name: string): string => join(written.folder, name);
  const text = (name: string): Promise<string> => readFile(path(name), 'utf8');
  const page = (name: string): string => paperText(path(name)).flat().join('\n');
  beforeAll(async () => {
    written = await kit().write(into);
  });

  it('holds every sheet in every format, for its owner only', async () => {
    const names = await readdir(written.folder);
    const pdfs = ['00', '10', '11', '20', '21', '22', '30', '31', '40', '41', '50'];
    expect(names.filter((name) => name.endsWith('.pdf')).map((name) => name.slice(0, 2))).toEqual(pdfs);
    expect(names.filter((name) => name.endsWith('.csv'))).toHaveLength(7);
    expect(names).toEqual(expect.arrayContaining(['kit.html', 'kit.json', 'kit.xlsx']));
    const modes = await Promise.all(names.map(async (name) => (await stat(path(name))).mode & 0o777));
    expect(new Set(modes)).toEqual(new Set([0o600]));
    expect((await stat(written.folder)).mode & 0o777).toBe(0o700);
  });

  it('has an open order on a pick list with its place and its barcode, and on a delivery note', () => {
    const picks = page('21-listes-de-preparation.pdf');
    expect(picks).toContain('Commande R-1');
    expect(picks).toContain('2 ×');
    expect(picks).toContain('TENT-2P · Entrepôt A-1');
    expect(picks).toContain('3760000001175');
    // 30 bars of the EAN-13 and 25 of Code 128 for "R-1".
    const bars = paperBars(path('21-listes-de-preparation.pdf')).filter((bar) => Number(bar.split(' ')[2]) < 4);
    expect(bars.length).toBeGreaterThanOrEqual(30 + 19);
    const note = page('22-bons-de-livraison.pdf');
    expect(note).toContain('Bon de livraison · R-1');
    expect(note).toContain('3 rue de l’Œuvre');
    expect(note).toContain('129,00 EUR');
  });

  it('has prices, stock, customers, cards, suppliers and what they still owe', async () => {
    expect(await text('10-prix-et-stock.csv')).toMatch(
      /;TENT-2P;Tente 2 places 🏕;3760000001175;107,50;129,00;EUR;20;12;10;Entrepôt 12;oui;/,
    );
    expect(await text('11-stock-par-lieu.csv')).toMatch(
      /^Entrepôt;A-1;TENT-2P;Tente 2 places 🏕;3760000001175;12;2;10;0\r$/m,
    );
    expect(await text('30-clients.csv')).toContain('Petit Léa;');
    expect(await text('30-clients.csv')).toContain(';29100042\r');
    expect(await text('31-cartes-de-fidelite.csv')).toContain('29100042;Petit Léa;120;6,00;EUR;Or;');
    expect(await text('40-fournisseurs.csv')).toContain('Société Générale des Tentes;SGT;a@example.com;');
    expect(await text('41-commandes-fournisseurs.csv')).toMatch(
      /^PO-7;Société Générale des Tentes;partielle;.*;TENT-2P;X9;Tente;5;2;60,00;EUR\r$/m,
    );
    expect(page('50-codes-barres.pdf')).toContain('3760000001175');
  });

  it('says on every sheet of when its data is, what is late, and which page this is', async () => {
    const staleness = () => ({ asOf: '2026-11-01T08:04:00Z', staleBricks: ['shop', 'warehouse'] });
    const late = await kit({}, NOW, staleness).write(into);
    for (const name of (await readdir(late.folder)).filter((one) => one.endsWith('.pdf'))) {
      const pages = paperText(join(late.folder, name));
      pages.forEach((texts, i) => {
        expect(texts).toContain(`page ${i + 1} / ${pages.length}`);
        expect(texts.join('\n')).toMatch(/Données du 01\/11\/2026 .* · en retard : shop, warehouse/);
      });
    }
    expect(late.staleBricks).toEqual(['shop', 'warehouse']);
  });

  it('prints accents and the euro sign, and letters that no standard font has', async () => {
    expect(page('10-prix-et-stock.pdf')).toContain('€');
    expect(page('40-fournisseurs.pdf')).toContain('Société Générale des Tentes');
    expect(await readFile(path('22-bons-de-livraison.pdf'), 'latin1')).toContain('/FontFile2');
  });

  it('runs no formula and no script that a name brings along', async () => {
    const csv = await text('10-prix-et-stock.csv');
    expect(csv).toContain(`;"'=HYPERLINK(""http://evil.example"";""x"") `);
    expect(await text('30-clients.csv')).toContain(";'+33612345678;");
    const sheets = await readXlsxFile(path('kit.xlsx'));
    expect(JSON.stringify(sheets)).toContain('=HYPERLINK');
    expect((await readFile(path('kit.xlsx'))).includes('<f>')).toBe(false);
    const html = await text('kit.html');
    expect(html).not.toContain('<script>alert');
    expect(html).not.toMatch(/(src|href)=|@import|url\(/);
    const scripts = [...html.matchAll(/<script type="application\/json" class="sheet">(.*?)<\/script>/gs)];
    const data = scripts.map(([, body = '']) => JSON.parse(body) as { rows: string[][] });
    expect(data[0]?.rows.some((row) => row.includes(HOSTILE))).toBe(true);
  });

  it('is in English for an English hub', async () => {
    const { folder } = await kit({ locale: 'en' }).write(into);
    expect(await readFile(join(folder, '10-prices-and-stock.csv'), 'utf8')).toMatch(/,Enamel mug,.*,8\.25,9\.90,EUR,/);
    expect(paperText(join(folder, '00-read-this-first.pdf')).flat()).toContain('When something happens');
  });
});

describe('the guide', () => {
  it('has the telephones, and for each brick what the hub does not hold and where a copy of it is', async () => {
    const dump = await mkdtemp(join(tmpdir(), 'mortar-dump-'));
    await writeFile(join(dump, 'theme.zip'), '');
    const settings = { schedule: '0 4 * * *', keep: 7, phones: [{ name: 'Agence', phone: '01 23 45 67 89' }] };
    const config = { kit: { ...settings, dumps: { shop: dump } }, backup: { include: [tmpdir()] } };
    const { folder } = await kit(config).write(into);
    const pages = paperText(join(folder, '00-a-lire-d-abord.pdf')).map((texts) => texts.join(' '));
    expect(pages.some((page) => page.includes('Agence') && page.includes('01 23 45 67 89'))).toBe(true);
    const shop = pages.find((page) => page.includes('Brique shop')) ?? '';
    expect(shop).toContain('cookie_key');
    expect(shop).toContain('contrats de paiement');
    expect(shop).toContain(dump);
    expect(shop).toMatch(/copie du \d/);
    expect(shop).not.toContain('SAUVEGARDÉ');
    // What is replaced deep inside counts; what is a month old is told.
    const then = new Date('2026-09-01T08:00:00Z');
    await utimes(join(dump, 'theme.zip'), then, then);
    const old = await kit(config).write(into);
    expect(paperText(join(old.folder, '00-a-lire-d-abord.pdf')).flat().join(' ')).toContain('PLUS D’UN MOIS');
    await mkdir(join(dump, 'modules'));
    await writeFile(join(dump, 'modules', 'payment.php'), '');
    const fresh = await kit(config).write(into);
    expect(paperText(join(fresh.folder, '00-a-lire-d-abord.pdf')).flat().join(' ')).not.toContain('PLUS D’UN MOIS');
    const other = await kit({ kit: config.kit }).write(into);
    const unsaved = paperText(join(other.folder, '00-a-lire-d-abord.pdf')).flat().join(' ');
    expect(unsaved).toContain('CE DOSSIER N’EST PAS SAUVEGARDÉ');
    expect(unsaved).toContain('Aucun dossier n’est configuré');
    await rm(dump, { recursive: true });
  });
});

describe('a kit that cannot be written', () => {
  it('is told by a code, and leaves nothing behind', async () => {
    const file = join(into, 'a-file');
    await writeFile(file, '');
    const problems = ['/proc/nowhere', file, join(into, 'no', 'parent')].map((place) => kit().write(place));
    const codes = (await Promise.allSettled(problems)).map((end) =>
      end.status === 'rejected' ? (end.reason as { code: string }).code : 'written',
    );
    expect(codes).toEqual(Array(3).fill('KIT_FOLDER_UNUSABLE'));
    await expect(kit().write(null)).rejects.toMatchObject({ code: 'KIT_FOLDER_MISSING' });
    await rm(file);
  });

  it('leaves the kit before it as it was', async () => {
    const target = await mkdtemp(join(tmpdir(), 'mortar-kits-'));
    const before = await kit().write(target);
    const { mirror, sync } = memory.hub;
    const facets = { ...mirror.reader.facets, page: () => Promise.reject(new Error('the disk is gone')) };
    const write = (order: KitOrder) => writeKit({ ...order, facets });
    const failing = kitOf(
      { mirror, sync, log: pino({ level: 'silent' }), now: () => new Date('2026-11-03T03:00:00Z'), write },
      {},
    );
    await expect(failing.write(target)).rejects.toThrow('the disk is gone');
    expect(await readdir(target)).toEqual([before.folder.split('/').at(-1)]);
    await rm(target, { recursive: true });
  });

  it('and then one that can: only so many stay, and what is no kit stays too', async () => {
    const target = await mkdtemp(join(tmpdir(), 'mortar-kits-'));
    await writeFile(join(target, 'notes.txt'), '');
    const settings = { schedule: '0 4 * * *', keep: 2, phones: [], dumps: {} };
    for (const day of ['04', '05', '06'])
      await kit({ kit: settings }, new Date(`2026-11-${day}T03:00:00Z`)).write(target);
    const left = ['kit-2026-11-05T030000Z', 'kit-2026-11-06T030000Z', 'notes.txt'];
    expect((await readdir(target)).sort()).toEqual(left);
    await rm(target, { recursive: true });
  });
});
