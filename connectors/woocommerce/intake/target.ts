import type { JsonObject } from '#sdk';
import { accessTo, type Access } from '../commands/access.ts';
import { idOf, text } from '../record.ts';
import type { Media } from '../media.ts';
import type { Rest } from '../rest.ts';
import type { ShopNow } from '../shop-now.ts';
import { slugOf } from '../slug.ts';

/** The shop that is filled. What all products share is made once, by whoever needs it first. */
export interface Target {
  rest: Rest;
  media: Media | null;
  access(signal: AbortSignal): Access;
  shop(signal: AbortSignal): Promise<ShopNow>;
  /** What is known of taxes has changed. */
  forgetShop(): void;
  /** The id of a brand, a tag or a global attribute with this name. */
  named(
    list: 'products/brands' | 'products/tags' | 'products/attributes',
    name: string,
    signal: AbortSignal,
  ): Promise<number>;
  /** Makes this country the shop's own: of it are the taxes of a visitor of whom nothing is known. */
  home(country: string, signal: AbortSignal): Promise<void>;
  /** The tax class by which these rates are due, by country. */
  taxClass(rates: Readonly<Record<string, string>>, signal: AbortSignal): Promise<string>;
}

/** WordPress keeps 28 characters for the name of an attribute's taxonomy. */
const LONGEST_SLUG = 28;

export function openTarget(rest: Rest, media: Media | null): Target {
  const names = new Map<string, Promise<number>>();
  const classes = new Map<string, Promise<string>>();
  let shop: Promise<ShopNow> | null = null;
  const access = (signal: AbortSignal): Access => accessTo(rest, signal);
  const shopAt = (signal: AbortSignal): Promise<ShopNow> => {
    shop ??= access(signal)
      .shop()
      .catch((error: unknown) => {
        shop = null;
        throw error;
      });
    return shop;
  };
  return {
    rest,
    media,
    access,
    shop: shopAt,
    forgetShop: () => {
      shop = null;
    },
    named: (list, name, signal) => once(names, `${list} ${name}`, () => ensureName(rest, list, name, signal)),
    home: async (country, signal) => {
      if ((await shopAt(signal)).shop.country === country) return;
      await rest.put('settings/general/woocommerce_default_country', { value: country }, signal);
      shop = null;
    },
    taxClass: (rates, signal) => once(classes, JSON.stringify(rates), () => ensureTaxClass(rest, rates, signal)),
  };
}

/** A failure is not kept. */
function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  let made = known.get(key);
  if (!made) {
    made = make().catch((error: unknown) => {
      known.delete(key);
      throw error;
    });
    known.set(key, made);
  }
  return made;
}

async function ensureName(rest: Rest, list: string, name: string, signal: AbortSignal): Promise<number> {
  const found = await listed(rest, list, name, signal);
  const row = found.find((one) => text(one, 'name') === name);
  if (row) return Number(idOf(row));
  const slug = list === 'products/attributes' ? { slug: attributeSlug(name, found) } : {};
  return Number(idOf(await rest.post(list, { name, ...slug }, signal)));
}

/** Attributes come all at once, whatever is asked. */
async function listed(rest: Rest, list: string, name: string, signal: AbortSignal): Promise<JsonObject[]> {
  if (list === 'products/attributes') return (await rest.list(list, {}, signal)).rows;
  return accessTo(rest, signal).some(list, { search: name });
}

function attributeSlug(name: string, found: readonly JsonObject[]): string {
  const base = slugOf(name).slice(0, LONGEST_SLUG - 3) || 'attribute';
  const taken = new Set(found.map((row) => text(row, 'slug')));
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(`pa_${slug}`) && !taken.has(slug)) return slug;
  }
}

/**
 * A class of its own for each set of rates, called by them: `Mortar FR 20 BE 21`. No rate anywhere: no tax is due, and the
 * class `zero-rate` of the installation says so.
 */
async function ensureTaxClass(
  rest: Rest,
  rates: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<string> {
  const due = Object.entries(rates)
    .filter(([, percent]) => Number(percent) !== 0)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  if (due.length === 0) return 'zero-rate';
  const name = className(due);
  const classes = (await rest.list('taxes/classes', {}, signal)).rows;
  const made =
    classes.find((one) => text(one, 'name') === name) ?? (await rest.post('taxes/classes', { name }, signal));
  const slug = text(made, 'slug') ?? '';
  const known = await accessTo(rest, signal).some('taxes', { class: slug });
  for (const [country, rate] of due) {
    if (known.some((row) => text(row, 'country') === country)) continue;
    const label = `TVA ${rate.replace('.', ',')} %`;
    await rest.post('taxes', { country, rate, name: label, class: slug, priority: 1, shipping: true }, signal);
  }
  return slug;
}

/** Long lists of countries are cut: the first rate and a number that tells them apart. */
function className(due: readonly (readonly [string, string])[]): string {
  const whole = due.map(([country, rate]) => `${country} ${rate}`).join(' ');
  if (whole.length <= 60) return `Mortar ${whole}`;
  const hash = [...whole].reduce((sum, sign) => (Math.imul(sum, 31) + sign.charCodeAt(0)) >>> 0, 7);
  return `Mortar ${due.length} × ${due[0]?.[1] ?? ''} ${hash.toString(36)}`;
}
