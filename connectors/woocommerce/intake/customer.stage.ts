import {
  defineStage,
  type AddressFacet,
  type CustomerFacet,
  type IntakeContext,
  type IntakeItem,
  type IntakeStage,
  type JsonObject,
} from '#sdk';
import { byEmail } from '../commands/customer.ts';
import { toBilling, toShipping } from '../order-body.ts';
import { idOf } from '../record.ts';
import { metas } from './product-body.ts';
import type { Target } from './target.ts';
import { loss, words } from './words.ts';

type Item = IntakeItem<CustomerFacet>;

/** Accounts, told by their e-mail. Two addresses are the account's, the others are kept beside it. */
export function customerStage(target: Target): IntakeStage {
  return defineStage<CustomerFacet>({
    kind: 'Customer',
    merges: true,
    wants: ({ body }) =>
      !body.guest ||
      words(
        'WooCommerce has no accounts of guests: their orders keep their name and address.',
        'WooCommerce n’a pas de comptes invités : leurs commandes gardent nom et adresse.',
      ),
    stays: ({ body }) => body.guest,
    limits: [
      loss(
        'password',
        words(
          'Passwords cannot be carried: WooCommerce would hash a hash.',
          'Les mots de passe ne sont pas transférables : WooCommerce hacherait un hachage.',
        ),
        words(
          'Send every customer a link to set a new one (Lost your password).',
          'Envoyez à chaque client un lien pour en choisir un (Mot de passe perdu).',
        ),
      ),
    ],
    losses: ({ body }) => [
      ...(body.active ? [] : [INACTIVE]),
      ...(body.groups.length > 0 ? [GROUPS] : []),
      ...(body.addresses.length > 2 ? [ADDRESSES] : []),
    ],
    async find({ body }, { signal }) {
      const found = await byEmail(target.access(signal), body.email);
      return found ? idOf(found) : null;
    },
    async put(items, { signal }) {
      const placed = [];
      for (const item of items) {
        const made = await target.rest.post('customers', { email: item.body.email, ...fields(item) }, signal);
        placed.push({ id: item.id, targetId: idOf(made) });
      }
      return placed;
    },
    async take(item, targetId, { signal }: IntakeContext) {
      await target.rest.put(`customers/${targetId}`, fields(item), signal);
      return [{ id: item.id, targetId }];
    },
  });
}

const GROUPS = loss(
  'groups',
  words('WooCommerce itself has no groups of customers.', 'WooCommerce n’a pas de groupes de clients.'),
  words(
    'Use a B2B extension; the hub has them as of the swap.',
    'Utilisez une extension B2B ; le hub les garde à la date de la bascule.',
  ),
);

const ADDRESSES = loss(
  'addresses',
  words(
    'An account has one address to invoice and one to send to; the others are kept beside it.',
    'Un compte a une adresse de facturation et une de livraison ; les autres sont gardées à côté.',
  ),
  words('The hub goes on showing all of them.', 'Le hub continue de les montrer toutes.'),
);

const INACTIVE = loss(
  'active',
  words('An account of WooCommerce cannot be switched off.', 'Un compte WooCommerce ne se désactive pas.'),
  words(
    'Delete the account if its owner must not come in.',
    'Supprimez le compte si son titulaire ne doit plus entrer.',
  ),
);

function fields({ id, body }: Item): JsonObject {
  const [billing, shipping, ...more] = body.addresses;
  const facts = {
    ...{ birthday: body.birthday, language: body.language, note: body.note, createdAt: body.createdAt },
    ...{ newsletter: body.newsletter ? true : null, addresses: more },
    company: billing?.company ? null : body.company,
  };
  const vat = body.vatNumber ?? billing?.vatNumber ?? null;
  return {
    ...{ first_name: body.firstName, last_name: body.lastName },
    ...(billing ? { billing: withState(toBilling(billing, body.email), billing) } : { billing: { email: body.email } }),
    ...(shipping ? { shipping: withState(toShipping(shipping), shipping) } : {}),
    meta_data: [
      ...metas(id, facts),
      ...(vat === null ? [] : [{ key: 'billing_vat_number', value: vat }]),
      ...(body.companyNumber === null ? [] : [{ key: 'billing_siret', value: body.companyNumber }]),
    ],
  };
}

function withState(fields: JsonObject, { state, phone, mobile }: AddressFacet): JsonObject {
  return { ...fields, state: state ?? '', phone: phone ?? mobile ?? '' };
}
