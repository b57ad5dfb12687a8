import { z, type FulfilmentFacets } from '#sdk';
import { money, ref, text, time, whole } from './values.ts';

type Shapes = { [Type in keyof FulfilmentFacets]: z.ZodType<FulfilmentFacets[Type]> };

const location = ref('Location').nullable();
const variant = ref('Variant').nullable();
const quantities = { onHand: whole, available: whole, incoming: whole };

const orderLine = z.strictObject({
  variant,
  sku: text,
  name: text.nullable(),
  quantity: whole,
  reserved: whole,
  toShip: whole,
  shelf: text.nullable(),
});

const purchaseLine = z.strictObject({
  variant,
  sku: text,
  supplierSku: text.nullable(),
  name: text.nullable(),
  quantity: whole,
  received: whole,
  packQuantity: whole,
  price: money.nullable(),
});

export const FULFILMENT_SHAPES: Shapes = {
  StockItem: z.strictObject({
    sku: text,
    gtin: text.nullable(),
    name: text.nullable(),
    active: z.boolean(),
    ...quantities,
  }),
  StockLevel: z.strictObject({
    variant: ref('Variant'),
    sku: text,
    location: ref('Location'),
    ...quantities,
    reserved: whole,
    shelf: text.nullable(),
  }),
  Location: z.strictObject({
    name: text,
    code: text.nullable(),
    kind: z.enum(['warehouse', 'store', 'other']),
    active: z.boolean(),
  }),
  FulfilmentOrder: z.strictObject({
    reference: text.nullable(),
    number: text.nullable(),
    shop: text.exactOptional(),
    status: z.enum(['OPEN', 'ON_HOLD', 'PICKING', 'SHIPPED', 'CANCELLED']),
    statusLabel: text,
    placedAt: time.nullable(),
    location,
    batch: text.nullable(),
    lines: z.array(orderLine),
  }),
  Shipment: z.strictObject({
    order: ref('Order').nullable(),
    orderReference: text.nullable(),
    carrier: text.nullable(),
    trackingNumbers: z.array(text),
    trackingUrl: text.nullable(),
    shippedAt: time.nullable(),
    location,
    lines: z.array(z.strictObject({ variant, sku: text.nullable(), quantity: whole })),
  }),
  PurchaseOrder: z.strictObject({
    reference: text,
    supplier: ref('Supplier').nullable(),
    status: z.enum(['DRAFT', 'CONFIRMED', 'EXPECTED', 'PARTIAL', 'RECEIVED', 'CANCELLED']),
    statusLabel: text,
    createdAt: time.nullable(),
    updatedAt: time.nullable(),
    expectedAt: time.nullable(),
    total: money.nullable(),
    location,
    lines: z.array(purchaseLine),
  }),
  Receipt: z.strictObject({
    purchaseOrder: ref('PurchaseOrder').nullable(),
    purchaseOrderReference: text.nullable(),
    receivedAt: time.nullable(),
    location,
    lines: z.array(z.strictObject({ variant, sku: text, quantity: whole })),
  }),
  Return: z.strictObject({
    order: ref('Order').nullable(),
    orderReference: text.nullable(),
    returnedAt: time.nullable(),
    status: text.nullable(),
    location,
    lines: z.array(z.strictObject({ variant, sku: text.nullable(), quantity: whole, reason: text.nullable() })),
  }),
  Supplier: z.strictObject({
    name: text,
    code: text.nullable(),
    email: text.nullable(),
    address: text.nullable(),
  }),
};
