import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { FulfilmentContext } from '../context.ts';
import { PurchaseOrder, Receipt, Supplier, toPurchaseOrder, toSupplier } from '../types/index.ts';

@Resolver(() => PurchaseOrder)
export class PurchaseOrderResolver {
  @FieldResolver(() => Supplier, { nullable: true, description: 'Who supplies it; null where it is not told.' })
  async supplier(@Root() order: PurchaseOrder, @Ctx() { loaders }: FulfilmentContext): Promise<Supplier | null> {
    const { supplierId, brick } = order;
    const row = supplierId === null ? null : await loaders.byId('Supplier', brick).load(supplierId);
    return row && toSupplier(row);
  }
}

@Resolver(() => Receipt)
export class ReceiptResolver {
  @FieldResolver(() => PurchaseOrder, { nullable: true, description: 'The purchase order, where it is known.' })
  async purchaseOrder(@Root() receipt: Receipt, @Ctx() { loaders }: FulfilmentContext): Promise<PurchaseOrder | null> {
    const { purchaseOrderId, brick } = receipt;
    const row = purchaseOrderId === null ? null : await loaders.byId('PurchaseOrder', brick).load(purchaseOrderId);
    return row && toPurchaseOrder(row);
  }
}
