import type { ApolloServerPlugin } from '@apollo/server';
import { Kind, visit, type DocumentNode } from 'graphql';
import { refuse } from '../roles/graph/index.ts';
import type { GatewayRequest } from './supergraph.ts';

const REFUSAL =
  'A text of the operation holds a character that no text can have: U+0000, or one half of a surrogate pair. Send it without.';

/**
 * Runs before execution: refuses what PostgreSQL cannot keep and JSON cannot carry, in one place, so that no resolver
 * has to think of it. Bodies and documents are bounded already, and with them this walk.
 */
export const refuseBrokenText: ApolloServerPlugin<GatewayRequest> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ document, request }) => {
      if (hasBrokenText(request.variables) || hasBrokenLiteral(document))
        throw refuse('INVALID_ARGUMENT', REFUSAL, 400);
    },
  }),
};

function isBroken(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed();
}

function hasBrokenLiteral(document: DocumentNode): boolean {
  let broken = false;
  visit(document, {
    [Kind.STRING]({ value }) {
      broken ||= isBroken(value);
    },
  });
  return broken;
}

/** Names count, too: some values are kept whole. Without recursion: JSON may nest deeper than calls can. */
function hasBrokenText(variables: unknown): boolean {
  const open = [variables];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === 'string' && isBroken(value)) return true;
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) for (const one of value as unknown[]) open.push(one);
    else for (const [name, one] of Object.entries(value)) open.push(name, one);
  }
  return false;
}
