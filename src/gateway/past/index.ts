/**
 * The header `Mortar-As-Of`: the same query, answered by the mirror as it was. It chooses which mirror a request reads
 * and says so in the answer; what the past is, the mirror knows.
 */
export { answerFromPast, type PastSource } from './answer-from-past.ts';
export { AS_OF, notLive } from './header.ts';
