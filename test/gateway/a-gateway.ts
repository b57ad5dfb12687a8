import { Readable } from 'node:stream';
import { pino } from 'pino';
import type { BlobReader, Gateway, GatewayOptions } from '../../src/gateway/index.ts';
import { createGateway, createTokenAuth, hashToken } from '../../src/gateway/index.ts';
import type { BindOrder, BindOutcome, HoldOrder, HoldOutcome } from '../../src/mirror/index.ts';
import { createLiveFeed } from '../../src/hub/live.ts';
import type { BrickStatus, FlowPort, HubStatus, SyncOutcome } from '../../src/roles/hub/index.ts';
import { MemoryAudit } from '../audit/memory-audit.ts';
import { FakeOutbox } from '../roles/fake-outbox.ts';
import { FakeMirror } from '../roles/fake-reader.ts';
import { fillShop } from '../roles/shop-samples.ts';

export const TOKEN = 'a-token-of-staff';
export const PICTURE = 'a'.repeat(64);

export const BRICK: BrickStatus = {
  name: 'shop-fr',
  connector: 'prestashop',
  roles: ['shop'],
  state: 'HEALTHY',
  running: false,
  lag: 42,
  lastRun: null,
  breaker: 'half-open',
  capabilities: ['read:products'],
  openHolds: 2,
  unreadable: [
    { kind: 'products', count: 7, sample: [{ id: '12', message: 'No name.', at: '2026-11-01T00:00:00.000Z' }] },
  ],
  health: { message: 'On schedule.', remedy: null },
};

const FLOW: ReturnType<FlowPort['list']>[number] = {
  ...{
    name: 'stock-to-shop',
    from: 'depot',
    to: 'shop-fr',
    mode: 'on',
    state: 'conflict',
    reason: 'depot carries it.',
  },
} as const;
const DIFFERENCE = {
  ...{ command: 'setStock', entity: 'Variant', hubId: 'v1', subject: 'ROBE-S', before: '3', after: '5' },
};

const notHere = () => Promise.reject(new Error('nothing is moved here'));

/** A hub that fills no bricks. */
export const NO_MOVES: HubStatus['moves'] = {
  list: () => Promise.resolve([]),
  find: () => Promise.resolve(null),
  ...{ plan: notHere, start: notHere, verify: notHere, cutOver: notHere },
  ...{ beginRehearsal: notHere, beginDrill: notHere, rehearsing: () => [], drilling: () => [] },
  drills: () => Promise.resolve([]),
  ...{ redirects: notHere, idMap: notHere, beginPasswords: notHere },
  pause: () => false,
  progress: () => null,
  going: () => [],
};

export class FakeStatus implements HubStatus {
  outcome: SyncOutcome = 'started';
  readonly started: { name: string; full: boolean }[] = [];
  bindOutcome: BindOutcome = { outcome: 'unknown-record' };
  readonly bound: Omit<BindOrder, 'hubId'>[] = [];
  readonly reconciled: string[] = [];
  /** Looks as soon as it is poked, and never by itself. */
  readonly live = createLiveFeed({
    after(ms, run) {
      const soon = ms < 1_000 ? setImmediate(run) : undefined;
      return () => clearImmediate(soon);
    },
  });
  flows: FlowPort = {
    list: () => [FLOW],
    differences: async ({ name }) => (name === FLOW.name ? [DIFFERENCE] : null),
    reconcile: async ({ name, by }) => {
      this.reconciled.push(`${name} by ${by}`);
      return name === FLOW.name ? { outcome: 'taken', taken: 1, held: 0 } : { outcome: 'unknown' };
    },
  };

  readonly decided: HoldOrder[] = [];
  holdOutcome: HoldOutcome = { outcome: 'unknown' };
  readonly holds = {
    decide: async (order: HoldOrder): Promise<HoldOutcome> => {
      this.decided.push(order);
      return this.holdOutcome;
    },
  };

  readonly letters = () => Promise.reject(new Error('no letters are written here'));
  readonly salvage = () => Promise.reject(new Error('nothing is salvaged here'));
  readonly backups = { list: () => Promise.resolve([]) };
  readonly people = {
    export: () => Promise.resolve(null),
    erase: () => Promise.resolve({ outcome: 'unknown' as const }),
  };
  readonly moves = NO_MOVES;
  readonly audit = new MemoryAudit();

  bricks(): readonly BrickStatus[] {
    return [BRICK, { ...BRICK, name: 'shop-uk' }];
  }

  primary(role: string): string | null {
    return role === 'shop' ? 'shop-fr' : null;
  }

  async sync(name: string, { full }: { full: boolean }): Promise<SyncOutcome> {
    this.started.push({ name, full });
    return this.outcome;
  }

  async bind(order: BindOrder): Promise<BindOutcome> {
    this.bound.push(order);
    return this.bindOutcome;
  }

  async unbind(order: Omit<BindOrder, 'hubId'>): Promise<BindOutcome> {
    this.bound.push(order);
    return this.bindOutcome;
  }
}

const blobs = {
  open: async (sha256) => (sha256 === PICTURE ? { stream: Readable.from([Buffer.from('picture')]), size: 7 } : null),
} satisfies BlobReader;

export interface TestGateway extends Gateway {
  url: string;
  mirror: FakeMirror;
  status: FakeStatus;
  outbox: FakeOutbox;
  /** Every line of the log. */
  logged: string[];
  ask(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: {
    data?: unknown;
    errors?: { message: string; path?: unknown; extensions: Record<string, unknown> }[];
    extensions?: unknown;
  };
}

/** A gateway on a free port over the small shop. */
export async function startGateway(changes: Partial<GatewayOptions> = {}): Promise<TestGateway> {
  const mirror = new FakeMirror();
  fillShop(mirror);
  const status = new FakeStatus();
  const outbox = new FakeOutbox();
  const logged: string[] = [];
  const gateway = await createGateway({
    reader: mirror.reader,
    status,
    outbox,
    blobs,
    auth: createTokenAuth(() => [{ name: 'staff', sha256: hashToken(TOKEN) }]),
    log: pino({ level: 'info' }, { write: (line: string) => void logged.push(line) }),
    ready: () => ({ ok: true }),
    staleness: () => ({ asOf: '2026-11-01T00:00:00.000Z', staleBricks: [] }),
    now: () => new Date('2026-11-15T12:00:00Z'),
    ...changes,
  });
  const { url } = await gateway.start(0, '127.0.0.1');
  const ask: TestGateway['ask'] = async (query, variables = {}, headers = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}`, ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as Answer['body'] };
  };
  return { ...gateway, url, mirror, status, outbox, logged, ask };
}
