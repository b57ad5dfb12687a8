import { isMap, isScalar, visit, type Document } from 'yaml';
import type { Environment } from './environment.ts';
import type { Problems } from './problems.ts';
import { secretsInText } from './secrets.ts';

/** `$${` is a literal `${`; an opening that is never closed is caught by the last alternative. */
const REFERENCE = /\$\$\{|\$\{([^}]*)\}|\$\{/g;

export interface Interpolation {
  env: Environment;
  problems: Problems;
  /** `mortar.config.yaml:4:5` for an offset in the file. */
  place(offset: number): string;
}

/**
 * Puts the environment's values where the file says `${NAME}`, in values, never in keys. What is put in stays text.
 * Gives back those values that must never be shown.
 */
export function interpolate(document: Document, { env, problems, place }: Interpolation): string[] {
  const secrets: string[] = [];
  visit(document, {
    Scalar(position, node, ancestors) {
      if (position === 'key' || typeof node.value !== 'string' || !node.value.includes('${')) return;
      const key = pathOf(ancestors, node);
      const where = place(node.range?.[0] ?? 0);
      const values: string[] = [];
      node.value = node.value.replace(REFERENCE, (reference: string, name: string | undefined) => {
        if (reference === '$${') return '${';
        const resolved = resolve(name, env);
        if ('value' in resolved) values.push(resolved.value);
        else problems.add({ where, key, ...resolved });
        return 'value' in resolved ? resolved.value : reference;
      });
      secrets.push(...secretsInText(key, String(node.value), values));
    },
  });
  return secrets;
}

function resolve(name: string | undefined, env: Environment): { value: string } | { what: string; remedy: string } {
  if (name === undefined || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    const what = name === undefined ? 'has a ${ without its }' : `has \${${name}}, which names no variable`;
    return { what, remedy: 'Write ${NAME}, or $${ for these two characters themselves.' };
  }
  const variable = env.read(name);
  if (!variable) {
    return {
      what: `needs the environment variable ${name}, which is not set`,
      remedy: `Set ${name}, or ${name}_FILE to the path of a file that holds the value.`,
    };
  }
  if ('value' in variable) return { value: variable.value };
  return {
    what: `needs ${variable.from}, which ${variable.unreadable}`,
    remedy: 'Correct the path, or let this user read it.',
  };
}

/** The keys that lead to a node, for people. */
function pathOf(ancestors: readonly unknown[], node: unknown): string {
  const chain = [...ancestors, node];
  const keys = chain.flatMap((parent, i) => {
    if (!isMap(parent)) return [];
    const pair = parent.items.find((item) => item === chain[i + 1]);
    return pair && isScalar(pair.key) ? [String(pair.key.value)] : [];
  });
  return keys.join('.');
}
