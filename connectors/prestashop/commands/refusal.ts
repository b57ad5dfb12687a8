import { PermanentError } from '#sdk';

/** What the shop cannot take as it is now, found before anything was written. */
export type RefusalCode =
  | 'ORDER_PRODUCT_UNKNOWN'
  | 'ORDER_PRODUCT_GONE'
  | 'ORDER_COUNTRY_UNKNOWN'
  | 'ORDER_COUNTRY_INACTIVE'
  | 'ORDER_CURRENCY_MISSING'
  | 'ORDER_CARRIER_GONE'
  | 'ORDER_NOT_TAKEN'
  | 'ORDER_LINES_DIFFER'
  | 'ORDER_TOTALS_DIFFER'
  | 'ORDER_PAPERS_FAILED'
  | 'ORDER_UNKNOWN'
  | 'ORDER_STATUS_UNKNOWN'
  | 'CUSTOMER_EMAIL_TAKEN'
  | 'CUSTOMER_UNKNOWN'
  | 'PRODUCT_UNKNOWN'
  | 'PRODUCT_LANGUAGE_UNKNOWN'
  | 'VARIANT_UNKNOWN'
  | 'PRICE_CURRENCY_OTHER'
  | 'STOCK_ROW_MISSING'
  | 'STOCK_NOT_WRITABLE';

/** `detail`: the shop's own words or values. */
export function refusal(code: RefusalCode, message: string, remedy: string, detail?: string): PermanentError {
  return new PermanentError({ code, message, remedy, ...(detail === undefined ? {} : { detail }) });
}
