import type { FieldValue } from '../commands/entity-xml.ts';
import type { Access } from '../commands/access.ts';

/** Fields that PrestaShop holds in each language, by kind. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  carriers: ['delay'],
  cart_rules: ['name'],
  categories: ['name', 'link_rewrite', 'description', 'additional_description', 'meta_title', 'meta_description'],
  combinations: ['available_now', 'available_later'],
  contacts: ['name', 'description'],
  countries: ['name'],
  currencies: ['names', 'symbol', 'pattern'],
  groups: ['name'],
  manufacturers: ['description', 'short_description', 'meta_title', 'meta_description'],
  order_states: ['name', 'template'],
  product_customization_fields: ['name'],
  product_feature_values: ['value'],
  product_features: ['name'],
  product_option_values: ['name'],
  product_options: ['name', 'public_name'],
  products: [
    ...['name', 'link_rewrite', 'description', 'description_short', 'meta_title', 'meta_description'],
    ...['available_now', 'available_later', 'delivery_in_stock', 'delivery_out_stock'],
  ],
  suppliers: ['description', 'meta_title', 'meta_description'],
  taxes: ['name'],
};

type Fields = Readonly<Record<string, FieldValue>>;

/**
 * A shop with one language says its texts without naming it, and takes none back like that: a name is then empty for it.
 * Such a text is written in every language of the target, as PrestaShop itself does when a language is added.
 */
export async function inEveryLanguage(
  kind: string,
  fields: Fields,
  languages: () => Promise<string[]>,
): Promise<Fields> {
  const plain = (TEXTS[kind] ?? []).flatMap((name) => {
    const text = fields[name];
    return typeof text === 'string' ? [[name, text] as const] : [];
  });
  if (plain.length === 0) return fields;
  const ids = await languages();
  const texts = plain.map(([name, text]) => [name, new Map(ids.map((id) => [id, text]))] as const);
  return { ...fields, ...Object.fromEntries(texts) };
}

/** Ids of the languages of the target, asked for once in a plan: they come before all that has texts. */
export function languagesOfTarget(): (access: Access, plan: string) => Promise<string[]> {
  const asked = new Map<string, Promise<string[]>>();
  return (access, plan) => {
    const known = asked.get(plan);
    if (known) return known;
    const ids = access.rows('languages', {}).then((rows) => rows.map(({ id }) => id));
    asked.set(plan, ids);
    ids.catch(() => asked.delete(plan));
    return ids;
  };
}
