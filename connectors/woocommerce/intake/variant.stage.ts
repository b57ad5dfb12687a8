import {
  defineStage,
  PermanentError,
  type IntakeItem,
  type IntakeStage,
  type Loss,
  type PriceRule,
  type VariantFacet,
} from '#sdk';
import { isSale, saleRule } from './product-body.ts';
import { loss, words } from './words.ts';

/** Variants come with their products. Here is said what is lost of each, and whose product did not come. */
export function variantStage(): IntakeStage {
  return defineStage<VariantFacet>({
    kind: 'Variant',
    requests: () => 0,
    losses: lossesOf,
    find: () => Promise.resolve(null),
    put: ([item]) => Promise.reject(lacking(item)),
  });
}

function lacking(item: IntakeItem<VariantFacet> | undefined): PermanentError {
  return new PermanentError({
    code: 'INTAKE_PART_MISSING',
    message: `The product of the variant ${item?.body.sku ?? item?.id ?? '?'} did not come to the shop.`,
    remedy: 'See why the product was refused, mend it, and apply again.',
  });
}

const DYNAMIC_PRICING = words(
  'Use a B2B or dynamic pricing extension for them; the hub has them as of the swap.',
  'Utilisez une extension B2B ou de prix dynamiques ; le hub les garde à la date de la bascule.',
);

/** Rules that are not the one sale price, told by what they ask for. */
const RULES: readonly { is(rule: PriceRule): boolean; field: string; reason: Loss['reason'] }[] = [
  {
    is: ({ customerGroup, customer }) => customerGroup !== null || customer !== null,
    field: 'priceRules.customerGroup',
    reason: words(
      'Prices of a group or of one customer: WooCommerce itself has none.',
      'Des prix par groupe ou par client : WooCommerce n’en a pas.',
    ),
  },
  {
    is: ({ fromQuantity }) => fromQuantity > 1,
    field: 'priceRules.fromQuantity',
    reason: words(
      'Prices from a quantity on: WooCommerce itself has none.',
      'Des prix dégressifs : WooCommerce n’en a pas.',
    ),
  },
  {
    is: ({ market, currency }) => market !== null || currency !== null,
    field: 'priceRules.market',
    reason: words(
      'Prices of a country or currency: WooCommerce itself has none.',
      'Des prix par pays ou par devise : WooCommerce n’en a pas.',
    ),
  },
];

function lossesOf({ body }: IntakeItem<VariantFacet>): Loss[] {
  const losses = RULES.filter(({ is }) => body.priceRules.some(is)).map(({ field, reason }) =>
    loss(field, reason, DYNAMIC_PRICING),
  );
  const sales = body.priceRules.filter(isSale);
  if (sales.length > 1 && saleRule(body.priceRules))
    losses.push(
      loss(
        'priceRules',
        words(
          'Several reductions for everybody: WooCommerce has one sale price, the one that counts first is taken.',
          'Plusieurs remises pour tous : WooCommerce n’a qu’un prix promo, la première qui compte est reprise.',
        ),
        words('Enter the next one when this one ends.', 'Saisissez la suivante quand celle-ci se termine.'),
      ),
    );
  if (Object.keys(body.groupReductions).length > 0)
    losses.push(
      loss(
        'groupReductions',
        words(
          'Reductions of groups of customers: WooCommerce has no groups.',
          'Des remises par groupe de clients : WooCommerce n’a pas de groupes.',
        ),
        DYNAMIC_PRICING,
      ),
    );
  if (body.ecotax !== null && Number(body.ecotax.amount) !== 0)
    losses.push(
      loss(
        'ecotax',
        words('There is no eco-participation in WooCommerce itself.', 'WooCommerce n’a pas d’éco-participation.'),
        words(
          'Add it to the price, or use an extension for fees.',
          'Ajoutez-la au prix, ou utilisez une extension de frais.',
        ),
      ),
    );
  return losses;
}
