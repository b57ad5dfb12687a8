import type { Connector } from '#sdk';
import { capabilityCases } from './cases/capabilities.ts';
import { commandCases } from './cases/commands.ts';
import { cursorCases } from './cases/cursor.ts';
import { facetCases } from './cases/facets.ts';
import { faultCases } from './cases/faults.ts';
import { orderCases } from './cases/order.ts';
import { readingCases } from './cases/reading.ts';
import { textCases } from './cases/text.ts';
import { webhookCases } from './cases/webhooks.ts';
import { zoneCases } from './cases/zones.ts';
import { NotApplicable } from './not-applicable.ts';
import type { Facet } from './projection.ts';
import { facetsOf, startSubject, type Subject } from './subject.ts';

/** One sentence about a connector, and how it is tried. */
export interface ConformanceCase {
  name: string;
  /**
   * Rejects with an AssertionError when the sentence is not true. Resolves with null when it is, or with why it says
   * nothing about this connector.
   */
  run(): Promise<string | null>;
}

/** A case as it is written: over a subject that was started for it alone. */
export interface SubjectCase {
  name: string;
  run(subject: Subject): Promise<void>;
}

/** A case that only looks at the facets of a first read. */
export interface FacetCase {
  name: string;
  judge(facets: readonly Facet[]): void;
}

/** All that can be judged of this connector. Throws when it has no sandbox: nothing could be tried. */
export function conformanceOf(connector: Connector): ConformanceCase[] {
  if (!connector.sandbox) throw new Error(`The connector ${connector.name} has no sandbox to be judged against.`);
  const subjectCases = [
    ...readingCases,
    ...orderCases,
    ...cursorCases,
    ...faultCases,
    ...textCases,
    ...capabilityCases,
    ...commandCases,
    ...webhookCases,
    ...zoneCases,
  ];
  let first: Promise<Facet[]> | null = null;
  const facets = (): Promise<Facet[]> => (first ??= onSubject(connector, facetsOf));
  return [
    ...subjectCases.map(({ name, run }) => ({ name, run: () => judged(() => onSubject(connector, run)) })),
    ...facetCases(connector.roles).map(({ name, judge }) => ({
      name,
      run: () => judged(async () => judge(await facets())),
    })),
  ];
}

async function onSubject<Result>(connector: Connector, run: (subject: Subject) => Promise<Result>): Promise<Result> {
  const subject = await startSubject(connector);
  try {
    return await run(subject);
  } finally {
    await subject.close();
  }
}

async function judged(run: () => Promise<void>): Promise<string | null> {
  try {
    await run();
    return null;
  } catch (error) {
    if (error instanceof NotApplicable) return error.message;
    throw error;
  }
}
