/** An exact amount: `{ amount: '23.90', currency: 'EUR' }`. */
export interface Money {
  amount: string;
  /** ISO 4217. */
  currency: string;
}
