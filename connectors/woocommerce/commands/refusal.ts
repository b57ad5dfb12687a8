import { PermanentError } from '#sdk';

/** What the shop cannot take as it is now. */
export type RefusalCode =
  | 'ORDER_PRODUCT_UNKNOWN'
  | 'ORDER_CURRENCY_MISSING'
  | 'ORDER_CARRIER_GONE'
  | 'ORDER_UNKNOWN'
  | 'CUSTOMER_EMAIL_TAKEN'
  | 'PRODUCT_UNKNOWN'
  | 'VARIANT_UNKNOWN'
  | 'PRICE_CURRENCY_OTHER';

/** `detail`: the shop's own words or values. */
export function refusal(code: RefusalCode, message: string, remedy: string, detail?: string): PermanentError {
  return new PermanentError({ code, message, remedy, ...(detail === undefined ? {} : { detail }) });
}
