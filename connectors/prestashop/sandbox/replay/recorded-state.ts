import type { LocalizedValue, ShopState, WebserviceRecord } from '../state.ts';
import { allRecordings, recording } from './recordings.ts';

/** Everything that the recorded full lists show; a list cut at three records leaves three in the state. */
export function recordedState(): ShopState {
  const resources: ShopState['resources'] = {};
  for (const { file, response } of allRecordings()) {
    if (!file.endsWith('.list.full.json') && file !== 'products.list.full.page1.json') continue;
    if (response.status !== 200 || response.body === '[]') continue;
    Object.assign(resources, JSON.parse(response.body ?? '{}') as ShopState['resources']);
  }
  addSeenElsewhere(resources);
  const { bodyBase64 = '' } = recording('images.products.1.1.binary.json').response;
  return {
    version: '9.1.4',
    resources,
    images: { 'products/1/1': Buffer.from(bodyBase64, 'base64'), 'products/19/23': new Uint8Array() },
  };
}

/** Rows that no full list shows but other recordings name: their ids decide which ids come next. */
function addSeenElsewhere(resources: ShopState['resources']): void {
  const products = (resources['products'] ??= []);
  const inSeveral = (resources['categories']?.[1]?.associations?.['products'] ?? []).map((item) => Number(item['id']));
  for (const id of inSeveral) if (id > 3) products.push({ id });
  (resources['stock_availables'] ??= []).push(stockRow(58, 19, 39));
  (resources['combinations'] ??= []).push({ id: 39, id_product: 19 });
}

export const stockRow = (id: number, product: number, combination: number, quantity = 0): WebserviceRecord => ({
  id,
  id_product: product,
  id_product_attribute: combination,
  id_shop: 1,
  id_shop_group: 0,
  quantity,
  depends_on_stock: '0',
  out_of_stock: 2,
  location: '',
});

/** One text for every language. */
export const texts = (...values: string[]): LocalizedValue[] =>
  values.map((value, index) => ({ id: index + 1, value }));

export function find(state: ShopState, resource: string, id: number): WebserviceRecord {
  const record = state.resources[resource]?.find((one) => one.id === id);
  if (!record) throw new Error(`${resource} ${id} was not recorded`);
  return record;
}

/** Adds the record, or puts it in place of the one with its id. */
export function put(state: ShopState, resource: string, record: WebserviceRecord): void {
  const list = (state.resources[resource] ??= []);
  const index = list.findIndex((one) => one.id === record.id);
  if (index < 0) list.push(record);
  else list[index] = record;
}
