/**
 * Business rules between bricks, one file each. A *flow* compares what its source says with what its target shows and
 * says what should be written (*intents*); the runner hands that to the outbox. The *matrix* judges at start which flow
 * can be between which bricks. What is `on` writes, what is `observe` shows the difference, what two would write is a
 * conflict. A flow reads the mirror only, and never a brick.
 */
import { itemsToTill } from './items-to-till.ts';
import { orderToFulfilment } from './order-to-fulfilment.ts';
import { saleToStock } from './sale-to-stock.ts';
import { shipmentToShop } from './shipment-to-shop.ts';
import { stockToShop } from './stock-to-shop.ts';

export { contestedStock, judgeFlows, type FlowBrick, type FlowChoice, type FlowLane } from './matrix.ts';
export { createFlowRunner, type FlowRunner } from './runner.ts';

export const flows = [orderToFulfilment, shipmentToShop, stockToShop, saleToStock, itemsToTill] as const;
