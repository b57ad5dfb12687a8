import type { Decimal } from 'decimal.js';
import type { ProductFacet } from '#sdk';
import type { FacetReader, FacetRow } from '../../mirror/index.ts';
import { isRefusal, type Refusal } from '../graph/index.ts';
import type { Change } from './changes.ts';
import { priceAfter, textAfter, type PriceOperation } from './operations.ts';
import type { Outcome } from './preview.ts';
import { readSelected } from './selection.ts';
import type { Problem, Target } from './targets.ts';
import { tagIn, wrongPrice, wrongText } from './values.ts';
import type { Operations, Wanted } from './wanted.ts';

type Judged = Pick<Outcome, 'target' | 'changes'> & { problems: Problem[] };

/** What operations would change of a selection now: a record for each product, and one for each price. */
export async function outcomesOfSelection(
  { selection, operations }: Extract<Wanted, { kind: 'selection' }>,
  reader: FacetReader,
  brick: string,
): Promise<Outcome[] | Refusal> {
  const { price } = operations;
  const selected = await readSelected(selection, { variants: Boolean(price) }, reader, brick);
  if (isRefusal(selected)) return selected;
  const judged = [
    ...selected.problems.map((problem): Judged => ({ target: null, changes: [], problems: [problem] })),
    ...selected.products.flatMap(({ product, variants }) => [
      ...(saysOfProducts(operations) ? [ofProduct(product, operations)] : []),
      ...(price ? variants.map((variant) => ofPrice({ product, variant }, price)) : []),
    ]),
  ];
  return judged.map(({ target, changes, problems }, at) => {
    const line = at + 1;
    const failures = problems.map((problem) => ({ line, column: null, ...problem }));
    return { line, said: null, target, changes: failures.length > 0 ? [] : changes, problems: failures };
  });
}

function saysOfProducts({ texts, active }: Operations): boolean {
  return Boolean(texts) || typeof active === 'boolean';
}

function ofPrice(target: Target, operation: PriceOperation): Judged {
  const before = target.variant?.facet.listPrice.amount ?? '0';
  const after = priceAfter(before, operation);
  if (after.eq(before)) return { target, changes: [], problems: [] };
  const problem = wrongPrice(after, target.variant?.facet.listPrice.currency);
  if (problem) return { target, changes: [], problems: [problem] };
  return { target, changes: [{ field: 'price', locale: null, before: [before], after: [shown(after)] }], problems: [] };
}

/** With two decimals at least, as prices are written. */
function shown(price: Decimal): string {
  return price.decimalPlaces() < 2 ? price.toFixed(2) : price.toFixed();
}

function ofProduct(product: FacetRow<ProductFacet>, { texts, active }: Operations): Judged {
  const { facet } = product;
  const changes: Change[] = [];
  const problems: Problem[] = [];
  for (const [{ field, locale }, operations] of byText(texts ?? [], facet)) {
    const before = facet[field][locale];
    const after = operations.reduce<string | undefined>(textAfter, before);
    if (after === undefined || after === (before ?? '')) continue;
    const problem = wrongText(field, after);
    if (problem) problems.push(problem);
    changes.push({ field, locale, before: present(before), after: present(after) });
  }
  if (typeof active === 'boolean' && active !== facet.active)
    changes.push({ field: 'active', locale: null, before: [active ? '0' : '1'], after: [active ? '1' : '0'] });
  return { target: { product, variant: null }, changes, problems };
}

type Text = NonNullable<Operations['texts']>[number];

/** Several operations on one text of a product are one change. */
function byText(texts: readonly Text[], facet: ProductFacet): Iterable<[Pick<Text, 'field' | 'locale'>, Text[]]> {
  const found = new Map<string, [Pick<Text, 'field' | 'locale'>, Text[]]>();
  for (const text of texts) {
    const { field } = text;
    const locale = tagIn(facet[field], text.locale) ?? text.locale;
    const key = `${field} ${locale}`;
    const known = found.get(key) ?? [{ field, locale }, []];
    known[1].push(text);
    found.set(key, known);
  }
  return found.values();
}

function present(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : [text];
}
