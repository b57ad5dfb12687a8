import { Kind, parse, print, visit } from 'graphql';
import { markOf, type ArgumentNeed, type Need } from '../roles/graph/index.ts';
import type { Supergraph } from './supergraph.ts';

/** What the supergraph asks of tokens: the marks of all subgraphs together. */
export interface Marks {
  /** By `Type` and `Type.field`. */
  needs: ReadonlyMap<string, Need>;
  /** By `Type.field`. */
  args: ReadonlyMap<string, readonly ArgumentNeed[]>;
}

export function marksOf({ sdl, subgraphs }: Supergraph): Marks {
  const needs = new Map<string, Need>();
  const add = (name: string, node: Parameters<typeof markOf>[0]): void => {
    const { need } = markOf(node);
    if (need !== null) needs.set(name, need);
  };
  for (const node of parse(sdl).definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    add(node.name.value, node);
    for (const field of node.fields ?? []) add(`${node.name.value}.${field.name.value}`, field);
  }
  return { needs, args: new Map(subgraphs.flatMap(({ args }) => [...(args ?? [])])) };
}

const MARKS: ReadonlySet<string> = new Set(['authenticated', 'requiresScopes']);

/** The supergraph as clients see it, without the machinery of the marks: the engine plans as if there were none. */
export function withoutMarks(sdl: string): string {
  const open = visit(parse(sdl), {
    Directive: ({ name, arguments: given }) => {
      if (MARKS.has(name.value)) return null;
      const url = given?.find((argument) => argument.name.value === 'url')?.value;
      const isLink = name.value === 'link' && url?.kind === Kind.STRING;
      return isLink && [...MARKS].some((mark) => url.value.includes(`/${mark}/`)) ? null : undefined;
    },
    DirectiveDefinition: ({ name }) => (MARKS.has(name.value) ? null : undefined),
    ScalarTypeDefinition: ({ name }) => (name.value === 'requiresScopes__Scope' ? null : undefined),
  });
  return `${print(open)}\n`;
}
