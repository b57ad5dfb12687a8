/**
 * The cart and the order pages of a visitor, in the words of the classic theme's public templates, not after a recording.
 * A *visit* is what the shop remembers behind a cookie. Orders are made as the shop makes them, through its own tables.
 */
export { checkout, withCart, type Visiting } from './checkout.ts';
