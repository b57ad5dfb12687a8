/**
 * Promise: the confirmation mails that a shop sent are its orders. 150 of them lie in a mailbox in two languages and
 * several forms, some twice, some forwarded, between other mails and broken ones: 150 orders, their totals to the cent.
 */
import {
  confirmation,
  forwarded,
  in1252,
  mailedOrders,
  mbox,
  rawMail,
  shippedMail,
  SHOP,
  totalCents,
} from '../salvage/shop-mails.ts';
import { openSalvageHub, type SalvageHub } from './salvage-hub.ts';

const ORDERS = mailedOrders(150);
const AT = new Date('2024-07-20T09:00:00Z');

let story: SalvageHub;
let box: string;
beforeAll(async () => {
  story = await openSalvageHub();
  const mails: Buffer[] = [];
  for (const [i, order] of ORDERS.entries()) {
    if (i % 10 === 3) mails.push(in1252(order));
    else if (i % 10 === 5) mails.push(await forwarded(order));
    else mails.push(await confirmation(order, i % 4 === 1 ? 'text' : i % 4 === 2 ? 'html' : 'both'));
    // The shop's own archive has some twice, and some were forwarded besides.
    if (i % 9 === 0) mails.push(await confirmation(order));
    if (i % 11 === 0) mails.push(await forwarded(order));
    if (i % 5 === 0) mails.push(await shippedMail(order));
  }
  mails.push(
    await rawMail({
      subject: 'Soldes',
      to: 'all@example.org',
      date: AT,
      text: 'From here on, all is cheaper.\n\nFrom the team',
    }),
  );
  mails.push(
    await rawMail({
      subject: 'Votre commande',
      to: 'x@example.org',
      date: AT,
      text: 'Merci, nous revenons vers vous.',
    }),
  );
  mails.push(Buffer.from('\n'));
  mails.push(
    Buffer.from(
      `From: ${SHOP}\nContent-Type: multipart/mixed; boundary=x\n\n${'--x\nContent-Type: multipart/mixed; boundary=x\n\n'.repeat(40)}`,
    ),
  );
  box = await story.file('INBOX', mbox(mails), '2024-08-01T00:00:00Z');
});
afterAll(() => story.close());

it('what could not be understood is listed by its number; the rest is read', async () => {
  const { doubts, files, changes } = await story.run([box]);
  expect(files).toMatchObject([{ file: 'INBOX', subject: 'mails', refused: null }]);
  expect(changes.find(({ kind }) => kind === 'orders')).toEqual({
    kind: 'orders',
    created: 150,
    updated: 0,
    unchanged: 0,
  });
  const listed = doubts.map(({ code, place }) => ({ code, isNumbered: place !== null }));
  expect(listed).toEqual([
    { code: 'SALVAGE_MAIL_BROKEN', isNumbered: true },
    { code: 'SALVAGE_MAIL_UNREADABLE', isNumbered: true },
  ]);
});

it('150 orders answer, with reference, buyer, lines and total to the cent', async () => {
  expect((await story.run([box], { apply: true })).applied).toMatchObject({ state: 'done' });
  interface Node {
    reference: string;
    placedAt: string;
    customer: { email: string; firstName: string };
    totals: Record<'totalWithTax' | 'shippingWithTax', { amount: string }>;
    lines: { sku: string; name: string; quantity: number; unitPriceWithTax: { amount: string } }[];
  }
  const fields = `reference placedAt customer { email firstName }
    totals { totalWithTax { amount } shippingWithTax { amount } }
    lines { sku name quantity unitPriceWithTax { amount } }`;
  const { orders } = await story.ask<{ orders: { totalCount: number; nodes: Node[] } }>(
    `{ orders(first: 200) { totalCount nodes { ${fields} } } }`,
  );
  expect(orders.totalCount).toBe(150);
  const found = new Map(orders.nodes.map((node) => [node.reference, node]));
  const decimal = (cents: number): string => (cents / 100).toFixed(2);
  for (const order of ORDERS) {
    const { reference, email, firstName, placedAt, lines, shippingCents } = order;
    const amount = decimal(totalCents(order));
    expect(found.get(reference)).toEqual({
      ...{ reference, placedAt: placedAt.toISOString().replace('.000Z', 'Z') },
      customer: { email, firstName: expect.any(String) as string },
      totals: { totalWithTax: { amount }, shippingWithTax: { amount: decimal(shippingCents) } },
      lines: lines.map(({ sku, name, quantity, cents }) => ({
        sku,
        name,
        quantity,
        unitPriceWithTax: { amount: decimal(cents) },
      })),
    });
    expect(firstName).not.toBe('');
  }
});

it('later mails moved those that were shipped, with their parcel', async () => {
  const query = (reference: string): string =>
    `{ order(reference: "${reference}") { status origins { provenance { field source } } } }`;
  type Answer = { order: { status: string; origins: { provenance: { field: string; source: string }[] }[] } };
  const shipped = await story.ask<Answer>(query(ORDERS[0]?.reference ?? ''));
  const pending = await story.ask<Answer>(query(ORDERS[1]?.reference ?? ''));
  expect([shipped.order.status, pending.order.status]).toEqual(['SHIPPED', 'PENDING']);
  const sources = new Map(shipped.order.origins[0]?.provenance.map(({ field, source }) => [field, source]));
  expect(sources.get('trackingNumbers')).toMatch(/^INBOX, mail \d+$/);
  expect(sources.get('status')).toBe(sources.get('trackingNumbers'));
});

it('applied again, it changes nothing', async () => {
  expect((await story.run([box], { apply: true })).applied).toMatchObject({ revisions: 0 });
});

it('to whom is still to be written is known, and nothing is sent without a mail server', async () => {
  const fields = '__typename ... on SalvageLetters { letters { reference to } before } ... on SalvageRefused { code }';
  type Told = { salvageLetters: { letters: { reference: string; to: string }[]; before: number } };
  const { salvageLetters } = await story.ask<Told>(`{ salvageLetters { ${fields} } }`);
  expect(salvageLetters.letters).toHaveLength(150);
  expect(await story.ask(`mutation { writeToBuyers { ${fields} } }`)).toEqual({
    writeToBuyers: { __typename: 'SalvageRefused', code: 'SALVAGE_MAIL_SERVER_MISSING' },
  });
});
