import { isCoded, type JsonObject } from '#sdk';
import { keptFacts, MARK } from '../mapper/marks.ts';
import { rows, text } from '../record.ts';

/** What the shop says of a code that somebody else has, or that it does not take for one. */
const REFUSED = [
  ['product_invalid_sku', 'sku', 'sku'],
  ['product_invalid_global_unique_id', 'global_unique_id', 'gtin'],
] as const;

/**
 * Writes a product or variation. A code that the shop refuses, since another product has it too, is kept beside it: the
 * hub goes on answering by it, the shop does not.
 */
export async function withoutCodes(
  body: JsonObject,
  write: (body: JsonObject) => Promise<JsonObject>,
): Promise<JsonObject> {
  let tried = body;
  for (;;) {
    try {
      return await write(tried);
    } catch (error) {
      const detail = isCoded(error) ? (error.detail ?? '') : '';
      const refused = REFUSED.find(([code, field]) => detail.includes(code) && text(tried, field) !== null);
      if (!refused) throw error;
      const [, field, keptAs] = refused;
      tried = withKept({ ...tried, [field]: '' }, keptAs, text(tried, field) ?? '');
    }
  }
}

function withKept(body: JsonObject, name: string, value: string): JsonObject {
  const facts = { ...keptFacts(body), [name]: value };
  const others = rows(body, 'meta_data').filter((entry) => entry['key'] !== MARK.kept);
  return { ...body, meta_data: [...others, { key: MARK.kept, value: JSON.stringify(facts) }] };
}
