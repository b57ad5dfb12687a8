/**
 * How an empty PrestaShop is filled with what another one said: through its webservice, in its own records.
 *
 * A *kind* (`record-kind.ts`) is a row of the tables in `setup.ts`, `catalogue.ts`, `people.ts`: which fields are ids of
 * what, and by what a record is found again. `record-stage.ts` is all that they have in common. Images, stock and
 * orders, which the shop makes in ways of its own, have stages of their own. Ids are never chosen; nothing is deleted
 * but rows that the shop itself added to an order.
 */
import type { BrickIntake, IntakeStage } from '#sdk';
import { accessTo } from '../commands/access.ts';
import type { Shop } from '../commands/access.ts';
import { flag } from '../record.ts';
import { BEFORE_PRODUCTS, OF_PRODUCTS, PRICES, PRODUCTS } from './catalogue.ts';
import { CARRIED } from './carried.ts';
import { contents } from './contents.ts';
import { EXPECTED } from './expected.ts';
import { externalId } from './external-id.ts';
import { imagesStage } from './images.stage.ts';
import { LEFT_OUT } from './left-out.ts';
import { speakAgain } from './mail-silence.ts';
import { OF_ORDERS } from './order-kinds.ts';
import { ordersStage } from './orders.stage.ts';
import { CONVERSATIONS, customersStage, PEOPLE } from './people.ts';
import type { RecordKind } from './record-kind.ts';
import { recordStage } from './record-stage.ts';
import { publicPlaces } from './public-places.ts';
import { rights } from './rights.ts';
import { configurations } from './settings-kind.ts';
import { DELIVERY, SETUP } from './setup.ts';
import { stockStage } from './stock.stage.ts';

export function intake(shop: Shop): BrickIntake {
  return {
    contents: () => contents(shop),
    rights: () => rights(shop),
    records: { stages: stagesOf(shop), expected: EXPECTED, externalId },
    finish: ({ signal }) => speakAgain(accessTo(shop, signal)),
    publicPage: (type, id) => publicPage(shop, type, id),
    passwordPage: `${shop.settings.url}index.php?controller=password`,
    places: (type, ids, records) => publicPlaces(shop.settings.url, { type, ids }, records),
  };
}

function stagesOf(shop: Shop): IntakeStage[] {
  const each = (kinds: readonly RecordKind[]): IntakeStage[] => kinds.map((kind) => recordStage(kind, shop));
  return [
    ...each([...SETUP, configurations, ...DELIVERY, ...BEFORE_PRODUCTS, ...PRODUCTS]),
    imagesStage(shop),
    ...each(OF_PRODUCTS),
    customersStage(shop),
    ...each([...PEOPLE, ...PRICES]),
    ordersStage(shop),
    ...CARRIED,
    ...each([...OF_ORDERS, ...CONVERSATIONS]),
    stockStage(shop),
    ...LEFT_OUT,
  ];
}

/** By the id, which every shop understands, whatever its addresses look like; it may answer by a redirect to those. */
async function publicPage(shop: Shop, type: string, externalId: string): Promise<string | null> {
  if (type !== 'Product' && type !== 'Variant') return null;
  const [product = '', combination = '0'] = externalId.split('-');
  const body = await accessTo(shop, new AbortController().signal).row('products', product);
  if (!body || !flag(body, 'active')) return null;
  const attribute = combination === '0' ? '' : `&id_product_attribute=${combination}`;
  return `${shop.settings.url}index.php?controller=product&id_product=${product}${attribute}`;
}
