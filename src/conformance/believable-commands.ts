import type {
  CarrierFacet,
  CommandName,
  CommandPayload,
  CreatePurchaseOrder,
  CustomerFacet,
  FulfilOrder,
  OrderFacet,
  PlaceOrder,
  PostalAddress,
  ProductFacet,
  PutItems,
  SetStock,
  StockItemFacet,
  StockLevelFacet,
  SupplierFacet,
  TillCustomerFacet,
  TillItemFacet,
  VariantFacet,
} from '#sdk';
import { hubIdOf, type Facet } from './projection.ts';

/** A command that the facets of a brick make believable. */
export interface Trial {
  command: CommandName;
  payload: CommandPayload<CommandName>;
  /** Whether facets show what it set. */
  shows(facets: readonly Facet[]): boolean;
}

interface Known<Shape> {
  id: string;
  facet: Shape;
}

type Build = (facets: readonly Facet[]) => Omit<Trial, 'command'> | null;

const REFERENCE = 'JUDGEDONE';
const EMAIL = 'judged.once@example.com';

/** Null: nothing that this brick says gives a payload. */
export function believableTrial(command: CommandName, facets: readonly Facet[]): Trial | null {
  const built = BUILDERS[command](facets);
  return built && { command, ...built };
}

const BUILDERS: Record<CommandName, Build> = {
  placeOrder,
  setOrderStatus,
  addTracking,
  setVariantPrice,
  updateProduct,
  setStock,
  upsertCustomer,
  eraseCustomer,
  fulfilOrder,
  createPurchaseOrder,
  putItems,
};

function all<Shape>(facets: readonly Facet[], type: string, entity = type): Known<Shape>[] {
  return facets
    .filter((facet) => facet.type === type)
    .map(({ externalId, facet }) => ({ id: hubIdOf(entity, externalId), facet: facet as Shape }));
}

const ADDRESS: PostalAddress = {
  ...{ firstName: 'Judith', lastName: 'Once', company: null, vatNumber: null, phone: '0199001122' },
  ...{ street: '1 rue des Essais', street2: null, postcode: '49000', city: 'Angers', country: 'FR' },
};

function soldVariant(facets: readonly Facet[]): Known<VariantFacet> | undefined {
  const active = new Set(
    all<ProductFacet>(facets, 'Product')
      .filter(({ facet }) => facet.active)
      .map(({ id }) => id),
  );
  const sold = all<VariantFacet>(facets, 'Variant').filter(({ facet }) => facet.active && active.has(facet.product));
  return sold.find(({ facet }) => facet.sku !== null && (facet.shopQuantity ?? 0) > 5) ?? sold[0];
}

function lineOf(variant: string, sku: string | null, currency: string): PlaceOrder['lines'][number] {
  const prices = { unitPrice: { amount: '10.00', currency }, unitPriceWithTax: { amount: '12.00', currency } };
  return { variant, sku, name: 'Judged', quantity: 1, taxRate: '20', ...prices };
}

function placeOrder(facets: readonly Facet[]): ReturnType<Build> {
  const variant = soldVariant(facets);
  const carrier = all<CarrierFacet>(facets, 'Carrier').find(({ facet }) => facet.active);
  if (!variant || !carrier) return null;
  const { currency } = variant.facet.listPrice;
  const payload: PlaceOrder = {
    ...{ order: 'judged-order', reference: REFERENCE, placedAt: '2026-11-01T07:30:00Z', currency, locale: null },
    customer: { id: 'judged-customer', email: EMAIL, firstName: 'Judith', lastName: 'Once' },
    ...{ shippingAddress: ADDRESS, billingAddress: ADDRESS, carrier: carrier.id, onBackorder: false, note: null },
    lines: [lineOf(variant.id, variant.facet.sku, currency)],
    totals: {
      ...{ products: '10.00', productsWithTax: '12.00', shipping: '0', shippingWithTax: '0' },
      ...{ discountsWithTax: '0', total: '10.00', totalWithTax: '12.00' },
    },
    payment: { method: 'Card', transactionId: 'judged-1', paid: true },
  };
  return {
    payload,
    shows: (found) =>
      all<OrderFacet>(found, 'Order').some(
        ({ facet }) => facet.reference === REFERENCE && Number(facet.totals.totalWithTax.amount) === 12,
      ),
  };
}

function setOrderStatus(facets: readonly Facet[]): ReturnType<Build> {
  const order = all<OrderFacet>(facets, 'Order').find(({ facet }) => facet.status === 'PAID');
  if (!order) return null;
  return {
    payload: { order: order.id, status: 'SHIPPED' },
    shows: (found) =>
      all<OrderFacet>(found, 'Order').some(({ id, facet }) => id === order.id && facet.status === 'SHIPPED'),
  };
}

function addTracking(facets: readonly Facet[]): ReturnType<Build> {
  const order = all<OrderFacet>(facets, 'Order').find(({ facet }) => ['PAID', 'SHIPPED'].includes(facet.status));
  if (!order) return null;
  const trackingNumber = 'JUDGED123456';
  return {
    payload: { order: order.id, carrier: null, trackingNumber, trackingUrl: null, shippedAt: null },
    shows: (found) =>
      all<OrderFacet>(found, 'Order').some(
        ({ id, facet }) => id === order.id && facet.trackingNumbers.includes(trackingNumber),
      ),
  };
}

function setVariantPrice(facets: readonly Facet[]): ReturnType<Build> {
  const variant = soldVariant(facets);
  if (!variant) return null;
  const listPrice = { amount: '17.25', currency: variant.facet.listPrice.currency };
  return {
    payload: { variant: variant.id, listPrice },
    shows: (found) =>
      all<VariantFacet>(found, 'Variant').some(
        ({ id, facet }) => id === variant.id && Number(facet.listPrice.amount) === 17.25,
      ),
  };
}

function updateProduct(facets: readonly Facet[]): ReturnType<Build> {
  const product = all<ProductFacet>(facets, 'Product').find(({ facet }) => Object.keys(facet.name).length > 0);
  const [locale] = Object.keys(product?.facet.name ?? {});
  if (!product || locale === undefined) return null;
  const name = 'Judged — été';
  return {
    payload: { product: product.id, changes: { name: { [locale]: name } } },
    shows: (found) =>
      all<ProductFacet>(found, 'Product').some(({ id, facet }) => id === product.id && facet.name[locale] === name),
  };
}

function setStock(facets: readonly Facet[]): ReturnType<Build> {
  const [level] = all<StockLevelFacet>(facets, 'StockLevel');
  if (level) {
    const { variant, sku, location, onHand } = level.facet;
    const payload: SetStock = { variant, sku, location, quantity: onHand + 7 };
    return {
      payload,
      shows: (found) =>
        all<StockLevelFacet>(found, 'StockLevel').some(
          ({ facet }) =>
            facet.variant === variant && facet.location === location && counts(facet).includes(payload.quantity),
        ) || all<StockItemFacet>(found, 'StockItem', 'Variant').some(isCounted(payload)),
    };
  }
  const [item] = all<StockItemFacet>(facets, 'StockItem', 'Variant');
  const variant = soldVariant(facets);
  if (!item && !variant) return null;
  const payload: SetStock = item
    ? { variant: item.id, sku: item.facet.sku, location: null, quantity: item.facet.onHand + 7 }
    : {
        ...{ variant: variant?.id ?? '', sku: variant?.facet.sku ?? null, location: null },
        quantity: (variant?.facet.shopQuantity ?? 0) + 7,
      };
  return {
    payload,
    shows: (found) =>
      all<StockItemFacet>(found, 'StockItem', 'Variant').some(isCounted(payload)) ||
      all<VariantFacet>(found, 'Variant').some(
        ({ id, facet }) => id === payload.variant && facet.shopQuantity === payload.quantity,
      ),
  };
}

const counts = ({ onHand, available }: Pick<StockItemFacet, 'onHand' | 'available'>): number[] => [onHand, available];

function isCounted({ variant, quantity }: SetStock): (item: Known<StockItemFacet>) => boolean {
  return ({ id, facet }) => id === variant && counts(facet).includes(quantity);
}

function upsertCustomer(): ReturnType<Build> {
  const about = { company: null, newsletter: false, locale: null };
  return {
    payload: { customer: 'judged-customer', email: EMAIL, firstName: 'Judith', lastName: 'Once', ...about },
    shows: (found) => all<CustomerFacet>(found, 'Customer').some(({ facet }) => facet.email === EMAIL),
  };
}

/** Somebody of whom there is something to erase: they show no name of theirs any more. */
function eraseCustomer(facets: readonly Facet[]): ReturnType<Build> {
  const named = ({ facet }: Known<{ lastName: string | null }>): boolean => Boolean(facet.lastName);
  const shops = all<CustomerFacet>(facets, 'Customer').find(named);
  const tills = all<TillCustomerFacet>(facets, 'TillCustomer', 'Customer').find(named);
  const one = shops ?? tills;
  if (!one) return null;
  const before = JSON.stringify([one.facet.email, one.facet.lastName]);
  const type = shops ? 'Customer' : 'TillCustomer';
  return {
    payload: { customer: one.id },
    shows: (found) =>
      !all<CustomerFacet | TillCustomerFacet>(found, type, 'Customer').some(
        ({ id, facet }) => id === one.id && JSON.stringify([facet.email, facet.lastName]) === before,
      ),
  };
}

function fulfilOrder(facets: readonly Facet[]): ReturnType<Build> {
  const item = all<StockItemFacet>(facets, 'StockItem', 'Variant').find(({ facet }) => facet.sku !== '');
  if (!item) return null;
  const payload: FulfilOrder = {
    ...{ order: 'judged-order', reference: REFERENCE, number: '4711', placedAt: '2026-11-01T07:30:00Z' },
    ...{ currency: 'EUR', shippingAddress: ADDRESS, carrier: null, note: null },
    customer: { id: 'judged-customer', email: EMAIL, firstName: 'Judith', lastName: 'Once' },
    lines: [lineOf(item.id, item.facet.sku, 'EUR')],
  };
  return {
    payload,
    shows: (found) =>
      all<{ reference: string | null }>(found, 'FulfilmentOrder').some(({ facet }) => facet.reference === REFERENCE),
  };
}

function createPurchaseOrder(facets: readonly Facet[]): ReturnType<Build> {
  const [supplier] = all<SupplierFacet>(facets, 'Supplier');
  const item = all<StockItemFacet>(facets, 'StockItem', 'Variant').find(({ facet }) => facet.sku !== '');
  if (!supplier || !item) return null;
  const payload: CreatePurchaseOrder = {
    ...{ purchaseOrder: 'judged-purchase', reference: 'MO-JUDGEDONE', supplier: supplier.id, location: null },
    ...{ expectedAt: '2026-11-08T08:00:00Z', currency: 'EUR' },
    lines: [{ variant: item.id, sku: item.facet.sku, quantity: 4711, unitPrice: '3.50' }],
  };
  return {
    payload,
    shows: (found) =>
      all<{ lines: { quantity: number }[] }>(found, 'PurchaseOrder').some(({ facet }) =>
        facet.lines.some(({ quantity }) => quantity === 4711),
      ),
  };
}

function putItems(facets: readonly Facet[]): ReturnType<Build> {
  const item = all<TillItemFacet>(facets, 'TillItem', 'Variant').find(({ facet }) => facet.sku !== null);
  if (!item) return null;
  const { sku, gtin, name, priceWithTax } = item.facet;
  const price = { amount: '19.95', currency: priceWithTax?.currency ?? 'EUR' };
  const about = { variant: item.id, sku: sku ?? '', gtin, name: name ?? 'Judged', taxRate: '20', active: true };
  const payload: PutItems = { items: [{ ...about, priceWithTax: price }] };
  return {
    payload,
    shows: (found) =>
      all<TillItemFacet>(found, 'TillItem', 'Variant').some(
        ({ id, facet }) => id === item.id && Number(facet.priceWithTax?.amount) === 19.95,
      ),
  };
}
