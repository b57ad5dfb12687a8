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

/** Negative quantities are goods brought back. */
export interface Sold {
  item: StoreItem;
  quantity: number;
}

/** A ticket of the day, as the till's own module may tell it elsewhere. */
export interface Ticket {
  number: string;
  till: string;
  /** Wall clock: `2026-11-23 14:05:00`. */
  at: string;
  method: string;
  sold: Sold[];
  total: number;
  customer: Catalogue['customers'][number] | null;
}

export interface DayDone {
  files: { name: string; bytes: Buffer }[];
  tickets: Ticket[];
}

const RETURN_CHANCE = 0.2;

/** One day of a store: its tickets, and the exports of its tickets and of its Z reports. */
export function storeDay({ date, seed, catalogue, books, gap }: Day): DayDone {
  const random = randomFor(seed, date);
  const french = date.split('-').reverse().join('/');
  const compact = date.replaceAll('-', '');
  // Drawn apart, so that a return changes nothing else of the day.
  const returns = randomFor(seed, `returns ${date}`);
  const tickets: Ticket[] = [];
  const zRows: string[][] = [];
  for (const till of TILLS) {
    books.z += 1;
    const z = `Z${String(books.z).padStart(4, '0')}`;
    const ofTill: Ticket[] = [];
    const add = (ticket: Pick<Ticket, 'sold' | 'total' | 'customer' | 'method'>, time: string, skipped = 0): void => {
      books.tickets[till] = (books.tickets[till] ?? 0) + 1 + skipped;
      const number = `${till.endsWith('1') ? 'A' : 'B'}-${String(books.tickets[till]).padStart(6, '0')}`;
      ofTill.push({ ...ticket, number, till, at: `${date} ${time}` });
    };
    const count = random.int(5, 12);
    for (let i = 0; i < count; i += 1) {
      const ticket = oneTicket(random, catalogue);
      const method = random.chance(0.7) ? 'CB' : 'Espèces';
      const time = `${String(9 + Math.floor((i * 9) / count)).padStart(2, '0')}:${String(random.int(0, 59)).padStart(2, '0')}:00`;
      add({ ...ticket, method }, time, gap && till === 'Caisse 1' && i === 2 ? 1 : 0);
    }
    if (returns.chance(RETURN_CHANCE)) add(broughtBack(returns.pick(ofTill)), '18:45:00');
    tickets.push(...ofTill);
    zRows.push(closing(ofTill, { z, till, french, books }));
  }
  return {
    tickets,
    files: [
      { name: `tickets-B1-${compact}.csv`, bytes: csv(TICKET_HEADINGS, ticketRows(tickets, french, zRows)) },
      { name: `z-B1-${compact}.csv`, bytes: csv(Z_HEADINGS, zRows) },
    ],
  };
}

/** One thing of a ticket of the day comes back, against cash. */
function broughtBack({ sold, customer }: Ticket): Pick<Ticket, 'sold' | 'total' | 'customer' | 'method'> {
  const back = sold.slice(0, 1).map(({ item }) => ({ item, quantity: -1 }));
  return { sold: back, total: totalOf(back), customer, method: 'Espèces' };
}

function ticketRows(tickets: readonly Ticket[], french: string, zRows: readonly string[][]): string[][] {
  const total = tickets.reduce((sum, ticket) => sum + ticket.total, 0);
  const rows = tickets.flatMap(({ number, till, at, sold, method, customer, total: paid }) =>
    sold.map(({ item, quantity }) => [
      ...[number, french, at.slice(11), 'Boutique', till, zRows.find((row) => row[2] === till)?.[0] ?? ''],
      ...[item.sku, item.gtin, item.name, String(quantity), euros(item.cents), euros(item.cents * quantity)],
      ...['20,00', euros(paid), method, customer?.number ?? '', customer?.card ?? ''],
    ]),
  );
  const trailer = TICKET_HEADINGS.map((heading) =>
    heading === 'N° ticket' ? 'TOTAL' : heading === 'Total TTC' ? euros(total) : '',
  );
  return [...rows, trailer];
}

function closing(
  tickets: readonly Ticket[],
  { z, till, french, books }: { z: string; till: string; french: string; books: Books },
): string[] {
  const paidBy = (method: string): number =>
    tickets.filter((ticket) => ticket.method === method).reduce((sum, { total }) => sum + total, 0);
  const sum = tickets.reduce((total, ticket) => total + ticket.total, 0);
  const withoutTax = Math.round(sum / 1.2);
  books.cumulative[till] = (books.cumulative[till] ?? 0) + sum;
  const amounts = [withoutTax, sum, sum - withoutTax, paidBy('Espèces'), paidBy('CB'), books.cumulative[till] ?? 0];
  const times = [`${french} 09:00`, `${french} 19:30`];
  return [z, 'Boutique', till, ...times, String(tickets.length), ...amounts.map(euros)];
}

function totalOf(sold: readonly Sold[]): number {
  return sold.reduce((sum, { item, quantity }) => sum + item.cents * quantity, 0);
}

function oneTicket(
  random: Random,
  { items, customers }: Catalogue,
): { sold: Sold[]; total: number; customer: Catalogue['customers'][number] | null } {
  const sold = Array.from({ length: random.int(1, 3) }, () => ({
    item: random.pick(items),
    quantity: random.chance(0.8) ? 1 : random.int(2, 3),
  }));
  return { sold, total: totalOf(sold), customer: random.chance(0.25) ? random.pick(customers) : null };
}
