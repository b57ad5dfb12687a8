import { PermanentError, type JsonObject } from '#sdk';
import type { Access } from '../commands/access.ts';
import { MARK } from '../mapper/marks.ts';
import { idOf, metaText, ref, text } from '../record.ts';
import { PRODUCT_STATUSES } from '../resources.ts';
import type { NamedVariant } from './product-body.ts';

/** Codes in one question. */
const MOST_CODES = 20;

/** For a merge: the shop's own product that bears the codes of these variants; null: it has none. Nothing is guessed. */
export async function ownProduct(
  access: Access,
  variants: readonly NamedVariant[],
  isVariable: boolean,
): Promise<string | null> {
  const codes = [...new Set(variants.flatMap(({ body }) => codeOf(body.sku) ?? []))];
  const found: JsonObject[] = [];
  for (let from = 0; from < codes.length; from += MOST_CODES) {
    const sku = codes.slice(from, from + MOST_CODES).join(',');
    found.push(...(await access.some('products', { sku, include_status: PRODUCT_STATUSES, context: 'edit' })));
  }
  const same = found.filter((row) => codes.includes(text(row, 'sku') ?? ''));
  const products = new Set(same.map((row) => ref(row, 'parent_id') ?? idOf(row)));
  const [product, ...more] = products;
  if (product === undefined) return null;
  if (more.length > 0) throw ambiguous(`${[...products].join(', ')} have the codes ${codes.join(', ')}`);
  const hasVariations = same.some((row) => ref(row, 'parent_id') !== null || row['type'] === 'variable');
  if (hasVariations !== isVariable)
    throw new PermanentError({
      code: 'INTAKE_MERGE_DIFFERS',
      message: `Product ${product} has the code ${codes.join(', ')}, and ${hasVariations ? 'variations' : 'no variations'}: the source has it ${isVariable ? 'with' : 'without'} them.`,
      remedy: 'Make them alike in one of the two shops, or give one another code, and plan again.',
    });
  return product;
}

/** The variation that stands for a variant: by our mark, else by its code where nobody else marked it. */
export function ownVariation(there: readonly JsonObject[], { id, body }: NamedVariant): JsonObject | undefined {
  const marked = there.find((row) => metaText(row, MARK.id) === id);
  if (marked) return marked;
  const sku = codeOf(body.sku);
  const same = sku === null ? [] : there.filter((row) => text(row, 'sku') === sku);
  if (same.length > 1) throw ambiguous(`${same.map(idOf).join(', ')} have the code ${sku ?? ''}`);
  return same[0];
}

/** A comma would ask for two codes. */
function codeOf(sku: string | null): string | null {
  return sku === null || sku === '' || sku.includes(',') ? null : sku;
}

function ambiguous(what: string): PermanentError {
  return new PermanentError({
    code: 'INTAKE_AMBIGUOUS',
    message: `Which of several products of the shop it is cannot be told: ${what}.`,
    remedy: 'Correct the codes in the shop, and apply again: what failed is looked for again.',
  });
}
