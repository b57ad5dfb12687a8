/**
 * myFulfillment (BoostMyShop), a warehouse that is served by its vendor, through its REST interface.
 *
 * `resources.ts` names the lists, `reading/` holds the ways of reading them, the `*.stream.ts` those that need a way
 * of their own; `mapper/` turns records into the facets of the role fulfilment. Nothing here writes: no call that
 * adjusts stock or creates orders is known, so neither is offered. Orders come in from the shop.
 */
import { defineConnector, type Sandbox, type SandboxOptions, type Stream } from '#sdk';
import { openApi, type Api } from './api.ts';
import { check } from './check.ts';
import { locationsStream } from './locations.stream.ts';
import { aggregates } from './mapper/aggregates.ts';
import { ordersStream } from './orders.stream.ts';
import { conventionsStream, incomingStream } from './own.streams.ts';
import { readCompare } from './reading/compare.ts';
import { listed } from './reading/listed.ts';
import { COMPARED, inProgress, type Resource } from './resources.ts';
import { settingsSchema, type MyfulfillmentSettings } from './settings.ts';
import { shipmentsStream } from './shipments.stream.ts';
import { stocksStream } from './stocks.stream.ts';

export default defineConnector({
  name: 'myfulfillment',
  title: { en: 'myFulfillment', fr: 'myFulfillment' },
  roles: ['fulfilment'],
  settings: settingsSchema,
  secrets: ['password'],
  aggregates,
  sandbox,
  open(settings, tools) {
    const api = openApi(settings, tools);
    return {
      streams: streams(api, settings),
      carries: settings.nativeLink ? ['order-to-fulfilment', 'shipment-to-shop', 'stock-to-shop'] : [],
      check: () => check(api),
    };
  },
});

function streams(api: Api, settings: MyfulfillmentSettings): Stream[] {
  const compared = (resource: Resource): Stream => comparedStream(resource, api, settings);
  return [
    conventionsStream(settings),
    ...COMPARED.map(compared),
    incomingStream(),
    stocksStream(api, settings),
    ordersStream(api, settings),
    compared(inProgress),
    shipmentsStream(api, settings),
    locationsStream(api, settings),
  ];
}

function comparedStream(resource: Resource, api: Api, { pageSize }: MyfulfillmentSettings): Stream {
  const { kind, parent, key, watched, after, mayBeEmpty = false } = resource;
  return {
    kind,
    way: 'compare',
    read: (context) => readCompare(listed(api, resource, pageSize), kind, mayBeEmpty, context),
    ...(parent ? { parent } : {}),
    ...(key ? { key } : {}),
    ...(watched ? { watched } : {}),
    ...(after ? { after } : {}),
    ...(mayBeEmpty ? { mayBeEmpty } : {}),
  };
}

/** Loaded when it is wanted: a hub with a real warehouse carries no sandbox. */
async function sandbox(options: SandboxOptions): Promise<Sandbox> {
  const { startDemoSandbox } = await import('./sandbox/demo-sandbox.ts');
  return startDemoSandbox(options);
}
