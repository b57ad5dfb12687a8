import { createRedaction } from '../../src/extend/redaction.ts';

const redaction = () => createRedaction({ secrets: [], keepPersonal: false });
const bodyOf = (value: object): unknown => JSON.parse(redaction().body(JSON.stringify(value)));

it.each([
  'customer',
  'client',
  'nom',
  'prénom',
  'nom_client',
  'tel',
  'téléphone',
  'adresse',
  'address1',
  'vat',
  'vat_number',
  'numTVA',
  'carte',
  'card_number',
  'display_name',
  'username',
  'firstName',
  'billing[last_name]',
  'code_postal',
  'partner_name',
])('cuts what goes under %s, in JSON, XML, forms and addresses', (name) => {
  const value = 'Quidam Xyz';
  expect(bodyOf({ [name]: value })).toEqual({ [name]: 'REDACTED' });
  if (/^\w+$/.test(name))
    expect(redaction().body(`<a><${name}><![CDATA[${value}]]></${name}></a>`)).toBe(
      `<a><${name}>REDACTED</${name}></a>`,
    );
  expect(redaction().body(`x=1&${encodeURIComponent(name)}=Quidam+Xyz`)).not.toContain('Quidam');
  expect(redaction().path(`/api?${encodeURIComponent(name)}=Quidam`)).not.toContain('Quidam');
});

it.each([
  'nombre',
  'total',
  'name',
  'reference',
  'sku',
  'client_id',
  'tva_rate',
  'customer_group',
  'ean13',
  'nomenclature',
  'id_customer',
])('keeps what goes under %s', (name) => {
  expect(bodyOf({ [name]: 'STO-1 20.0' })).toEqual({ [name]: 'STO-1 20.0' });
});

it.each([
  ['a French phone', 'appeler le 06 12 34 56 78 svp', '06 12'],
  ['a phone abroad', 'tel +33 (0)6.12.34.56.78', '12.34'],
  ['a card', 'paid by 4111 1111 1111 1111', '4111'],
  ['an IBAN', 'FR76 3000 6000 0112 3456 7890 189 merci', '3000'],
  ['a name in a text', 'session of username=lea.petit', 'lea.petit'],
  ['an e-mail', 'ask lea@real.example.', 'lea@'],
])('cuts %s out of a text', (_what, note, rest) => {
  expect(JSON.stringify(bodyOf({ note }))).not.toContain(rest);
});

it('keeps bar codes, prices, dates and numbers of orders', () => {
  const kept = {
    ean: '3760123456784',
    at: '2026-11-23 10:20:30',
    price: '1234.50',
    ref: 'XKBKNABJK',
    n: 1234567890123,
  };
  expect(bodyOf(kept)).toEqual(kept);
  expect(redaction().text('3760123456784 2026-11-23T10:20:30Z 0.123456')).toBe(
    '3760123456784 2026-11-23T10:20:30Z 0.123456',
  );
});

it('cuts the name of a person, and keeps that of a product', () => {
  const given = { customer: { name: 'Quidam', groups: ['B2B'] }, product: { name: 'Tente' }, upc: '001234567895' };
  expect(bodyOf({ ...given, ean: '0012345678905' })).toEqual({
    ...given,
    ean: '0012345678905',
    customer: { name: 'REDACTED', groups: ['B2B'] },
  });
});

it('cuts the names in Odoo’s pairs', () => {
  expect(bodyOf({ result: [{ partner_id: [7, 'Aurélie Martin'], qty: [1, 2] }] })).toEqual({
    result: [{ partner_id: [7, 'REDACTED'], qty: [1, 2] }],
  });
});

it('cuts again what it has cut once, before it and in later exchanges', () => {
  const one = redaction();
  const body = one.body(JSON.stringify({ note: 'Cadeau pour Aurélie, Paris', prenom: 'Aurélie' }));
  expect(JSON.parse(body)).toEqual({ note: 'Cadeau pour REDACTED, Paris', prenom: 'REDACTED' });
  expect(one.path('/find/Aurélie?q=Aurélie')).toBe('/find/REDACTED?q=REDACTED');
  expect(one.text('Aurélien is another')).toBe('Aurélien is another');
});

it('keeps personal data of made-up people when it is told to, and secrets never', () => {
  const kept = createRedaction({ secrets: [], keepPersonal: true });
  expect(JSON.parse(kept.body('{"nom":"Petit","tel":"0612345678","motDePasse":"x1y2z3"}'))).toEqual({
    nom: 'Petit',
    tel: '0612345678',
    motDePasse: 'REDACTED',
  });
});
