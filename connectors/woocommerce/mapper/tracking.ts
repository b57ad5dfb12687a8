import type { JsonObject } from '#sdk';
import { isObject, meta, metaText, text } from '../record.ts';

/** Where the plugin Shipment Tracking, and those that followed it, keep parcels: a list of objects. */
export const TRACKING_ITEMS = '_wc_shipment_tracking_items';
export const TRACKING_NUMBER = '_tracking_number';
export const TRACKING_PROVIDER = '_tracking_provider';

/** The parcels of an order, each number once. */
export function trackingItems(order: JsonObject): JsonObject[] {
  const items = meta(order, TRACKING_ITEMS);
  return Array.isArray(items) ? items.filter(isObject) : [];
}

export function trackingNumbers(order: JsonObject): string[] {
  const listed = trackingItems(order).flatMap((item) => text(item, 'tracking_number') ?? []);
  const single = metaText(order, TRACKING_NUMBER);
  return [...new Set([...(single === null ? [] : [single]), ...listed])];
}
