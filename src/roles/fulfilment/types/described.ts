/** Words that many types share. */
export const HUB_ID = { description: "The hub's own id, stable for ever, whichever brick is behind." };
export const LINE_SKU = { description: 'Reference (SKU) as the warehouse writes it.' };
export const MAYBE_SKU = { nullable: true, ...LINE_SKU };
