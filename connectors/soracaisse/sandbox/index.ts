/**
 * A store that drops its till's exports into a folder, for demos and tests: one store, two tills, a month of history.
 * Not the vendor's format, which is published nowhere: what a French till's CSV usually looks like. Beside a PrestaShop
 * it writes the tickets of the shop's customers there too, as the vendor's module does.
 */
import { mkdir, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox, SandboxOptions } from '#sdk';
import { loadCatalogue, type Catalogue } from './catalogue.ts';
import { csv, euros } from './csv.ts';
import { newBooks, storeDay, type Ticket } from './day.ts';
import { linkShop, SHOP_TICKET } from './shop-link.ts';

const DAY = 86_400_000;
const HISTORY_DAYS = 30;
const GAP_DAY = 10;

export async function startTillSandbox({ seed, bornAt, folder, peers }: SandboxOptions): Promise<Sandbox> {
  const box = join(folder, 'caisse');
  await mkdir(box, { recursive: true });
  const catalogue = await loadCatalogue(peers.shop);
  const books = newBooks();
  const birthday = Math.floor(bornAt.getTime() / DAY) * DAY;

  async function drop(files: readonly { name: string; bytes: Uint8Array }[], at: Date): Promise<void> {
    for (const { name, bytes } of files) {
      const beside = join(box, `.${name}.part`);
      await writeFile(beside, bytes);
      await utimes(beside, at, at);
      await rename(beside, join(box, name));
    }
  }

  async function day(offset: number): Promise<Ticket[]> {
    const start = new Date(birthday + offset * DAY);
    const date = start.toISOString().slice(0, 10);
    const gap = offset === GAP_DAY - HISTORY_DAYS;
    // Dropped in the evening, after the tills were closed.
    const { files, tickets } = storeDay({ date, seed, catalogue, books, gap });
    await drop(files, new Date(start.getTime() + 20 * 3_600_000));
    return tickets;
  }

  await drop(lists(catalogue, new Date(birthday - DAY)), new Date(birthday - HISTORY_DAYS * DAY));
  for (let offset = -HISTORY_DAYS; offset < 0; offset += 1) await day(offset);
  const link = linkShop(peers.shop);
  const shop = link && { shop: { url: link.url, key: link.key, ticket: SHOP_TICKET } };
  let next = 0;
  return {
    url: `file:${box}`,
    settings: { drop: { kind: 'folder', path: box }, trailer: 'required', items: {}, ...shop },
    step: async () => {
      const tickets = await day(next);
      next += 1;
      await link?.writeSales(tickets);
    },
    close: () => Promise.resolve(),
  };
}

function lists({ items, customers }: Catalogue, at: Date): { name: string; bytes: Buffer }[] {
  const date = at.toISOString().slice(0, 10).split('-').reverse().join('/');
  return [
    {
      name: 'articles.csv',
      bytes: csv(
        ['Référence', 'Code-barres', 'Désignation', 'Prix TTC'],
        items.map(({ sku, gtin, name, cents }) => [sku, gtin, name, euros(cents)]),
      ),
    },
    {
      name: 'clients.csv',
      bytes: csv(
        ['N° client', 'Prénom', 'Nom', 'E-mail', 'Tél.', 'Carte fidélité'],
        customers.map(({ number, firstName, lastName, email, card }) => [number, firstName, lastName, email, '', card]),
      ),
    },
    {
      name: 'fidelite.csv',
      bytes: csv(
        ['N° carte', 'N° client', 'Points', 'Cagnotte', 'Niveau', 'Mis à jour le'],
        customers.map(({ number, card }, i) => [
          ...[card, number, String(i * 15), euros(i * 250), i % 3 === 0 ? 'Or' : 'Argent', date],
        ]),
      ),
    },
  ];
}
