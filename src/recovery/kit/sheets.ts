import type { KitSource } from './source.ts';
import { articlesOf, type Article } from './read/articles.ts';
import type { OpenOrder } from './read/open-orders.ts';
import { addressLines, cardsOf, peopleOf } from './read/people.ts';
import { openPurchases, suppliersOf } from './read/purchases.ts';
import { stockAt } from './read/stock.ts';
import type { Column, Group, Row, Sheet } from './sheet.ts';
import { timeText } from './state.ts';
import type { KitTexts } from './texts.ts';

/** What the sheets are made of, beside what they read themselves. */
export interface SheetParts {
  source: KitSource;
  texts: KitTexts;
  orders: readonly OpenOrder[];
  /** Location id to name. */
  places: ReadonlyMap<string, string>;
  /** Sees articles as they go by: their barcodes are printed, too. */
  onArticles(articles: readonly Article[]): Promise<void> | void;
}

/** All sheets, in the order in which they are written. */
export function sheetsOf(parts: SheetParts): Sheet[] {
  const namedByShops = new Set<string>();
  const onArticles: SheetParts['onArticles'] = (articles) => {
    for (const { suppliers } of articles) for (const { name } of suppliers) namedByShops.add(name);
    return parts.onArticles(articles);
  };
  return [
    articleSheet({ ...parts, onArticles }),
    stockSheet(parts),
    orderSheet(parts),
    customerSheet(parts),
    cardSheet(parts),
    supplierSheet(parts, namedByShops),
    purchaseSheet(parts),
  ];
}

const text = (label: string, width?: number): Column => ({
  label,
  kind: 'text',
  ...(width !== undefined && { width }),
});
const long = (label: string, width: number): Column => ({ ...text(label, width), wrap: true });
const amount = (label: string, width?: number): Column => ({ ...text(label, width), kind: 'amount' });
const count = (label: string, width?: number): Column => ({ ...text(label, width), kind: 'count' });

function articleSheet({ source, texts, places, onArticles }: SheetParts): Sheet {
  const whereText = ({ places: at }: Article): string =>
    [...at].map(([id, pieces]) => `${places.get(id) ?? texts.unknownPlace} ${pieces}`).join(' · ');
  const toRow = (shop: string, article: Article): Row => [
    shop,
    article.category,
    article.sku ?? '',
    article.name,
    article.gtin ?? '',
    article.price,
    article.priceWithTax,
    article.currency,
    article.taxRate,
    numeral(article.onHand),
    numeral(article.available),
    whereText(article),
    article.active ? texts.yes : texts.no,
    article.suppliers.map(({ name, reference }) => [name, reference ?? ''].join(' ').trim()).join(', '),
  ];
  return {
    name: texts.names.articles,
    title: texts.titles.articles,
    columns: [
      text(texts.shop),
      text(texts.category),
      text(texts.sku, 13),
      long(texts.article, 34),
      text(texts.gtin, 13),
      amount(texts.price, 9),
      amount(texts.priceWithTax, 9),
      text(texts.currency, 6),
      amount(texts.taxRate),
      count(texts.onHand, 7),
      count(texts.available, 8),
      long(texts.places, 20),
      text(texts.active, 6),
      text(texts.suppliers),
    ],
    async *groups() {
      for (const shop of source.shops)
        for await (const articles of articlesOf(source, shop)) {
          await onArticles(articles);
          const inShop = source.shops.length > 1 ? `${shop} : ` : '';
          const ofCategories = Map.groupBy(articles, ({ category }) => category);
          for (const [category, found] of ofCategories)
            yield {
              heading: `${inShop}${category || texts.uncategorised}`,
              rows: found.map((article) => toRow(shop, article)),
            };
        }
    },
  };
}

function stockSheet({ source, texts, places }: SheetParts): Sheet {
  return {
    name: texts.names.stock,
    title: texts.titles.stock,
    columns: [
      text(texts.location),
      text(texts.shelf, 12),
      text(texts.sku, 14),
      long(texts.article, 40),
      text(texts.gtin, 14),
      count(texts.onHand, 8),
      count(texts.reserved, 8),
      count(texts.available, 9),
      count(texts.incoming, 8),
    ],
    async *groups() {
      for (const [id, place] of places)
        for await (const lines of stockAt(source, id))
          yield {
            heading: place,
            rows: lines.map(({ level, name, sku, gtin }) => {
              const pieces = [level.onHand, level.reserved, level.available, level.incoming].map(String);
              return [place, level.shelf ?? '', sku ?? '', name, gtin ?? '', ...pieces];
            }),
          };
    },
  };
}

function orderSheet({ source, texts, orders }: SheetParts): Sheet {
  const toRow = ({ reference, order, status, placedAt, toSend }: OpenOrder): Row => {
    const address = order?.shippingAddress ?? order?.billingAddress;
    const pieces = toSend.reduce((sum, { quantity }) => sum + quantity, 0);
    return [
      reference,
      timeText(placedAt, source.state),
      status === null ? '' : texts.statuses[status],
      address ? (addressLines(address)[0] ?? '') : '',
      address?.mobile ?? address?.phone ?? '',
      address ? addressLines(address).slice(1).join(', ') : '',
      order?.totals.totalWithTax.amount ?? '',
      order?.totals.paid.amount ?? '',
      order?.totals.totalWithTax.currency ?? '',
      String(pieces),
      order?.carrier ?? '',
      toSend.map(({ quantity, sku, name }) => `${quantity} × ${sku ?? ''} ${name}`).join(' · '),
    ];
  };
  return {
    name: texts.names.orders,
    title: texts.titles.orders,
    columns: [
      text(texts.order, 12),
      text(texts.placedAt, 14),
      text(texts.status, 13),
      long(texts.customer, 18),
      text(texts.phone, 14),
      long(texts.address, 32),
      amount(texts.total, 10),
      amount(texts.paid, 9),
      text(texts.currency, 6),
      count(texts.toSend, 8),
      text(texts.carrier, 14),
      text(texts.article),
    ],
    groups: () => one({ heading: null, rows: orders.map(toRow) }),
  };
}

function customerSheet({ source, texts }: SheetParts): Sheet {
  return {
    name: texts.names.customers,
    title: texts.titles.customers,
    columns: [
      text(texts.customer, 22),
      long(texts.company, 16),
      text(texts.phone, 14),
      text(texts.email, 28),
      long(texts.address, 40),
      text(texts.cards, 14),
    ],
    async *groups() {
      for await (const people of peopleOf(source))
        yield {
          heading: null,
          rows: people.map(({ name, company, phone, email, address, cards }) => {
            return [name, company, phone, email, address, cards];
          }),
        };
    },
  };
}

function cardSheet({ source, texts }: SheetParts): Sheet {
  return {
    name: texts.names.cards,
    title: texts.titles.cards,
    columns: [
      text(texts.card, 20),
      text(texts.holder, 30),
      amount(texts.points, 10),
      amount(texts.balance, 10),
      text(texts.currency, 8),
      text(texts.level, 12),
      text(texts.updatedAt, 18),
    ],
    async *groups() {
      for await (const cards of cardsOf(source))
        yield {
          heading: null,
          rows: cards.map(({ card: { number, points, balance, level, updatedAt }, holder }) => {
            const money = [balance?.amount ?? '', balance?.currency ?? ''];
            return [number, holder, points ?? '', ...money, level ?? '', timeText(updatedAt, source.state)];
          }),
        };
    },
  };
}

function supplierSheet({ source, texts }: SheetParts, namedByShops: Iterable<string>): Sheet {
  return {
    name: texts.names.suppliers,
    title: texts.titles.suppliers,
    columns: [text(texts.supplier, 30), text(texts.code, 14), text(texts.email, 30), long(texts.address, 50)],
    async *groups() {
      const suppliers = await suppliersOf(source, namedByShops);
      const rows = suppliers.map(({ name, code, email, address }) => [name, code ?? '', email ?? '', address ?? '']);
      yield { heading: null, rows };
    },
  };
}

function purchaseSheet({ source, texts }: SheetParts): Sheet {
  return {
    name: texts.names.purchases,
    title: texts.titles.purchases,
    columns: [
      text(texts.purchase),
      text(texts.supplier),
      text(texts.status),
      text(texts.expectedAt),
      text(texts.sku, 16),
      text(texts.supplierSku, 16),
      long(texts.article, 44),
      count(texts.ordered, 10),
      count(texts.received, 10),
      amount(texts.purchasePrice, 12),
      text(texts.currency, 6),
    ],
    async *groups() {
      for await (const purchases of openPurchases(source))
        for (const { purchase, supplier } of purchases) {
          const { reference, statusLabel, expectedAt, lines } = purchase;
          const expected = timeText(expectedAt, source.state);
          const facts = [reference, supplier, statusLabel, expected && `${texts.expectedAt.toLowerCase()} ${expected}`];
          yield {
            heading: facts.filter((fact) => fact !== '').join(' · '),
            rows: lines.map(({ sku, supplierSku, name, quantity, received, price }) => {
              const known = [reference, supplier, statusLabel, expected, sku, supplierSku ?? '', name ?? ''];
              return [...known, String(quantity), String(received), price?.amount ?? '', price?.currency ?? ''];
            }),
          };
        }
    },
  };
}

function numeral(number: number | null): string {
  return number === null ? '' : String(number);
}

async function* one(group: Group): AsyncGenerator<Group> {
  yield group;
}
