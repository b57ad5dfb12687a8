import type { Connector } from '#sdk';
import { facetCases } from './cases/facets.ts';
import { faultCases } from './cases/faults.ts';
import { readingCases } from './cases/reading.ts';
import { startSubject, type Subject } from './subject.ts';

/** One sentence about a connector, and how it is tried. */
export interface ConformanceCase {
  name: string;
  /** Rejects with an AssertionError when the sentence is not true. */
  run(): Promise<void>;
}

/** A case as it is written: over a subject that was started for it alone. */
export interface SubjectCase {
  name: string;
  run(subject: Subject): Promise<void>;
}

/** All that can be judged of this connector. Throws when it has no sandbox: nothing could be tried. */
export function conformanceOf(connector: Connector): ConformanceCase[] {
  if (!connector.sandbox) throw new Error(`The connector ${connector.name} has no sandbox to be judged against.`);
  return [...readingCases, ...faultCases, ...facetCases(connector.roles)].map(({ name, run }) => ({
    name,
    async run() {
      const subject = await startSubject(connector);
      try {
        await run(subject);
      } finally {
        await subject.close();
      }
    },
  }));
}
