import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, DateTimeScalar, MoneyType, Scopes, PersonalData } from '../../graph/index.ts';
import type { Row } from '../context.ts';
import type { PurchaseOrderStatus as Status } from '../facets.ts';
import { HUB_ID, LINE_SKU } from './described.ts';
import { toLine } from './movement.type.ts';

export const PurchaseOrderStatus = {
  DRAFT: 'DRAFT',
  CONFIRMED: 'CONFIRMED',
  EXPECTED: 'EXPECTED',
  PARTIAL: 'PARTIAL',
  RECEIVED: 'RECEIVED',
  CANCELLED: 'CANCELLED',
} as const satisfies Record<Status, Status>;
registerEnumType(PurchaseOrderStatus, {
  name: 'PurchaseOrderStatus',
  description: 'How far a purchase order is, in the same words for every brick.',
  valuesConfig: {
    DRAFT: { description: 'Being written; the supplier does not know of it.' },
    CONFIRMED: { description: 'Sent to the supplier.' },
    EXPECTED: { description: 'On its way.' },
    PARTIAL: { description: 'Received in part.' },
    RECEIVED: { description: 'Received.' },
    CANCELLED: { description: 'Cancelled; nothing more will come.' },
  },
});

@Directive('@key(fields: "id")')
@Scopes('stock:read')
@ObjectType('Supplier', { description: 'Who supplies goods.', simpleResolvers: true })
export class Supplier {
  @Field(() => ID, HUB_ID)
  id!: string;

  @Field(() => String, { description: 'Name of the supplier.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Its short code, where it has one.' })
  code!: string | null;

  @PersonalData()
  @Field(() => String, { nullable: true, description: 'Where orders are sent by e-mail.' })
  email!: string | null;

  @PersonalData()
  @Field(() => String, { nullable: true, description: 'Postal address.' })
  address!: string | null;
}

@ObjectType('PurchaseOrderLine', { description: 'One article of a purchase order.', simpleResolvers: true })
export class PurchaseOrderLine {
  @Field(() => String, LINE_SKU)
  sku!: string;

  @Field(() => String, { nullable: true, description: "The supplier's own reference." })
  supplierSku!: string | null;

  @Field(() => String, { nullable: true, description: 'What it is called on the order.' })
  name!: string | null;

  @Field(() => Int, { description: 'Pieces ordered.' })
  quantity!: number;

  @Field(() => Int, { description: 'Pieces received.' })
  received!: number;

  @Field(() => Int, { description: 'Pieces in one pack of the supplier.' })
  packQuantity!: number;

  @Field(() => MoneyType, { nullable: true, description: 'Price as the brick writes it: of a piece, or of a pack.' })
  price!: MoneyType | null;

  /** Not in the graph. */
  variantId!: string | null;
}

@Directive('@key(fields: "id")')
@Scopes('stock:read')
@ObjectType('PurchaseOrder', { description: 'Goods ordered from a supplier.', simpleResolvers: true })
export class PurchaseOrder {
  @Field(() => ID, HUB_ID)
  id!: string;

  @Field(() => String, { description: 'Reference of the purchase order.' })
  reference!: string;

  @Field(() => PurchaseOrderStatus, { description: 'How far it is.' })
  status!: Status;

  @Field(() => String, { description: "The status in the brick's own words." })
  statusLabel!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was written.' })
  createdAt!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was last changed.' })
  updatedAt!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the goods should come.' })
  expectedAt!: string | null;

  @Field(() => MoneyType, { nullable: true, description: 'What it comes to, where the brick tells.' })
  total!: MoneyType | null;

  @Field(() => [PurchaseOrderLine], { description: 'What was ordered.' })
  lines!: PurchaseOrderLine[];

  /** Not in the graph. */
  brick!: string;
  supplierId!: string | null;
  locationId!: string | null;
}

@ObjectType('ReceiptLine', { description: 'One article that came in.', simpleResolvers: true })
export class ReceiptLine {
  @Field(() => String, LINE_SKU)
  sku!: string;

  @Field(() => Int, { description: 'Pieces that came in.' })
  quantity!: number;

  /** Not in the graph. */
  variantId!: string | null;
}

@Directive('@key(fields: "id")')
@Scopes('stock:read')
@ObjectType('Receipt', { description: 'Goods that came in from a supplier.', simpleResolvers: true })
export class Receipt {
  @Field(() => ID, HUB_ID)
  id!: string;

  @Field(() => String, { nullable: true, description: 'Reference of the purchase order, as noted on the receipt.' })
  purchaseOrderReference!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When they came in.' })
  receivedAt!: string | null;

  @Field(() => [ReceiptLine], { description: 'What came in.' })
  lines!: ReceiptLine[];

  /** Not in the graph. */
  brick!: string;
  purchaseOrderId!: string | null;
  locationId!: string | null;
}

export const SupplierConnection = connectionOf('Supplier', () => Supplier, 'suppliers');
export const PurchaseOrderConnection = connectionOf('PurchaseOrder', () => PurchaseOrder, 'purchase orders');
export const ReceiptConnection = connectionOf('Receipt', () => Receipt, 'receipts');

export function toSupplier({ id, facet }: Row<'Supplier'>): Supplier {
  return { ...facet, id };
}

export function toPurchaseOrder({ id, brick, facet }: Row<'PurchaseOrder'>): PurchaseOrder {
  const { supplier: supplierId, location: locationId, lines, ...rest } = facet;
  return { ...rest, id, brick, supplierId, locationId, lines: lines.map(toLine) };
}

export function toReceipt({ id, brick, facet }: Row<'Receipt'>): Receipt {
  const { purchaseOrder: purchaseOrderId, location: locationId, lines, ...rest } = facet;
  return { ...rest, id, brick, purchaseOrderId, locationId, lines: lines.map(toLine) };
}
