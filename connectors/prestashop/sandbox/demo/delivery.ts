import type { Draft } from './draft.ts';
import { add, flag } from './draft.ts';
import { localized } from './localized.ts';
import type { Text } from './localized.ts';
import type { Micros } from './money.ts';
import { decimal, fromCents } from './money.ts';
import { STANDARD_TAX } from './taxes.ts';

interface CarrierText {
  readonly name: string;
  readonly url: string;
  readonly delay: Text;
  /** Carriers that replaced one another share this reference. */
  readonly reference: number;
  readonly isDeleted?: boolean;
  /** Cents without tax for the first weight range, per zone; dearer for heavier ones. Free when absent. */
  readonly zones?: Readonly<Record<number, number>>;
  /** By the cart's price instead of its weight. */
  readonly isByPrice?: boolean;
}

const TRACKING = 'https://suivi.example/?numero=@';

/** By their ids, from 1. */
const CARRIERS: readonly CarrierText[] = [
  {
    name: 'Retrait en boutique',
    url: '',
    reference: 1,
    delay: ['Sous deux heures à Grenoble', 'Within two hours in Grenoble', 'En dos horas en Grenoble'],
  },
  // PrestaShop keeps an edited carrier as deleted: old orders still name it.
  {
    name: 'Colis Domicile',
    url: TRACKING,
    reference: 2,
    isDeleted: true,
    zones: { 1: 499, 7: 990 },
    delay: ['48 h', '48 h', '48 h'],
  },
  {
    name: 'Colis Domicile',
    url: TRACKING,
    reference: 2,
    zones: { 1: 575, 7: 1290 },
    delay: ['Chez vous en 48 h', 'At home in 48 h', 'En casa en 48 h'],
  },
  {
    name: 'Point Relais',
    url: TRACKING,
    reference: 4,
    zones: { 1: 358 },
    delay: ['3 à 5 jours en point relais', '3 to 5 days at a pick-up point', '3 a 5 días en punto de recogida'],
  },
  {
    name: 'Express 24 h',
    url: TRACKING,
    reference: 5,
    zones: { 1: 1199, 7: 2490 },
    delay: ['Demain avant 13 h', 'Tomorrow before 1 pm', 'Mañana antes de las 13 h'],
  },
  {
    name: 'Messagerie Pro',
    url: TRACKING,
    reference: 6,
    isByPrice: true,
    zones: { 1: 1990, 7: 4900 },
    delay: ['Sur palette, 4 jours', 'On a pallet, 4 days', 'En palé, 4 días'],
  },
];

export const PICK_UP = 1;
export const OLD_HOME_DELIVERY = 2;
export const HOME_DELIVERY = 3;
export const RELAY_POINT = 4;
export const EXPRESS = 5;
export const PALLET = 6;

/** Orders of this amount with tax, in euros, ship free, as PS_SHIPPING_FREE_PRICE says. */
export const FREE_SHIPPING_FROM: Micros = fromCents(9000);

/** Upper bounds in grams, then how many per cent of the first range's price. */
const WEIGHT_RANGES = [
  [1000, 100],
  [3000, 130],
  [10_000, 210],
  [100_000, 480],
] as const;
/** Upper bounds in cents, then per cent of the first range's price. */
const PRICE_RANGES = [
  [10_000, 100],
  [50_000, 80],
  [10_000_000, 40],
] as const;

const rangesOf = (carrier: CarrierText) => (carrier.isByPrice ? PRICE_RANGES : WEIGHT_RANGES);

const inMicros = (carrier: CarrierText, bound: number): Micros => (carrier.isByPrice ? fromCents(bound) : bound * 1000);

const priceOf = (firstCents: number, percent: number): Micros => fromCents(Math.round((firstCents * percent) / 100));

function addCarrier(draft: Draft, carrier: CarrierText, position: number): void {
  add(draft, 'carriers', {
    deleted: flag(carrier.isDeleted === true),
    is_module: '0',
    id_tax_rules_group: STANDARD_TAX,
    id_reference: carrier.reference,
    name: carrier.name,
    active: '1',
    is_free: flag(!carrier.zones),
    url: carrier.url,
    shipping_handling: '0',
    shipping_external: '0',
    range_behavior: '0',
    shipping_method: carrier.isByPrice ? 2 : 1,
    max_width: 0,
    max_height: 0,
    max_depth: 0,
    max_weight: '0.000000',
    grade: 0,
    external_module_name: '',
    need_range: '0',
    position,
    delay: localized(carrier.delay),
  });
}

function addRanges(draft: Draft, carrier: CarrierText, id: number): void {
  let lower = 0;
  for (const [bound, percent] of carrier.zones ? rangesOf(carrier) : []) {
    const resource = carrier.isByPrice ? 'price_ranges' : 'weight_ranges';
    const upper = inMicros(carrier, bound);
    const range = add(draft, resource, { id_carrier: id, delimiter1: decimal(lower), delimiter2: decimal(upper) });
    lower = upper;
    for (const [zone, cents] of Object.entries(carrier.zones ?? {})) {
      add(draft, 'deliveries', {
        id_carrier: id,
        id_range_price: carrier.isByPrice ? range : 0,
        id_range_weight: carrier.isByPrice ? 0 : range,
        id_zone: Number(zone),
        id_shop: '',
        id_shop_group: '',
        price: decimal(priceOf(cents, percent)),
      });
    }
  }
}

/** Carriers, their weight or price ranges, and what each costs in each zone. */
export function addCarriers(draft: Draft): void {
  CARRIERS.forEach((carrier, index) => {
    addCarrier(draft, carrier, index);
    addRanges(draft, carrier, index + 1);
  });
}

/** Shipping without tax, in euros; undefined where the carrier does not go. */
export function shippingCost(carrierId: number, zone: number, grams: number, amount: Micros): Micros | undefined {
  const carrier = CARRIERS[carrierId - 1];
  if (!carrier?.zones) return carrier && 0;
  const cents = carrier.zones[zone];
  const size = carrier.isByPrice ? amount : grams * 1000;
  const range = rangesOf(carrier).find(([bound]) => size < inMicros(carrier, bound));
  return cents === undefined || !range ? undefined : priceOf(cents, range[1]);
}
