import { Kind, valueFromASTUntyped, type DirectiveNode } from 'graphql';
import type { Need } from './scopes.ts';

/** What the directives of a type or field ask of a token; null: nothing by themselves. */
export interface Mark {
  /** Any token will do, but not a shopper's. */
  authenticated: boolean;
  need: Need | null;
}

interface Marked {
  readonly directives?: readonly DirectiveNode[] | undefined;
}

/** Reads `@authenticated` and `@requiresScopes` off a definition. */
export function markOf(node: Marked | null | undefined): Mark {
  const mark: Mark = { authenticated: false, need: null };
  for (const { name, arguments: given } of node?.directives ?? []) {
    if (name.value === 'authenticated') mark.authenticated = true;
    if (name.value !== 'requiresScopes') continue;
    const scopes = given?.find((argument) => argument.name.value === 'scopes')?.value;
    if (scopes?.kind !== Kind.LIST) throw new Error('@requiresScopes without its list of scopes');
    mark.need = valueFromASTUntyped(scopes) as Need;
  }
  return mark;
}

export function isMarked({ authenticated, need }: Mark): boolean {
  return authenticated || need !== null;
}
