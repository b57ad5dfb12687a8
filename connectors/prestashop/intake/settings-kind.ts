import type { IntakeItem } from '#sdk';
import { text } from '../record.ts';
import type { RecordKind, Words } from './record-kind.ts';

/** Settings that say how the shop reckons and speaks, and that are the same in every shop. */
const PLAIN: ReadonlySet<string> = new Set([
  'PS_SHOP_NAME',
  'PS_TIMEZONE',
  'PS_TAX',
  'PS_USE_ECOTAX',
  'PS_PRICE_ROUND_MODE',
  'PS_ROUND_TYPE',
  'PS_WEIGHT_UNIT',
  'PS_DIMENSION_UNIT',
  'PS_VOLUME_UNIT',
  'PS_DISTANCE_UNIT',
  'PS_SHIPPING_FREE_PRICE',
  'PS_SHIPPING_FREE_WEIGHT',
  'PS_SHIPPING_HANDLING',
  'PS_SHIPPING_METHOD',
  'PS_SPECIFIC_PRICE_PRIORITIES',
  'PS_STOCK_MANAGEMENT',
  'PS_ORDER_OUT_OF_STOCK',
  'PS_GUEST_CHECKOUT_ENABLED',
  'PS_GIFT_WRAPPING',
  'PS_GIFT_WRAPPING_PRICE',
  'PS_PURCHASE_MINIMUM',
  'PS_INVOICE',
  'PS_TAX_ADDRESS_TYPE',
]);

/** Settings that name a record. */
const NAMES: Readonly<Record<string, string>> = {
  PS_LANG_DEFAULT: 'languages',
  PS_CURRENCY_DEFAULT: 'currencies',
  PS_COUNTRY_DEFAULT: 'countries',
  PS_ECOTAX_TAX_RULES_GROUP_ID: 'tax_rule_groups',
};

const OWN: Words = {
  en: 'It belongs to the installation: addresses, ids, versions, mail. The new shop keeps its own.',
  fr: 'Il appartient à l’installation : adresses, identifiants, versions, courriel. La nouvelle boutique garde le sien.',
};

export const configurations: RecordKind = {
  kind: 'configurations',
  only: ['name', 'value'],
  filter: ['name'],
  key: ['name'],
  merges: true,
  takes: ['value'],
  wants: ({ body }: IntakeItem) => {
    const name = text(body, 'name') ?? '';
    const isOfAllShops = !Number(body['id_shop'] ?? 0) && !Number(body['id_shop_group'] ?? 0);
    return isOfAllShops && (PLAIN.has(name) || name in NAMES) ? true : OWN;
  },
  amend(fields, { body }, { context }) {
    const kind = NAMES[text(body, 'name') ?? ''];
    const value = text(body, 'value');
    if (kind === undefined || value === null || value === '0') return fields;
    const placed = context.placed(kind, value);
    const { value: _, ...rest } = fields;
    return placed === null ? rest : { ...fields, value: placed };
  },
};
