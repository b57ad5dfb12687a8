import type { FulfilmentContext, Row } from './context.ts';

/** What a report calls a variant, whoever knows it. */
export interface Article {
  sku: string | null;
  name: string | null;
  /** Which article it is, or which stock is its own, is not clear. */
  inDoubt: boolean;
}

const CONFLICTS_AT_ONCE = 500;

/** Tells of variants who they are; what only one brick knows is told in that one's words. */
export async function articlesOf(
  context: FulfilmentContext,
  brick: string,
): Promise<(variant: string) => Promise<Article>> {
  const inConflict = await variantsInConflict(context, brick);
  const { loaders, request } = context;
  const anyOf = async <Type extends 'Variant' | 'TillItem'>(
    type: Type,
    bricks: readonly string[],
    id: string,
  ): Promise<Row<Type> | null> => {
    const rows = await Promise.all(bricks.map((one) => loaders.byId(type, one).load(id)));
    return rows.find((row) => row !== null) ?? null;
  };
  return async (variant) => {
    const inDoubt = inConflict.has(variant);
    const item = await loaders.byId('StockItem', brick).load(variant);
    if (item !== null) return { sku: item.facet.sku || null, name: item.facet.name, inDoubt };
    const [sold, rung] = await Promise.all([
      anyOf('Variant', request.bricksOf('shop'), variant),
      anyOf('TillItem', request.bricksOf('till'), variant),
    ]);
    const sku = sold?.facet.sku ?? rung?.facet.sku ?? null;
    return { sku, name: rung?.facet.name ?? null, inDoubt: inDoubt || sold === null };
  };
}

/** Hub ids of what could be another one, and of those whose stock could be what this brick has under no name of theirs. */
async function variantsInConflict({ request }: FulfilmentContext, brick: string): Promise<Set<string>> {
  const found = new Set<string>();
  let after: string | undefined;
  do {
    const page = { type: 'Variant', first: CONFLICTS_AT_ONCE, ...(after === undefined ? {} : { after }) };
    const { rows, hasNext } = await request.reader.bindingConflicts(page);
    for (const { hubId, candidates, brick: of } of rows)
      for (const id of of === brick ? [hubId, ...candidates] : [hubId]) found.add(id);
    after = hasNext ? rows.at(-1)?.id : undefined;
  } while (after !== undefined);
  return found;
}
