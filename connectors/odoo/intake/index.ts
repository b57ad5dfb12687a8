import { isCoded, type BrickIntake, type CheckFinding } from '#sdk';
import { mayWrite } from '../check.ts';
import { accessTo } from '../commands/access.ts';
import type { Access, Told } from '../commands/access.ts';
import type { Domain } from '../query.ts';
import { EXPECTED } from './expected.ts';
import { locationStage, storeStage } from './place.ts';
import { stockItemStage, tillItemStage } from './item.ts';
import { stockLevelStage } from './level.ts';
import { customerStage, loyaltyCardStage, supplierStage } from './partner.ts';
import { orderStage } from './order.ts';
import { purchaseStage } from './purchase.ts';
import { keptStages } from './kept.ts';
import type { AccessOf } from './stage-access.ts';

/** An empty Odoo is filled with what a warehouse and a till said, whichever vendor's they were. */
export function odooIntake(told: Told): BrickIntake {
  const accessOf: AccessOf = ({ signal }) => accessTo(told, signal);
  const stages = [
    ...[locationStage, storeStage, supplierStage, stockItemStage, tillItemStage, customerStage],
    ...[loyaltyCardStage, stockLevelStage, purchaseStage, orderStage],
  ].map((stage) => stage(accessOf));
  return {
    contents: () => contents(accessOf({ signal: new AbortController().signal })),
    rights: () => rights(told),
    facets: { stages: [...stages, ...keptStages], expected: EXPECTED },
  };
}

/** What staff or a demo put there: what Odoo installs for itself (a warehouse, services, its own contact) is left out. */
const COUNTED: readonly { kind: string; domain: Domain }[] = [
  { kind: 'product.product', domain: [['type', '!=', 'service']] },
  { kind: 'stock.quant', domain: [['location_id.usage', '=', 'internal']] },
  { kind: 'sale.order', domain: [] },
  { kind: 'purchase.order', domain: [] },
  { kind: 'pos.order', domain: [] },
  { kind: 'loyalty.card', domain: [] },
  { kind: 'res.partner', domain: [['customer_rank', '>', 0]] },
];

async function contents(access: Access): Promise<{ kind: string; count: number }[]> {
  const counted: { kind: string; count: number }[] = [];
  for (const { kind, domain } of COUNTED) {
    const count = await countOf(access, kind, domain);
    if (count !== null) counted.push({ kind, count });
  }
  return counted;
}

/** Null: the app is not installed, so there is nothing of it. */
async function countOf(access: Access, model: string, domain: Domain): Promise<number | null> {
  try {
    return (await access.ids(model, domain)).length;
  } catch (error) {
    if (isCoded(error) && error.code === 'BRICK_MODEL_ABSENT') return null;
    throw error;
  }
}

const WRITTEN: readonly { model: string; right: string }[] = [
  { model: 'stock.warehouse', right: '"Inventory: Administrator"' },
  { model: 'product.product', right: '"Inventory: Administrator" or "Sales: Administrator"' },
  { model: 'stock.quant', right: '"Inventory: User"' },
  { model: 'res.partner', right: '"Extra Rights: Contact Creation"' },
  { model: 'sale.order', right: '"Sales: User: All Documents"' },
  { model: 'purchase.order', right: '"Purchase: User"' },
  { model: 'loyalty.card', right: '"Point of Sale: Administrator"' },
];

async function rights({ odoo }: Told): Promise<CheckFinding[]> {
  const findings: CheckFinding[] = [];
  for (const { model, right } of WRITTEN)
    findings.push(await rightTo(model, right, (name) => mayWrite(odoo, model, name)));
  return findings;
}

async function rightTo(
  model: string,
  right: string,
  may: (operation: string) => Promise<boolean>,
): Promise<CheckFinding> {
  try {
    if ((await may('create')) && (await may('write')))
      return { subject: model, state: 'ok', message: 'The user may make and write it.' };
    const remedy = `Give ${right} to the hub's user in Settings > Users while the swap runs.`;
    return { subject: model, state: 'missing', message: 'The user may not make or write it.', remedy };
  } catch (error) {
    if (!isCoded(error)) throw error;
    const state = error.code === 'BRICK_MODEL_ABSENT' ? 'missing' : 'error';
    return { subject: model, state, message: error.message, remedy: error.remedy };
  }
}
