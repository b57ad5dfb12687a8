import type { PrestashopSandbox, WebserviceRecord } from '../../../connectors/prestashop/sandbox/index.ts';
import type { Random } from '../random.ts';

type Change = (shop: PrestashopSandbox, random: Random) => void;

/** Business goes on: a few of everything that a run between two others must bring. */
export function changeMuch(shop: PrestashopSandbox, random: Random): void {
  for (const change of ALL) change(shop, random);
  for (let i = 0; i < 3; i++) random.pick(GENTLE)(shop, random);
}

/** One small thing happens. */
export function changeLittle(shop: PrestashopSandbox, random: Random): void {
  random.pick(GENTLE)(shop, random);
}

const list = (shop: PrestashopSandbox, resource: string): WebserviceRecord[] => shop.state.resources[resource] ?? [];

const given = new WeakMap<PrestashopSandbox, number>();

/** As a real database: an id is never given twice, even after a deletion. */
function freshId(shop: PrestashopSandbox): number {
  const id = (given.get(shop) ?? 100_000) + 1;
  given.set(shop, id);
  return id;
}

const repriced: Change = (shop, random) => {
  const product = random.pick(list(shop, 'products'));
  // Well inside what passes without a person.
  const price = (Number(product['price']) * (0.9 + random.share() / 5)).toFixed(6);
  shop.touch('products', product.id, { price });
};

/** As a till or a module does: by SQL, no date moves. */
const sold: Change = (shop, random) => {
  const stock = random.pick(list(shop, 'stock_availables'));
  shop.edit('stock_availables', stock.id, { quantity: Number(stock['quantity']) + 1 + random.below(9) });
};

const moved: Change = (shop, random) => {
  const address = random.pick(list(shop, 'addresses'));
  shop.touch('addresses', address.id, { city: `Lieu-dit ${random.below(10_000)}` });
};

const ordered: Change = (shop, random) => {
  const old = random.pick(list(shop, 'orders'));
  const id = freshId(shop);
  const reference = `PROOF${String(id).padStart(4, '0')}`;
  shop.insert('orders', { ...structuredClone(old), id, reference });
  // The date of now, as the shop writes it.
  shop.touch('orders', id);
  const date = String(shop.state.resources['orders']?.find((order) => order.id === id)?.['date_upd']);
  shop.edit('orders', id, { date_add: date });
  const rows = (resource: string): WebserviceRecord[] =>
    list(shop, resource).filter((row) => Number(row['id_order']) === old.id);
  for (const resource of ['order_details', 'order_histories']) {
    for (const row of rows(resource)) {
      shop.insert(resource, { ...structuredClone(row), id: freshId(shop), id_order: id });
    }
  }
};

const shipped: Change = (shop, random) => {
  const order = random.pick(list(shop, 'orders'));
  const state = random.pick(list(shop, 'order_states')).id;
  shop.touch('orders', order.id, { current_state: state });
  const [history] = list(shop, 'order_histories');
  if (!history) return;
  const id = freshId(shop);
  shop.insert('order_histories', { ...structuredClone(history), id, id_order: order.id, id_order_state: state });
};

const launched: Change = (shop, random) => {
  const pictured = list(shop, 'products').filter((product) => product.associations?.['images']?.length);
  const old = random.pick(pictured);
  const id = freshId(shop);
  const image = freshId(shop);
  const bytes = shop.state.images[`products/${old.id}/${String(old.associations?.['images']?.[0]?.['id'])}`];
  if (!bytes) throw new Error(`The sandbox lost the image of product ${old.id}.`);
  // Decoders ignore what follows an image; the hub must not.
  shop.state.images[`products/${id}/${image}`] = Buffer.concat([bytes, Buffer.from(`proof ${image}`)]);
  const associations = { ...structuredClone(old.associations), images: [{ id: String(image) }], combinations: [] };
  shop.insert('products', { ...structuredClone(old), id, reference: `PROOF-${id}`, associations });
  shop.touch('products', id, { id_default_image: String(image) });
  const stock = { ...structuredClone(random.pick(list(shop, 'stock_availables'))), id_product_attribute: 0 };
  shop.insert('stock_availables', { ...stock, id: freshId(shop), id_product: id });
};

const delisted: Change = (shop, random) => {
  const { id } = random.pick(list(shop, 'products'));
  for (const resource of ['combinations', 'stock_availables', 'specific_prices', 'product_suppliers']) {
    const rows = list(shop, resource).filter((row) => Number(row['id_product']) === id);
    for (const row of rows) shop.remove(resource, row.id);
  }
  for (const path of Object.keys(shop.state.images)) {
    if (path.startsWith(`products/${id}/`)) delete shop.state.images[path];
  }
  shop.remove('products', id);
};

const forgotten: Change = (shop, random) => {
  const { id } = random.pick(list(shop, 'customers'));
  for (const address of list(shop, 'addresses').filter((row) => Number(row['id_customer']) === id))
    shop.remove('addresses', address.id);
  shop.remove('customers', id);
};

const GENTLE = [repriced, sold, moved, shipped] as const;
const ALL = [...GENTLE, ordered, launched, delisted, forgotten] as const;
