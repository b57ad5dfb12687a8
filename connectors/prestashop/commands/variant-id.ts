import type { Delivery, JsonObject } from '#sdk';
import { associatedIds, ref } from '../record.ts';
import type { Access } from './access.ts';
import { refusal } from './refusal.ts';

export interface VariantId {
  product: string;
  /** `0`: the product has no combinations. */
  combination: string;
}

/** A variant with its records as the shop has them now; refuses one that is gone. */
export async function findVariant(
  access: Access,
  hubId: string,
  delivery: Delivery,
): Promise<VariantId & { productBody: JsonObject; combinationBody: JsonObject | null }> {
  const externalId = await delivery.externalId('Variant', hubId);
  const [product = '', combination = '0'] = externalId?.split('-') ?? [];
  const productBody = product === '' ? null : await access.row('products', product);
  if (!productBody) throw unknown(externalId);
  if (combination === '0') {
    // A product that was given combinations since is priced and counted by them.
    if (associatedIds(productBody, 'combinations').length > 0) throw unknown(externalId);
    return { product, combination, productBody, combinationBody: null };
  }
  const combinationBody = await access.row('combinations', combination);
  if (!combinationBody || ref(combinationBody, 'id_product') !== product) throw unknown(externalId);
  return { product, combination, productBody, combinationBody };
}

function unknown(externalId: string | null): Error {
  return refusal(
    'VARIANT_UNKNOWN',
    'The shop has no such product or combination (any more).',
    'Sync the shop and repeat the change for the product as it is now; discard this one.',
    externalId === null ? undefined : `variant ${externalId}`,
  );
}

/** What the shop lacks of these, in words. */
export async function knownVariants(access: Access, variants: readonly VariantId[]): Promise<string[]> {
  const ids = async (resource: string, wanted: string[]): Promise<Set<string>> =>
    new Set((await access.rowsById(resource, wanted)).map(({ id }) => id));
  const products = await ids(
    'products',
    variants.map(({ product }) => product),
  );
  const combinations = await ids(
    'combinations',
    variants.map(({ combination }) => combination),
  );
  return variants.flatMap(({ product, combination }) => {
    if (!products.has(product)) return [`no product ${product}`];
    return combination !== '0' && !combinations.has(combination) ? [`no combination ${combination}`] : [];
  });
}
