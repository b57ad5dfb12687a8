import { PermanentError } from '#sdk';

/** What Odoo cannot take as it is now, found before anything was written. */
export type RefusalCode =
  | 'CUSTOMER_UNKNOWN'
  | 'VARIANT_UNKNOWN'
  | 'LOCATION_UNKNOWN'
  | 'SUPPLIER_UNKNOWN'
  | 'STOCK_TRACKED'
  | 'STOCK_ON_SHELVES'
  | 'STOCK_NOT_APPLIED'
  | 'ORDER_COUNTRY_UNKNOWN'
  | 'ORDER_CURRENCY_MISSING'
  | 'ORDER_CANCELLED'
  | 'ORDER_DIFFERS'
  | 'ORDER_NOT_CONFIRMED';

/** `detail`: Odoo's own words or values. */
export function refusal(code: RefusalCode, message: string, remedy: string, detail?: string): PermanentError {
  return new PermanentError({ code, message, remedy, ...(detail === undefined ? {} : { detail }) });
}
