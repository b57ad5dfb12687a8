import type { CheckFinding } from './connector.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { MirrorView } from './stream.ts';

/**
 * How an empty brick is filled: by a rebuild, which brings records of the same connector in their own words, or by a
 * swap, which brings facets, whichever vendor said them. The engine decides the order, keeps who was placed as what,
 * and resumes; a connector says how one thing is written and how it is found again.
 */

/** One thing to bring. */
export interface IntakeItem<Body extends object = JsonObject> {
  /** Rebuild: the record's id in the source. Swap: the entity's hub id. */
  id: string;
  body: Body;
}

/** What a stage may ask while it writes. */
export interface IntakeContext {
  /** The plan's id: fit to be written into the target as a mark by which its own work is told. */
  plan: string;
  /** Target id of something that was placed in this plan, or that the target had and was merged with; null: neither. */
  placed(kind: string, id: string): string | null;
  /**
   * Other records of the source (rebuild), or facets (swap), as of the plan's time: by kind or facet type, and id. Facets
   * are those of the source brick; of a type that it does not say, those of the role's primary: a warehouse's order
   * has its address from the shop.
   */
  source(kind: string, ids: readonly string[]): Promise<IntakeItem[]>;
  /** All of the source's records whose `parent` is this id (rebuild only; empty in a swap). */
  children(kind: string, parent: string): Promise<IntakeItem[]>;
  /** Bytes of an image or file by its hash; null: the mirror does not hold them. */
  blob(sha256: string): Promise<Uint8Array | null>;
  /** What the target said when it was last read; empty before the first time. */
  target: MirrorView;
  now: Date;
  signal: AbortSignal;
}

export interface Placed {
  /** The source's id, as given. */
  id: string;
  targetId: string;
  /** Things that came to be with it: a product's only variant, an order's lines. */
  also?: readonly { kind: string; id: string; targetId: string }[];
}

/** What a target cannot take, told before it happens. */
export interface Loss {
  /** Which field, in the words of the facet or the record: `password`, `id`. */
  field: string;
  reason: { en: string; fr: string };
  remedy: { en: string; fr: string };
}

/** All things of one kind. Stages run in the order in which they are listed. */
export interface IntakeStage<Body extends object = JsonObject> {
  /** Record kind of the source (rebuild), or facet type (swap). */
  kind: string;
  /** How many are written at once by one call of `put`. Default 1. */
  batch?: number;
  /** Items that must not be written at the same time share a lane: a category and its parent. Absent: any order. */
  lane?(item: IntakeItem<Body>): string;
  /** For trees: the item of the same kind that must be there first; null: none. */
  needs?(item: IntakeItem<Body>): string | null;
  /** Requests that one item costs beside its blobs: for the estimate. Default 1. */
  requests?(item: IntakeItem<Body>): number;
  /** Hashes of the blobs that are sent with it: for the estimate. */
  blobs?(item: IntakeItem<Body>): readonly string[];
  /** What is lost of every item of this kind. */
  limits?: readonly Loss[];
  /** What is lost of this item beside. Pure. */
  losses?(item: IntakeItem<Body>): readonly Loss[];
  /** False: it is left out, with the reason (a shop's built-in root category). Pure. */
  wants?(item: IntakeItem<Body>): true | { en: string; fr: string };
  /**
   * Swap: whether this is past, or not shown by the target yet: as long as the target does not say it, the hub goes on
   * showing it there as the source said it (a ticket, a buyer without an account). Pure. Absent: nothing of the kind.
   */
  stays?(item: IntakeItem<Body>): boolean;
  /**
   * The target's id of what stands for this item already: left by a try that was cut off, made by the vendor's
   * installation (a currency, a country), or kept by a merge. Asked before `put` for every item whose earlier `put`
   * did not end, and for all items of a stage with `merges`.
   */
  find(item: IntakeItem<Body>, context: IntakeContext): Promise<string | null>;
  /** True: the target's installation brings some of these; each is looked for first and taken over instead of doubled. */
  merges?: boolean;
  /**
   * Writes them. Throws a RetryableError for what another try may mend, a PermanentError for what the target refuses
   * (of a batch of one: the item is reported and left out).
   */
  put(items: readonly IntakeItem<Body>[], context: IntakeContext): Promise<readonly Placed[]>;
  /** Writes to what `find` found what the source says of it. Absent: it stays as the target has it. */
  take?(item: IntakeItem<Body>, targetId: string, context: IntakeContext): Promise<readonly Placed[]>;
}

/** Where two facets differ. */
export interface DifferenceAt {
  /** Facet type and field names, without positions in lists. The type alone: one side has no such facet. */
  path: string;
  /** The two values. */
  source: JsonValue | undefined;
  target: JsonValue | undefined;
  /** The whole facets; null: that side has none. */
  facets: { source: JsonObject | null; target: JsonObject | null };
}

/** A difference that verification expects: `Order.number`, `Customer.addresses.externalId`. */
export interface ExpectedDifference {
  /** Facet type and field path; `*` stands for any one name. */
  path: string;
  reason: { en: string; fr: string };
  /** Whether two different values are this expected difference. Absent: any two are. */
  allows?(source: JsonValue | undefined, target: JsonValue | undefined): boolean;
  /** The same, where it takes more than the two values to tell. Pure. Both must agree. */
  fits?(at: DifferenceAt): boolean;
}

interface Filling {
  stages: readonly IntakeStage[];
  expected: readonly ExpectedDifference[];
}

export interface RecordFilling extends Filling {
  /** From an entity's external id in the source to the one in the target: `12-34` of a combination. Null: not placed. */
  externalId(type: string, externalId: string, placed: IntakeContext['placed']): string | null;
}

/** Stage kinds are facet types; the target's external id of an entity is the `targetId` under which it was placed. */
export type FacetFilling = Filling;

/**
 * One public address, or many of one form. `path` is decoded, from the top of the site: `/mug.html`. Of a form, `before`
 * and `after` are regular expressions (of those that PCRE and JavaScript share, without groups that capture) around the
 * `key`: `/(?:[^/]+/)*` `12` `-[^/]*\\.html`.
 */
export type PublicAddress = { path: string } | { before: string; key: string; after: string };

/** Where visitors find, or found, a product or a category. */
export interface PublicPlace {
  /** A whole address to which those who come to an old one may be sent; null: not known. */
  shown: string | null;
  addresses: readonly PublicAddress[];
}

/** What a brick offers to recovery. Leaving `records` or `facets` out *is* the declaration that it cannot be filled so. */
export interface BrickIntake {
  /** How many calls of `put` and `take` may be under way at once. Default 4. */
  parallel?: number;
  /** What it holds beyond a fresh installation, by its own kinds; all zero: it is empty. */
  contents(): Promise<readonly { kind: string; count: number }[]>;
  /** Whether it may be written to: rights missing on the target. Never throws for an answer that the brick gave. */
  rights(): Promise<CheckFinding[]>;
  records?: RecordFilling;
  facets?: FacetFilling;
  /** After the last stage: indexes, caches. Safe to repeat. */
  finish?(context: IntakeContext): Promise<void>;
  /** The public page of an entity, for the independent witness; null: it has none. */
  publicPage?(type: string, externalId: string): Promise<string | null>;
  /**
   * Where the public finds products and categories (external ids), by what the mirror holds of them; asks nobody, since
   * the brick may be gone. What cannot be known is left out. Absent: it has no public side.
   */
  places?(
    type: 'Product' | 'Category',
    externalIds: readonly string[],
    records: Pick<MirrorView, 'byIds'>,
  ): Promise<ReadonlyMap<string, PublicPlace>>;
  /** The public page on which customers set a new password. Absent: there is none, or it is not known. */
  passwordPage?: string;
  /**
   * Completes one order of a variant on the public side, as a customer would, and takes it back: what a verification
   * may try when it is asked to. Never throws for an answer that the brick gave.
   */
  tryOrder?(variant: string): Promise<CheckFinding>;
}

/** Keeps the type of a stage's items where stages of several types stand in one list. */
export function defineStage<Body extends object>(stage: IntakeStage<Body>): IntakeStage {
  return stage as unknown as IntakeStage;
}
