/**
 * Matching: entities of several bricks that are one get one hub id.
 *
 * An *identity value* (a SKU, an e-mail address) that moves in a facet is *due*; matching looks for it in the bricks
 * of higher precedence and *merges* the entity with the one that it finds there, or notes a *conflict* for a person.
 * The id that an entity was born with stays an alias. What a person bound is never touched. Runs inside the writer.
 */
export { bindByCommand } from './by-command.ts';
export { bindByHand, unbindByHand } from './by-hand.ts';
export { ALIAS_BRICK, boundTo } from './entities.ts';
export { entityOf, identityIndex, type IdentityIndex } from './identities.ts';
export { matchStep } from './match-step.ts';
export { everyValue, movedValues, type MovedValues } from './moved-values.ts';
