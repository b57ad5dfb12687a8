import { NO_DATE } from './calendar.ts';
import { ean13 } from './barcodes.ts';
import type { Draft } from './draft.ts';
import { add, nextId } from './draft.ts';
import { blank } from './localized.ts';
import { decimal, shareOf } from './money.ts';
import type { OptionValue } from './options.ts';
import type { ProductPlan } from './product-plan.ts';
import type { Random } from './random.ts';
import type { Axis } from './texts/product-kind.ts';

/** Barcodes of combinations start above those of any number of products. */
const COMBINATION_BARCODES = 20_000_000;

/** Every choice of one value per axis; a second axis offers two values, as most ranges do. */
function choices(random: Random, axes: readonly Axis[], options: ReadonlyMap<Axis, OptionValue[]>): OptionValue[][] {
  return axes.reduce<OptionValue[][]>(
    (chosen, axis, index) => {
      const values = options.get(axis) ?? [];
      const start = random.int(0, Math.max(0, values.length - 2));
      const offered = index === 0 && axis !== 'colour' ? values : values.slice(start, start + 2);
      return chosen.flatMap((before) => offered.map((value) => [...before, value]));
    },
    [[]],
  );
}

function combinationFields(
  plan: ProductPlan,
  values: readonly OptionValue[],
  n: number,
  barcode: string,
): Record<string, unknown> {
  const sum = (field: 'priceImpact' | 'weightImpact') =>
    values.reduce((total, value) => total + (value[field] ?? 0), 0);
  const code = [plan.reference, ...values.map((value) => value.code)].join('-');
  return {
    id_product: plan.id,
    ean13: barcode,
    isbn: '',
    upc: '',
    mpn: '',
    reference: plan.reference === '' ? '' : code,
    supplier_reference: '',
    wholesale_price: '0.000000',
    price: decimal(shareOf(plan.price, sum('priceImpact') * 100)),
    ecotax: '0.000000',
    weight: decimal(shareOf(plan.grams * 1000, sum('weightImpact') * 100)),
    unit_price_impact: '0.000000',
    minimal_quantity: 1,
    low_stock_threshold: 0,
    low_stock_alert: '0',
    // As measured: the column is null, not 0, where it is not the default.
    default_on: n === 0 ? '1' : '',
    available_date: NO_DATE,
    available_now: blank(),
    available_later: blank(),
  };
}

/** Writes a product's combinations; returns their ids and the option values that they use. */
export function addCombinations(
  draft: Draft,
  random: Random,
  plan: ProductPlan,
  options: ReadonlyMap<Axis, OptionValue[]>,
  images: readonly { id: number }[],
): { ids: number[]; values: number[] } {
  if (!plan.hasCombinations) return { ids: [], values: [] };
  const chosen = choices(random, plan.kind.axes, options);
  const ids = chosen.map((values, n) => {
    const image = images[n % Math.max(1, images.length)];
    const barcode = random.chance(0.95) ? ean13(COMBINATION_BARCODES + nextId(draft, 'combinations')) : '';
    return add(draft, 'combinations', {
      ...combinationFields(plan, values, n, barcode),
      associations: {
        product_option_values: values.map(({ id }) => ({ id })),
        ...(image ? { images: [{ id: image.id }] } : {}),
      },
    });
  });
  return { ids, values: [...new Set(chosen.flatMap((values) => values.map(({ id }) => id)))] };
}
