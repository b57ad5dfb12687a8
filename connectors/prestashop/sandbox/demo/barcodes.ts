/** The last digit of a GTIN-13, from its first twelve. */
export function checkDigit(twelve: string): number {
  let sum = 0;
  for (let i = 0; i < 12; i++) sum += Number(twelve[i]) * (i % 2 === 0 ? 1 : 3);
  return (10 - (sum % 10)) % 10;
}

/** The nth barcode of the shop's own range: 376 is a French prefix. */
export function ean13(n: number): string {
  const twelve = `3760${String(n).padStart(8, '0')}`;
  return `${twelve}${checkDigit(twelve)}`;
}

/** A French company number of fourteen digits that passes the Luhn check. */
export function siret(thirteen: string): string {
  let sum = 0;
  for (let i = 0; i < 13; i++) {
    const digit = Number(thirteen[i]) * (i % 2 === 1 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return `${thirteen}${(10 - (sum % 10)) % 10}`;
}

/** The French VAT number of a company, from the nine first digits of its {@link siret}. */
export function frenchVatNumber(siren: string): string {
  const key = (12 + 3 * (Number(siren) % 97)) % 97;
  return `FR${String(key).padStart(2, '0')}${siren}`;
}
