import type { z } from 'zod';
import type { Aggregate } from './mapper.ts';
import type { DropBox, DropBoxOptions } from './drop-box.ts';
import type { BrickHttp, BrickHttpOptions } from './http.ts';
import type { FulfilmentCommands } from '../roles/fulfilment/commands.ts';
import type { ShopCommands } from '../roles/shop/commands.ts';
import type { TillCommands } from '../roles/till/commands.ts';
import type { BrickIntake } from './intake.ts';
import type { Stream } from './stream.ts';
import type { TableCodec } from './table.ts';
import type { WebhookDelivery, WebhookVerdict } from './webhook.ts';

export type RoleName = 'shop' | 'fulfilment' | 'mass-edit' | 'till';

/** What is found when a brick is asked whether it can be read. */
export interface CheckFinding {
  /** What was tried, e.g. `products`. */
  subject: string;
  state: 'ok' | 'missing' | 'error';
  message: string;
  remedy?: string;
}

/** Bytes kept beside the database under the hash of their content. */
export interface BlobStore {
  /** Stores bytes durably before it resolves. The same bytes twice are one blob. */
  put(bytes: Uint8Array): Promise<{ sha256: string; size: number }>;
  has(sha256: string): Promise<boolean>;
}

export interface ConnectorLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** What the hub lends to an opened brick. Everything else it talks to, it talks to through these. */
export interface BrickTools {
  /** The brick's configured name. */
  brick: string;
  /** An HTTP client bound to one origin, with limits, retry, breaker and redaction. */
  http(options: BrickHttpOptions): BrickHttp;
  /** A folder or an SFTP directory in which files are exchanged. */
  drop(options: DropBoxOptions): DropBox;
  /** Reads and writes CSV and XLSX. */
  tables: TableCodec;
  blobs: BlobStore;
  log: ConnectorLog;
  now(): Date;
}

/** Every command of every role, by name. */
export type BrickCommands = ShopCommands & FulfilmentCommands & TillCommands;
export type CommandName = keyof BrickCommands;
export type CommandPayload<Name extends CommandName> = Parameters<BrickCommands[Name]>[0];

/**
 * What one brick's change means for another brick:
 * - `order-to-fulfilment`: a paid order is picked and sent;
 * - `shipment-to-shop`: what was sent, with its tracking number;
 * - `stock-to-shop`: what may be sold, as the owner of stock says;
 * - `sale-to-stock`: what a till sold is not there any more;
 * - `items-to-till`: names and prices of the shop on the till's buttons.
 */
export type FlowName = 'order-to-fulfilment' | 'shipment-to-shop' | 'stock-to-shop' | 'sale-to-stock' | 'items-to-till';

/** One configured instance, opened. */
export interface OpenBrick {
  /** In the order in which they should be read: what others refer to first. */
  streams: Stream[];
  /** What it can be told to do. Leaving a command out *is* the declaration that the brick cannot do it. */
  commands?: Partial<BrickCommands>;
  /**
   * What the vendor carries between its bricks by itself, as it is set up: the hub must not write the same values.
   */
  carries?: readonly FlowName[];
  /** How it is filled when it is empty: by a rebuild or a swap. Leaving it out *is* the declaration that it cannot be. */
  intake?: BrickIntake;
  /** Judges what was sent to `/webhooks/<brick>`; asks nobody. Absent: the vendor sends nothing. */
  webhook?(delivery: WebhookDelivery): WebhookVerdict;
  /** Asks the brick whether it can be reached and which rights are missing. Never throws for an answer that the brick gave. */
  check(): Promise<CheckFinding[]>;
  close?(): Promise<void>;
}

/** A vendor's package. Settings are values: two bricks of one vendor may differ in all of them. */
export interface Connector<Settings = unknown> {
  /** `prestashop` */
  name: string;
  /** The first number of the SDK's version that it was written for; absent: this one. */
  sdk?: number;
  title: { en: string; fr: string };
  roles: readonly RoleName[];
  /** Strict: unknown keys are errors. */
  settings: z.ZodType<Settings>;
  /** Setting keys whose values must never be shown. */
  secrets: readonly string[];
  /** From records to facets, for all roles of this connector. Must not depend on settings. */
  aggregates: readonly Aggregate[];
  open(settings: Settings, tools: BrickTools): OpenBrick;
  /** Starts a stand-in of the vendor's server with a believable, seeded business in it: for the demo and for tests. */
  sandbox?(options: SandboxOptions): Promise<Sandbox>;
}

/** Keeps the types of a connector together; returns what it was given. */
export function defineConnector<Settings>(connector: Connector<Settings>): Connector<Settings> {
  return connector;
}

export interface SandboxOptions {
  /** Same seed and same birth: the same business, to the byte. */
  seed: number;
  /** The day on which the business is seen; its orders lie before it. */
  bornAt: Date;
  /** True: as the vendor installs it, with no business in it: what a rehearsal and a drill fill. Default false. */
  fresh?: boolean;
  /** True: as little business as the connector can be judged by, but of its longest lists more than a page. */
  small?: boolean;
  /** A folder of its own, for those that exchange files; it exists. */
  folder: string;
  /** Sandboxes that were started before, by role: a stand-in may link itself to them as the real vendor does. */
  peers: Partial<Record<RoleName, Sandbox & { connector: string }>>;
}

/** A stand-in for a vendor's server, on loopback. */
export interface Sandbox {
  readonly url: string;
  /** Settings with which a brick reaches it. */
  readonly settings: Record<string, unknown>;
  /** Lets a day (or some other step of business) pass: files are dropped, orders shipped. Absent: it stands still. */
  step?(): Promise<void>;
  /** From now on, what changes is sent to this address as the vendor's webhooks are. Absent: the vendor sends none. */
  sendTo?(url: string): Promise<void>;
  close(): Promise<void>;
}
