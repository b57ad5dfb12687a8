import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { openSalvageHub, type SalvageHub } from '../stories/salvage-hub.ts';
import { confirmation, mailedOrders, mbox, rawMail } from './shop-mails.ts';

const DAY = '2024-08-01T00:00:00Z';
const AT = new Date('2024-07-20T09:00:00Z');

let place: SalvageHub;
beforeAll(async () => {
  place = await openSalvageHub();
});
afterAll(() => place.close());

async function kinds(path: string): Promise<string[]> {
  const { changes } = await place.run([path]);
  return changes.filter(({ created }) => created > 0).map(({ kind, created }) => `${kind} ${created}`);
}

it('one mail is an order, its buyer and its articles', async () => {
  const [order] = mailedOrders(1);
  if (!order) throw new Error('no order');
  const path = await place.file('un.eml', await confirmation(order), DAY);
  expect(await kinds(path)).toEqual(['articles 1', 'customers 1', 'orders 1']);
});

describe('a shop that tells machines of the order (schema.org)', () => {
  const order = {
    '@context': 'http://schema.org',
    '@type': 'Order',
    orderNumber: 'WEB-77',
    orderDate: '2024-07-20T08:00:00Z',
    priceCurrency: 'EUR',
    price: '31.00',
    acceptedOffer: [
      { '@type': 'Offer', itemOffered: { name: 'Gourde', sku: 'G-1' }, price: '10.50', eligibleQuantity: { value: 2 } },
      { '@type': 'Offer', itemOffered: { name: 'Carte', sku: 'C-1' }, price: 10 },
    ],
    customer: { '@type': 'Person', name: 'Ada Rey', email: 'Ada@example.org' },
  };
  const mail = (json: string) =>
    rawMail({
      subject: 'Thanks',
      to: 'ada@example.org',
      date: AT,
      html: `<head><script type="application/ld+json">${json}</script></head><p>Thanks</p>`,
    });

  it('is read by what it tells', async () => {
    const path = await place.file('schema.eml', await mail(JSON.stringify([order])), DAY);
    await place.run([path], { apply: true });
    const fields = 'totals { totalWithTax { amount } } customer { email lastName } lines { sku quantity }';
    expect(await place.ask(`{ order(reference: "WEB-77") { ${fields} } }`)).toEqual({
      order: {
        totals: { totalWithTax: { amount: '31.00' } },
        customer: { email: 'ada@example.org', lastName: 'Rey' },
        lines: [
          { sku: 'G-1', quantity: 2 },
          { sku: 'C-1', quantity: 1 },
        ],
      },
    });
  });

  it.each(['{', 'null', '[]', '{"@type":"Order"}'])('and is no order where it says %j', async (json) => {
    expect(await kinds(await place.file('kaputt.eml', await mail(json), DAY))).toEqual([]);
  });
});

describe('a shop with mails of its own', () => {
  const mail = (reference: string, total: string) =>
    rawMail({
      subject: 'Danke für Ihre Bestellung',
      from: 'laden@example.org',
      to: 'kunde@example.org',
      date: AT,
      html: `<p>Bestellnummer: ${reference}</p><table><tr><td>Zelt</td><td>2</td><td>100,00 €</td><td>200,00 €</td></tr></table>
        <table><tr><td>Versand</td><td>5,00 €</td></tr><tr><td>Summe</td><td>${total}</td></tr></table>`,
    });

  it('is not understood before somebody marks one mail, and then all of them are', async () => {
    const first = await place.file('eins.eml', await mail('DE-1', '205,00 €'), DAY);
    const second = await place.file('zwei.eml', await mail('DE-2', '205,00 €'), DAY);
    expect(await kinds(second)).toEqual([]);
    const fields = { reference: 'DE-1', total: '205,00 €', shipping: '5,00 €' };
    await place.run([first], { template: { name: 'laden', fields } });
    const report = await place.run([second], { apply: true });
    expect(report.doubts).toEqual([]);
    const answer =
      'totals { totalWithTax { amount } shippingWithTax { amount } } lines { name quantity } customer { email }';
    expect(await place.ask(`{ order(reference: "DE-2") { ${answer} } }`)).toEqual({
      order: {
        totals: { totalWithTax: { amount: '205.00' }, shippingWithTax: { amount: '5.00' } },
        lines: [{ name: 'Zelt', quantity: 2 }],
        customer: { email: 'kunde@example.org' },
      },
    });
  });

  it('what is marked must be in the mail', async () => {
    const path = await place.file('drei.eml', await mail('DE-3', '1,00 €'), DAY);
    const marked = (fields: Record<string, string>) => place.run([path], { template: { name: 'x', fields } });
    await expect(marked({ reference: 'DE-9' })).rejects.toMatchObject({ code: 'SALVAGE_TEMPLATE_EXAMPLE_ABSENT' });
    await expect(marked({ colour: 'DE-3' })).rejects.toMatchObject({ code: 'SALVAGE_TEMPLATE_FIELD_UNKNOWN' });
    await expect(marked({ reference: 'DE-3' })).rejects.toMatchObject({ code: 'SALVAGE_TEMPLATE_TOO_LITTLE' });
  });
});

describe('a mailbox', () => {
  const orders = mailedOrders(2);

  it('with a line of 60 MB leaves out that mail and reads the others', async () => {
    const path = join(place.folder, 'riesig.mbox');
    const file = await open(path, 'w');
    const [first, last] = await Promise.all(orders.map((order) => confirmation(order)));
    await file.write(mbox([first ?? Buffer.alloc(0)]));
    await file.write(Buffer.from('From - Mon Jul 01 10:00:00 2024\nSubject: x\n\n'));
    const chunk = Buffer.alloc(1 << 20, 'x');
    for (let i = 0; i < 60; i += 1) await file.write(chunk);
    await file.write(Buffer.from('\n\n'));
    await file.write(mbox([last ?? Buffer.alloc(0)]));
    await file.close();
    const { files, doubts, changes } = await place.run([path]);
    expect(files[0]).toMatchObject({ rows: 3 });
    expect(doubts).toMatchObject([{ code: 'SALVAGE_MAIL_BROKEN', place: 2, effect: 'refused' }]);
    expect(changes.find(({ kind }) => kind === 'orders')).toMatchObject({ created: 2 });
  });

  it('with lines that begin with From is not cut there', async () => {
    const text = 'Bonjour,\n\nFrom here on.\n\nFrom me to you at 10:00 in 2024 or so\n';
    const path = await place.file(
      'from.mbox',
      mbox([await rawMail({ subject: 'a', to: 'a@example.org', date: AT, text })]),
      DAY,
    );
    expect((await place.run([path])).files[0]).toMatchObject({ rows: 1 });
  });

  it('page that is nested 100,000 deep is read like any other', async () => {
    const html = `${'<div>'.repeat(100_000)}Order: X`;
    const path = await place.file(
      'tief.eml',
      await rawMail({ subject: 'a', to: 'a@example.org', date: AT, html }),
      DAY,
    );
    expect((await place.run([path])).files[0]).toMatchObject({ rows: 1, refused: null });
  });
});
