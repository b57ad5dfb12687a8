import type { Catalogue, StoreItem } from './catalogue.ts';
import { csv, euros } from './csv.ts';
import { randomFor, type Random } from './random.ts';

export const TICKET_HEADINGS = [
  'N° ticket',
  'Date',
  'Heure',
  'Magasin',
  'Caisse',
  'N° Z',
  'Référence',
  'Code-barres',
  'Désignation',
  'Quantité',
  'Prix unitaire TTC',
  'Total ligne TTC',
  'TVA',
  'Total TTC',
  'Mode de paiement',
  'Client',
  'Carte fidélité',
];
const Z_HEADINGS = [
  'N° Z',
  'Magasin',
  'Caisse',
  'Ouverture',
  'Clôture',
  'Nb tickets',
  'Total HT',
  'Total TTC',
  'TVA 20 %',
  'Espèces',
  'CB',
  'Cumul',
];
const TILLS = ['Caisse 1', 'Caisse 2'] as const;

/** What a store's running numbers have come to. */
export interface Books {
  tickets: Record<string, number>;
  z: number;
  cumulative: Record<string, number>;
}

export function newBooks(): Books {
  return { tickets: { 'Caisse 1': 0, 'Caisse 2': 0 }, z: 0, cumulative: { 'Caisse 1': 0, 'Caisse 2': 0 } };
}

export interface Day {
  /** `2026-11-23`. */
  date: string;
  seed: number;
  catalogue: Catalogue;
  books: Books;
  /** One ticket number is left out: a gap that a person should see. */
  gap: boolean;
}

interface Sold {
  item: StoreItem;
  quantity: number;
}

/** One day of a store: the exports of its tickets and of its Z reports. */
export function dayFiles({ date, seed, catalogue, books, gap }: Day): { name: string; bytes: Buffer }[] {
  const random = randomFor(seed, date);
  const french = date.split('-').reverse().join('/');
  const compact = date.replaceAll('-', '');
  const rows: string[][] = [];
  const zRows: string[][] = [];
  let total = 0;
  for (const till of TILLS) {
    books.z += 1;
    const z = `Z${String(books.z).padStart(4, '0')}`;
    const paid = { Espèces: 0, CB: 0 };
    const count = random.int(5, 12);
    for (let i = 0; i < count; i += 1) {
      books.tickets[till] = (books.tickets[till] ?? 0) + (gap && till === 'Caisse 1' && i === 2 ? 2 : 1);
      const ticket = oneTicket(random, catalogue);
      const method = random.chance(0.7) ? 'CB' : 'Espèces';
      paid[method] += ticket.total;
      total += ticket.total;
      const number = `${till.endsWith('1') ? 'A' : 'B'}-${String(books.tickets[till]).padStart(6, '0')}`;
      const time = `${String(9 + Math.floor((i * 9) / count)).padStart(2, '0')}:${String(random.int(0, 59)).padStart(2, '0')}:00`;
      rows.push(
        ...ticket.sold.map(({ item, quantity }) => [
          ...[number, french, time, 'Boutique', till, z, item.sku, item.gtin, item.name],
          ...[String(quantity), euros(item.cents), euros(item.cents * quantity), '20,00', euros(ticket.total)],
          ...[method, ticket.customer?.number ?? '', ticket.customer?.card ?? ''],
        ]),
      );
    }
    const sum = paid.Espèces + paid.CB;
    const withoutTax = Math.round(sum / 1.2);
    books.cumulative[till] = (books.cumulative[till] ?? 0) + sum;
    zRows.push([
      ...[z, 'Boutique', till, `${french} 09:00`, `${french} 19:30`, String(count)],
      ...[withoutTax, sum, sum - withoutTax, paid.Espèces, paid.CB, books.cumulative[till] ?? 0].map(euros),
    ]);
  }
  rows.push(
    TICKET_HEADINGS.map((heading) => (heading === 'N° ticket' ? 'TOTAL' : heading === 'Total TTC' ? euros(total) : '')),
  );
  return [
    { name: `tickets-B1-${compact}.csv`, bytes: csv(TICKET_HEADINGS, rows) },
    { name: `z-B1-${compact}.csv`, bytes: csv(Z_HEADINGS, zRows) },
  ];
}

function oneTicket(
  random: Random,
  { items, customers }: Catalogue,
): { sold: Sold[]; total: number; customer: Catalogue['customers'][number] | null } {
  const sold = Array.from({ length: random.int(1, 3) }, () => ({
    item: random.pick(items),
    quantity: random.chance(0.8) ? 1 : random.int(2, 3),
  }));
  const total = sold.reduce((sum, { item, quantity }) => sum + item.cents * quantity, 0);
  return { sold, total, customer: random.chance(0.25) ? random.pick(customers) : null };
}
