/** A box in memory and what else the hub lends to a connector, for the tests of connectors/soracaisse. */
import { createHash } from 'node:crypto';
import { RetryableError } from '#sdk';
import type { BrickTools, DropBox, OpenBrick, RawRecord } from '#sdk';
import { createTableCodec } from '../../src/sdk/table-codec.ts';
import { MemoryMirror } from '../../src/conformance/index.ts';
import { project } from '../../src/conformance/projection.ts';
import connector from '../../connectors/soracaisse/index.ts';
import { windows1252 } from '../../connectors/soracaisse/sandbox/csv.ts';

export const NOW = new Date('2026-11-23T12:00:00Z');

export interface TestStore {
  box: DropBox;
  tools: BrickTools;
  mirror: MemoryMirror;
  /** Drops a file, later than all before it. */
  drop(name: string, content: string | Uint8Array): void;
  take(name: string): void;
  /** Names of files that somebody is still writing. */
  changing: Set<string>;
  reads: string[];
  brick(settings?: Record<string, unknown>): OpenBrick;
  run(brick: OpenBrick, full?: boolean): Promise<Record<string, string[]>>;
  records(kind: string): RawRecord[];
  /** What the mirror is projected to. */
  facets(type: string): object[];
  /** Name of each file to what became of it. */
  outcomes(): Record<string, unknown>;
}

export function testStore(): TestStore {
  const files = new Map<string, { bytes: Uint8Array; modifiedAt: string }>();
  const changing = new Set<string>();
  const reads: string[] = [];
  const mirror = new MemoryMirror();
  let dropped = 0;
  const box: DropBox = {
    list: () =>
      Promise.resolve([...files].map(([name, { bytes, modifiedAt }]) => ({ name, size: bytes.length, modifiedAt }))),
    read(name) {
      reads.push(name);
      const found = files.get(name);
      if (found && !changing.has(name)) return Promise.resolve(found.bytes);
      return Promise.reject(new RetryableError({ code: 'DROP_FILE_CHANGING', message: name, remedy: 'Wait.' }));
    },
    write(name, bytes) {
      files.set(name, { bytes, modifiedAt: NOW.toISOString() });
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
  const tools: BrickTools = {
    brick: 'till',
    http: () => {
      throw new Error('this connector speaks no HTTP');
    },
    drop: () => box,
    tables: createTableCodec(),
    blobs: {
      put: (bytes) => Promise.resolve({ sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length }),
      has: () => Promise.resolve(false),
    },
    log: { info: () => undefined, warn: () => undefined },
    now: () => NOW,
  };
  return {
    box,
    tools,
    mirror,
    changing,
    reads,
    drop(name, content) {
      dropped += 1;
      const bytes = typeof content === 'string' ? windows1252(content) : content;
      files.set(name, { bytes, modifiedAt: new Date(NOW.getTime() - 3_600_000 + dropped * 1000).toISOString() });
    },
    take: (name) => void files.delete(name),
    brick: (settings = {}) =>
      connector.open(connector.settings.parse({ drop: { kind: 'folder', path: '/box' }, ...settings }), tools),
    async run(brick, full = false) {
      const runs = await mirror.run(brick, { now: NOW, full });
      return Object.fromEntries([...runs].map(([kind, { changed }]) => [kind, changed]));
    },
    records: (kind) => mirror.records(kind),
    facets: (type) => {
      const { streams } = connector.open(connector.settings.parse({ drop: { kind: 'folder', path: '/box' } }), tools);
      const found = project(mirror, streams, connector.aggregates).filter((one) => one.type === type);
      return found.map(({ facet }) => facet);
    },
    outcomes: () =>
      Object.fromEntries(mirror.records('files').map(({ body }) => [body['name'] as string, body['outcome']])),
  };
}

export const HEADINGS =
  'N° ticket;Date;Heure;Caisse;Référence;Code-barres;Désignation;Quantité;Prix unitaire TTC;Total ligne TTC;TVA;Total TTC;Mode de paiement;Client';

export interface Line {
  number?: string;
  date?: string;
  time?: string;
  till?: string;
  sku?: string;
  gtin?: string;
  name?: string;
  quantity?: string;
  price?: string;
  amount?: string;
  tax?: string;
  total?: string;
  payment?: string;
  customer?: string;
}

const LINE: Required<Line> = {
  number: 'A-000001',
  date: '21/11/2026',
  time: '14:05',
  till: 'Caisse 1',
  sku: 'SC-1',
  gtin: '3760012345670',
  name: 'Théière',
  quantity: '1',
  price: '12,00',
  amount: '12,00',
  tax: '20,00',
  total: '12,00',
  payment: 'CB',
  customer: '',
};

/** A file of tickets as a till writes it. */
export function tickets(lines: readonly Line[], trailer?: string): string {
  const rows = lines.map((line) => Object.values({ ...LINE, ...line }).join(';'));
  const end = trailer === undefined ? [] : [`TOTAL;;;;;;;;;;;${trailer};;`];
  return [HEADINGS, ...rows, ...end, ''].join('\r\n');
}
