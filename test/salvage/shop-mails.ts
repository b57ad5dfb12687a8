import { createTransport } from 'nodemailer';

/** An order of the shop whose mailbox is written here. */
export interface MailedOrder {
  reference: string;
  language: 'fr' | 'en';
  placedAt: Date;
  firstName: string;
  lastName: string;
  email: string;
  lines: { sku: string; name: string; cents: number; quantity: number }[];
  shippingCents: number;
  discountCents: number;
}

const WORDS = {
  fr: {
    ...{ hello: 'Bonjour', thanks: "Merci d'avoir effectué vos achats sur", order: 'Commande :', placed: 'passée le' },
    ...{ payment: 'Paiement :', heads: ['Référence', 'Produit', 'Prix unitaire', 'Quantité', 'Prix total'] },
    ...{ products: 'Produits', discounts: 'Réductions', shipping: 'Livraison', tax: 'TVA totale', total: 'Total payé' },
    ...{
      carrier: 'Transporteur :',
      delivery: 'Adresse de livraison',
      billing: 'Adresse de facturation',
      country: 'France',
    },
    ...{ subject: 'Confirmation de commande', by: 'Virement bancaire', shipped: 'Votre commande a été expédiée' },
  },
  en: {
    ...{ hello: 'Hi', thanks: 'Thank you for shopping on', order: 'Order:', placed: 'Placed on' },
    ...{ payment: 'Payment:', heads: ['Reference', 'Product', 'Unit price', 'Quantity', 'Total price'] },
    ...{
      products: 'Products',
      discounts: 'Discounts',
      shipping: 'Shipping',
      tax: 'Including total tax',
      total: 'Total paid',
    },
    ...{ carrier: 'Carrier:', delivery: 'Delivery address', billing: 'Billing address', country: 'United Kingdom' },
    ...{ subject: 'Order confirmation', by: 'Bank wire', shipped: 'Your order has been shipped' },
  },
} as const;

export const SHOP = 'contact@camp-de-base.example';

export function totalCents({ lines, shippingCents, discountCents }: MailedOrder): number {
  return lines.reduce((sum, { cents, quantity }) => sum + cents * quantity, 0) + shippingCents - discountCents;
}

function price(cents: number, language: 'fr' | 'en'): string {
  const format = language === 'fr' ? { locale: 'fr-FR', currency: 'EUR' } : { locale: 'en-GB', currency: 'EUR' };
  return new Intl.NumberFormat(format.locale, { style: 'currency', currency: format.currency }).format(cents / 100);
}

function date(at: Date, language: 'fr' | 'en'): string {
  const [year, month, day] = at.toISOString().slice(0, 10).split('-');
  const time = at.toISOString().slice(11, 19);
  return language === 'fr' ? `${day}/${month}/${year} ${time}` : `${month}/${day}/${year} ${time}`;
}

/** The texts of a confirmation, in their order: label or value each. `lines` of the table by themselves. */
function partsOf(order: MailedOrder) {
  const { language, lines } = order;
  const words = WORDS[language];
  const money = (cents: number): string => price(cents, language);
  const tax = Math.round(totalCents(order) / 6);
  const sums: [string, string][] = [
    [words.products, money(lines.reduce((sum, { cents, quantity }) => sum + cents * quantity, 0))],
    [words.discounts, money(-order.discountCents)],
    [words.shipping, money(order.shippingCents)],
    [words.tax, money(tax)],
    [words.total, money(totalCents(order))],
  ];
  const rows = lines.map(({ sku, name, cents, quantity }) => [
    sku,
    name,
    money(cents),
    String(quantity),
    money(cents * quantity),
  ]);
  const place = language === 'fr' ? ['12 rue du Lac', '38000 Grenoble'] : ['4 High Street', 'SW1A 1AA London'];
  const address = [`${order.firstName} ${order.lastName}`, ...place, words.country, '0612345678'];
  const head = `${words.order} ${order.reference} ${words.placed} ${date(order.placedAt, language)}`;
  return { words, sums, rows, address, head, greeting: `${words.hello} ${order.firstName} ${order.lastName},` };
}

/** As the theme "modern" lays it out: tables in tables. */
export function htmlOf(order: MailedOrder): string {
  const { words, sums, rows, address, head, greeting } = partsOf(order);
  const cell = (text: string, tag = 'td'): string => `<${tag} bgcolor="#FDFDFD">\n  ${text}\n</${tag}>`;
  const block = `<p>${address.map((line, i) => (i === 0 ? `<span style="font-weight:bold;">${line}</span>` : line)).join('<br />')}</p>`;
  return `<!doctype html><html><head><title>x</title><style>td { color: red }</style></head><body>
    <table><tbody><tr><td><div>${greeting}</div></td></tr><tr><td><div>${words.thanks} <span class="label">Camp de base</span>!</div></td></tr></tbody></table>
    <table><tr><td><table><tr><td><div><span class="label">${head.replace(' ', '</span> ')}</div></td></tr>
    <tr><td><span class="label">${words.payment}</span> ${words.by}</td></tr></table></td></tr></table>
    <table><tr>${words.heads.map((text) => cell(text, 'th')).join('')}</tr>
    ${rows.map((row) => `<tr>${row.map((text) => cell(`<table><tr><td>&nbsp;</td><td><font size="2">${text}</font></td></tr></table>`)).join('')}</tr>`).join('\n')}
    ${sums.map(([label, value]) => `<tr class="order_summary"><td colspan="3">${label}</td><td colspan="3"> ${value} </td></tr>`).join('\n')}</table>
    <div>${words.shipping}</div><div>${words.carrier} Colissimo</div>
    <table><tr><td><p>${words.delivery}</p>${block}</td><td><p>${words.billing}</p>${block}</td></tr></table>
    <script>document.write('never')</script></body></html>`;
}

/** As PrestaShop's text templates: a label, an empty line, its value. */
export function textOf(order: MailedOrder): string {
  const { words, sums, rows, address, head, greeting } = partsOf(order);
  const lines = [greeting, `${words.thanks} Camp de base!`, head, `${words.payment} ${words.by}`, ...words.heads];
  const table = [...rows.flat(), ...sums.flat(), `${words.carrier} Colissimo`];
  return [...lines, ...table, words.delivery, ...address, words.billing, ...address].join('\n\n');
}

interface Mailing {
  subject: string;
  to: string;
  from?: string;
  date: Date;
  html?: string;
  text?: string;
}

/** The bytes of a mail as a mail program stores them. */
export async function rawMail(mailing: Mailing): Promise<Buffer> {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  const { message } = await transport.sendMail({ from: SHOP, ...mailing });
  return message as Buffer;
}

/** The confirmation that the customer got: both parts, or one of them. */
export function confirmation(order: MailedOrder, form: 'both' | 'text' | 'html' = 'both'): Promise<Buffer> {
  return rawMail({
    subject: `[Camp de base] ${WORDS[order.language].subject}`,
    to: `${order.firstName} ${order.lastName} <${order.email}>`,
    date: new Date(order.placedAt.getTime() + 5_000),
    ...(form !== 'text' && { html: htmlOf(order) }),
    ...(form !== 'html' && { text: textOf(order) }),
  });
}

/** The same, forwarded by the shop to its accountant weeks later: what is quoted names the customer. */
export function forwarded(order: MailedOrder): Promise<Buffer> {
  const quoted = [
    '---------- Forwarded message ---------',
    `De : Camp de base <${SHOP}>`,
    `À : ${order.email}`,
    textOf(order),
  ];
  return rawMail({
    subject: `Fwd: [Camp de base] ${WORDS[order.language].subject}`,
    to: 'compta@example.org',
    date: new Date(order.placedAt.getTime() + 30 * 86_400_000),
    text: quoted.join('\n').replace(/^/gm, '> '),
  });
}

/** In Windows-1252, as old shops send. */
export function in1252(order: MailedOrder): Buffer {
  const text = textOf(order)
    .replaceAll('€', '\u0080')
    .replaceAll('’', '\u0092')
    .replaceAll(/[\u202f\u00a0]/g, '\u00a0');
  const head = [
    `From: ${SHOP}`,
    `To: ${order.email}`,
    `Subject: ${WORDS[order.language].subject}`,
    `Date: ${order.placedAt.toUTCString()}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=windows-1252',
    'Content-Transfer-Encoding: 8bit',
  ];
  return Buffer.from(`${head.join('\n')}\n\n${text}\n`, 'latin1');
}

export function shippedMail({ reference, language, email, placedAt }: MailedOrder): Promise<Buffer> {
  const words = WORDS[language];
  const sentence =
    language === 'fr'
      ? `Votre commande ayant pour référence ${reference} vient d'être expédiée.`
      : `Your order with the reference ${reference} has been shipped.`;
  const tracking = language === 'fr' ? 'Numéro de suivi : 6A12345678901' : 'Tracking number: 6A12345678901';
  const date = new Date(placedAt.getTime() + 2 * 86_400_000);
  return rawMail({ subject: words.shipped, to: email, date, html: `<p>${sentence}</p><p>${tracking}</p>` });
}

/** An mbox as Thunderbird writes it (mboxrd). */
export function mbox(mails: readonly Buffer[]): Buffer {
  return Buffer.concat(
    mails.flatMap((mail) => [
      Buffer.from('From - Mon Jul 01 10:00:00 2024\n'),
      Buffer.from(mail.toString('latin1').replace(/^(>*From )/gm, '>$1'), 'latin1'),
      Buffer.from('\n\n'),
    ]),
  );
}

/** Believable orders, the same every time. */
export function mailedOrders(count: number): MailedOrder[] {
  const names = ['Marie Dupont', 'Paul Martin', 'Zoé Lefèvre', 'John Smith', 'Anaïs Garçon', 'Mary O’Neill'];
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  return Array.from({ length: count }, (_, i) => {
    const [firstName = '', lastName = ''] = (names[i % names.length] ?? '').split(' ');
    const code = Array.from(
      { length: 7 },
      (_letter, n) => letters[(i * 7 + n * 11 + Math.floor(i / 26) * 3) % 26],
    ).join('');
    const lines = Array.from({ length: 1 + (i % 3) }, (_line, n) => ({
      sku: `ART-${100 + ((i * 3 + n) % 40)}`,
      name: `Tente d’été ${((i * 3 + n) % 40) + 1} places - Taille : M`,
      cents: 1990 + (((i + n) * 731) % 120_000),
      quantity: 1 + ((i + n) % 4),
    }));
    return {
      reference: `${letters[Math.floor(i / 26) % 26] ?? ''}${letters[i % 26] ?? ''}${code}`,
      language: i % 3 === 0 ? 'en' : 'fr',
      placedAt: new Date(Date.UTC(2024, 6, 1 + (i % 28), 8 + (i % 10), i % 60, 7)),
      ...{ firstName, lastName, email: `client${i % 120}@example.org`, lines },
      shippingCents: i % 4 === 0 ? 0 : 590,
      discountCents: i % 5 === 0 ? 500 : 0,
    };
  });
}
