/**
 * A believable shop out of a seed: a French outdoor and freeze-dried-food retailer, in the records that
 * PrestaShop's webservice would list. Each concern has its file and its own stream of chance; `texts/` holds
 * what is said, the other files how it hangs together. Nothing here reads a clock, a network or a disk.
 */
import type { ShopState } from '../state.ts';
import { addCarriers } from './delivery.ts';
import { addCartRules } from './cart-rules.ts';
import { addCatalogue } from './catalogue.ts';
import { createDraft, listOf } from './draft.ts';
import { addGeography } from './geography.ts';
import { addCategoryImages } from './images.ts';
import { addMessages } from './messages.ts';
import { addOrderStates } from './order-states.ts';
import { addOrders } from './orders.ts';
import { addPeople } from './people.ts';
import { VERSION, addShopSettings } from './shop-settings.ts';
import { addSpecificPrices } from './specific-prices.ts';
import { addTaxRules } from './taxes.ts';

export interface DemoShopOptions {
  /** Default 1. */
  seed?: number;
  /** Default 300. */
  products?: number;
  /** Default 200. */
  customers?: number;
  /** Default 500. */
  orders?: number;
  /** The shop's present; nothing is younger. Default 1 November 2026. */
  now?: Date;
  /** Default true; without them no product names an image. */
  images?: boolean;
}

/** Resources that this shop has nothing in. */
const EMPTY = [
  'attachments',
  'content_management_system',
  'customizations',
  'order_returns',
  'product_customization_fields',
  'specific_price_rules',
  'stock_movement_reasons',
  'stock_movements',
  'stocks',
  'translated_configurations',
  'warehouses',
];

/** Generates a shop: the same options give the same shop, to the byte. */
export function generateShop(options: DemoShopOptions = {}): ShopState {
  const { seed = 1, products = 300, customers = 200, orders = 500, images = true } = options;
  const now = options.now ?? new Date('2026-11-01T08:00:00Z');
  const draft = createDraft(seed, now.getTime(), images);
  addGeography(draft);
  addTaxRules(draft);
  addShopSettings(draft);
  addCarriers(draft);
  addOrderStates(draft);
  addCartRules(draft);
  addCatalogue(draft, products);
  addCategoryImages(draft);
  addSpecificPrices(draft);
  const people = addPeople(draft, customers);
  addMessages(draft, addOrders(draft, people, products > 0 ? orders : 0));
  for (const resource of EMPTY) listOf(draft, resource);
  return { version: VERSION, resources: draft.resources, images: draft.images };
}
