import {
  defineStage,
  type IntakeStage,
  type JsonObject,
  type LoyaltyCardFacet,
  type SupplierFacet,
  type TillCustomerFacet,
} from '#sdk';
import type { Access } from '../commands/access.ts';
import { literally } from '../commands/partner.ts';
import { PURSE } from '../mapper/loyalty-card.ts';
import { ref, text } from '../record.ts';
import type { AccessOf } from './stage-access.ts';
import { lacking, loss, placedId } from './words.ts';

export function supplierStage(accessOf: AccessOf): IntakeStage {
  return defineStage<SupplierFacet>({
    kind: 'Supplier',
    requests: () => 2,
    limits: [
      loss(
        'address',
        {
          en: 'The address came as one line, and is written into the street.',
          fr: 'L’adresse est venue en une ligne : elle est écrite dans la rue.',
        },
        { en: 'Split it by hand in Contacts where needed.', fr: 'La répartir à la main dans Contacts si besoin.' },
      ),
    ],
    find: ({ body }, context) => findSupplier(accessOf(context), body),
    async put([item], context) {
      if (!item) return [];
      const access = accessOf(context);
      const { name, code, email, address } = item.body;
      const values = {
        ...{ name, is_company: true, supplier_rank: 1 },
        ...given({ ref: code, email, street: address }),
      };
      const known = await findSupplier(access, item.body);
      return [{ id: item.id, targetId: known ?? String(await access.create('res.partner', values)) }];
    },
  });
}

async function findSupplier(access: Access, { name, code }: SupplierFacet): Promise<string | null> {
  const rows = await access.rows(
    'res.partner',
    [
      ['supplier_rank', '>', 0],
      ['name', '=', name],
    ],
    ['ref'],
  );
  const found = rows.find((row) => code === null || [null, code].includes(text(row, 'ref')));
  return found ? String(found.id) : null;
}

/** Who buys at the till. Odoo has one name for a person. */
export function customerStage(accessOf: AccessOf): IntakeStage {
  return defineStage<TillCustomerFacet>({
    kind: 'TillCustomer',
    requests: () => 2,
    limits: [
      loss(
        'firstName',
        { en: 'Odoo keeps one name.', fr: 'Odoo n’a qu’un champ nom.' },
        { en: 'Nothing to do: first and last name stand one after the other.', fr: 'Rien à faire : prénom puis nom.' },
      ),
    ],
    find: ({ body }, context) => findCustomer(accessOf(context), body),
    async put([item], context) {
      if (!item) return [];
      const access = accessOf(context);
      const { email, phone } = item.body;
      const values = { name: nameOf(item.body), ...given({ email, phone }), customer_rank: 1 };
      const known = await findCustomer(access, item.body);
      return [{ id: item.id, targetId: known ?? String(await access.create('res.partner', values)) }];
    },
  });
}

function nameOf({ firstName, lastName, email, loyaltyNumber }: TillCustomerFacet): string {
  const name = [firstName, lastName].filter((part) => part !== null && part !== '').join(' ');
  return name === '' ? (email ?? loyaltyNumber ?? '?') : name;
}

/** By e-mail; who has none, by name and telephone, all equal. */
async function findCustomer(access: Access, customer: TillCustomerFacet): Promise<string | null> {
  const { email, phone } = customer;
  const fields = ['name', 'email', 'phone', 'parent_id'];
  const rows =
    email === null
      ? await access.rows('res.partner', [['name', '=', nameOf(customer)]], fields)
      : await access.rows('res.partner', [['email', '=ilike', literally(email)]], fields);
  const found = rows.find(
    (row) =>
      ref(row, 'parent_id') === null &&
      (email !== null || (text(row, 'email') === null && text(row, 'phone') === phone)),
  );
  return found ? String(found.id) : null;
}

/** Cards of points, and of money, each in the program that Odoo has for them. */
export function loyaltyCardStage(accessOf: AccessOf): IntakeStage {
  return defineStage<LoyaltyCardFacet>({
    kind: 'LoyaltyCard',
    requests: ({ body }) => (body.points !== null && body.balance !== null ? 6 : 3),
    losses: ({ body }) => (body.points !== null && body.balance !== null ? [TWO_CARDS] : []),
    limits: [
      loss(
        'level',
        { en: 'Odoo has no levels of loyalty.', fr: 'Odoo n’a pas de niveaux de fidélité.' },
        { en: 'Make a price list per level where they matter.', fr: 'Créer une liste de prix par niveau si utile.' },
      ),
    ],
    find: ({ body }, context) => findCard(accessOf(context), body.number),
    async put([item], context) {
      if (!item) return [];
      const access = accessOf(context);
      const { number, customer, points, balance } = item.body;
      const owner = customer === null ? {} : { partner_id: placedId(context, 'TillCustomer', customer) };
      const ensure = async (code: string, amount: string, isMoney: boolean): Promise<string> => {
        const known = await findCard(access, code);
        if (known !== null) return known;
        const program = await programOf(access, isMoney);
        const values = { code, points: Number(amount), program_id: program, ...owner };
        return String(await access.create('loyalty.card', values));
      };
      const isBoth = points !== null && balance !== null;
      // First the purse: whoever finds the card finds all of it.
      if (isBoth) await ensure(`${number}${PURSE}`, balance.amount, true);
      const isMoney = balance !== null && !isBoth;
      const targetId = await ensure(number, isMoney ? balance.amount : (points ?? '0'), isMoney);
      return [{ id: item.id, targetId }];
    },
  });
}

const TWO_CARDS = loss(
  'balance',
  {
    en: 'Odoo has points and money on two cards: the money is on one of the same customer, its number with -EUR at its end.',
    fr: 'Odoo met points et cagnotte sur deux cartes : la cagnotte est sur une carte du même client, au même numéro suivi de -EUR.',
  },
  {
    en: 'Nothing to do: the hub shows both as one card.',
    fr: 'Rien à faire : le hub montre les deux comme une seule carte.',
  },
);

async function findCard(access: Access, number: string): Promise<string | null> {
  const [found] = await access.ids('loyalty.card', [['code', '=', number]]);
  return found === undefined ? null : String(found);
}

async function programOf(access: Access, isMoney: boolean): Promise<number> {
  const types = isMoney ? ['gift_card', 'ewallet'] : ['loyalty'];
  const [found] = await access.ids('loyalty.program', [
    ['program_type', 'in', types],
    ['active', '=', true],
  ]);
  if (found !== undefined) return found;
  throw lacking(
    'LOYALTY_PROGRAM_MISSING',
    `Odoo has no active program for ${isMoney ? 'gift cards' : 'loyalty points'}.`,
    'Make one in Point of Sale > Products > Discount & Loyalty, then apply again.',
    types.join(', '),
  );
}

function given(values: Record<string, string | null>): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ''));
}
