import { createAttribute, createTerm, listAttributes, listTerms } from './attributes.ts';
import { batchOf } from './batch.ts';
import type { Handler } from './call.ts';
import { createCustomer, deleteCustomer, getCustomer, listCustomers, updateCustomer } from './customers.ts';
import { listMedia, updateMedia, uploadMedia } from './media.ts';
import { createOrder, deleteOrder, getOrder, listOrders, updateOrder } from './orders.ts';
import { createProduct, deleteProduct, getProduct, listProducts, updateProduct } from './products.ts';
import { createRefund, listRefunds } from './refunds.ts';
import * as shop from './shop-tables.ts';
import { getSetting, listContinents, listGateways, listSettings, putSetting, siteIndex, systemStatus } from './site.ts';
import { termHandlers } from './terms.ts';
import { createVariation, deleteVariation, getVariation, listVariations, updateVariation } from './variations.ts';
import { createWebhook, listWebhooks, updateWebhook, type Sender } from './webhooks.ts';

export interface Route {
  method: string;
  pattern: RegExp;
  handler: Handler;
}

type Verbs = Partial<Record<'GET' | 'POST' | 'PUT' | 'DELETE', Handler>>;

/** `:n` is a number, `:s` a name. */
function routes(path: string, verbs: Verbs): Route[] {
  const source = path.replaceAll(':n', '(\\d+)').replaceAll(':s', '([\\w-]+)');
  return Object.entries(verbs).map(([method, handler]) => ({ method, pattern: new RegExp(`^${source}/?$`), handler }));
}

const wc = (path: string, verbs: Verbs): Route[] => routes(`wc/v3/${path}`, verbs);

function ofTerms(table: 'categories' | 'tags' | 'brands'): Route[] {
  const { list, get, create, update, remove } = termHandlers(table);
  return [
    ...wc(`products/${table}`, { GET: list, POST: create }),
    ...wc(`products/${table}/:n`, { GET: get, PUT: update, POST: update, DELETE: remove }),
    ...wc(`products/${table}/batch`, { POST: batchOf({ create, update, remove }) }),
  ];
}

export function allRoutes(sender: Sender): Route[] {
  const product = { create: createProduct, update: updateProduct, remove: deleteProduct };
  const variation = { create: createVariation, update: updateVariation, remove: deleteVariation };
  const customer = { create: createCustomer, update: updateCustomer, remove: deleteCustomer };
  const order = { create: createOrder, update: updateOrder, remove: deleteOrder };
  return [
    ...routes('', { GET: siteIndex }),
    ...ofTerms('categories'),
    ...ofTerms('tags'),
    ...ofTerms('brands'),
    ...wc('products/attributes', { GET: listAttributes, POST: createAttribute }),
    ...wc('products/attributes/:n/terms', { GET: listTerms, POST: createTerm }),
    ...wc('products', { GET: listProducts, POST: createProduct }),
    ...wc('products/batch', { POST: batchOf(product) }),
    ...wc('products/:n', { GET: getProduct, PUT: updateProduct, POST: updateProduct, DELETE: deleteProduct }),
    ...wc('products/:n/variations', { GET: listVariations, POST: createVariation }),
    ...wc('products/:n/variations/batch', { POST: batchOf(variation) }),
    ...wc('products/:n/variations/:n', { GET: getVariation, PUT: updateVariation, DELETE: deleteVariation }),
    ...wc('customers', { GET: listCustomers, POST: createCustomer }),
    ...wc('customers/batch', { POST: batchOf(customer) }),
    ...wc('customers/:n', { GET: getCustomer, PUT: updateCustomer, DELETE: deleteCustomer }),
    ...wc('orders', { GET: listOrders, POST: createOrder }),
    ...wc('orders/batch', { POST: batchOf(order) }),
    ...wc('orders/:n', { GET: getOrder, PUT: updateOrder, DELETE: deleteOrder }),
    ...wc('orders/:n/refunds', { GET: listRefunds, POST: createRefund }),
    ...wc('coupons', { GET: shop.listCoupons }),
    ...wc('taxes', { GET: shop.listTaxes, POST: shop.createTax }),
    ...wc('taxes/classes', { GET: shop.listTaxClasses, POST: shop.createTaxClass }),
    ...wc('shipping/zones', { GET: shop.listZones, POST: shop.createZone }),
    ...wc('shipping/zones/:n/locations', { GET: shop.listLocations, PUT: shop.putLocations }),
    ...wc('shipping/zones/:n/methods', { GET: shop.listMethods, POST: shop.createMethod }),
    ...wc('shipping/zones/:n/methods/:n', { GET: shop.getMethod, PUT: shop.updateMethod }),
    ...wc('settings/:s', { GET: listSettings }),
    ...wc('settings/:s/:s', { GET: getSetting, PUT: putSetting }),
    ...wc('data/continents', { GET: listContinents }),
    ...wc('payment_gateways', { GET: listGateways }),
    ...wc('system_status', { GET: systemStatus }),
    ...wc('webhooks', { GET: listWebhooks, POST: createWebhook(sender) }),
    ...wc('webhooks/:n', { PUT: updateWebhook }),
    ...routes('wp/v2/media', { GET: listMedia, POST: uploadMedia }),
    ...routes('wp/v2/media/:n', { POST: updateMedia }),
  ];
}
