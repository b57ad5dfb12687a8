import type { CheckFinding, ShopCommands } from '#sdk';

type Method = 'POST' | 'PATCH';

/** What each command writes. */
const NEEDED: Readonly<Record<keyof ShopCommands, Readonly<Record<string, readonly Method[]>>>> = {
  placeOrder: {
    customers: ['POST'],
    addresses: ['POST'],
    carts: ['POST', 'PATCH'],
    orders: ['POST', 'PATCH'],
    order_details: ['PATCH'],
    order_carriers: ['PATCH'],
    order_invoices: ['PATCH'],
    order_payments: ['POST', 'PATCH'],
    order_histories: ['POST'],
  },
  setOrderStatus: { order_histories: ['POST'] },
  addTracking: { order_carriers: ['POST', 'PATCH'] },
  setVariantPrice: { products: ['PATCH'], combinations: ['PATCH'] },
  updateProduct: { products: ['PATCH'] },
  setStock: { stock_availables: ['PATCH'] },
  upsertCustomer: { customers: ['POST', 'PATCH'] },
  eraseCustomer: { customers: ['PATCH'], addresses: ['PATCH'] },
};

/** A key that only reads is a good key for a mirror: what it cannot be told to do is a hint, no failure. */
export function commandRights(allowed: ReadonlyMap<string, ReadonlySet<string>>): CheckFinding[] {
  return Object.entries(NEEDED).flatMap(([command, needed]) => {
    const missing = Object.entries(needed).flatMap(([resource, methods]) =>
      methods.filter((method) => !allowed.get(resource)?.has(method)).map((method) => `${method} ${resource}`),
    );
    if (missing.length === 0) return [];
    return {
      subject: command,
      state: 'ok' as const,
      message: `Reading works; the command ${command} would be refused: the key may not ${missing.join(', ')}.`,
      remedy: `To write through the hub, tick these boxes in Advanced Parameters > Webservice > the key: ${missing.join(', ')}.`,
    };
  });
}
