/**
 * What every connector must hold, whichever vendor it speaks to: judged against its own sandbox, through the tools that
 * the hub lends, with faults put between the two. A *subject* is a connector with a sandbox, a *case* one sentence that
 * is true of it or not. It knows no test runner: jest and `mortar connector test` run the same cases.
 */
export { conformanceOf } from './conformance.ts';
export { MemoryMirror } from './memory-mirror.ts';
