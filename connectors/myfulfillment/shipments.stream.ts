import type { Stream } from '#sdk';
import type { Api } from './api.ts';
import { listed } from './reading/listed.ts';
import { readTail } from './reading/tail.ts';
import { whole } from './reading/walk.ts';
import { OF_ORDER, shipments } from './resources.ts';
import type { MyfulfillmentSettings } from './settings.ts';

const HOUR = 3_600_000;

/** Filters and sorts are ignored here: the end is read again in every run, the whole within `fullCompareHours`. */
export function shipmentsStream(api: Api, settings: MyfulfillmentSettings): Stream {
  const list = listed(api, shipments, settings.pageSize);
  const wholeMs = settings.fullCompareHours * HOUR;
  // The ids of a whole that this run has just read: they are not asked for twice.
  let justRead: string[] | null = null;
  const onWhole = (ids: string[]): void => void (justRead = ids);
  return {
    kind: shipments.kind,
    way: 'tail',
    parent: (body) => shipments.parent?.(body) ?? null,
    personal: OF_ORDER,
    after: shipments.after ?? [],
    idsEvery: wholeMs,
    async *read(context) {
      justRead = null;
      yield* readTail(list, shipments.kind, { overlap: settings.tailRows, wholeMs, onWhole }, context);
    },
    async *ids({ signal }) {
      const known = justRead;
      justRead = null;
      if (known !== null) yield known;
      else for await (const { records } of whole(list, signal)) yield records.map(({ id }) => id);
    },
  };
}
