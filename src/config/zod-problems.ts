import type { z } from 'zod';
import { suggestion } from './nearest.ts';
import type { Path, Places } from './document.ts';
import type { Problem } from './problems.ts';

export interface Checked {
  schema: z.ZodType;
  value: unknown;
  /** Keys that are known beside the schema's own at its top. */
  alsoKnown?: readonly string[];
  /** Where the value sits in the whole configuration. */
  below: Path;
  places: Places;
}

type Issue = z.core.$ZodIssue;

/** What zod found, in words that say where it is and what to write instead. */
export function zodProblems(issues: readonly Issue[], checked: Checked): Problem[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => unknownKey(issue.path, key, checked))
      : [wrongValue(issue, checked)],
  );
}

function unknownKey(path: Path, key: string, { schema, alsoKnown = [], below, places }: Checked): Problem {
  const known = [...keysOf(schema, path), ...(path.length === 0 ? alsoKnown : [])];
  const full = [...below, ...path, key];
  return { where: places.keyPlace(full), key: full.join('.'), what: 'is not known', remedy: suggestion(key, known) };
}

function wrongValue(issue: Issue, { value, below, places }: Checked): Problem {
  const full = [...below, ...issue.path];
  const key = full.length === 0 ? 'the file' : full.map(String).join('.');
  if (isAbsent(value, issue.path)) {
    const remedy = `Add ${String(full.at(-1))}: to ${full.slice(0, -1).map(String).join('.') || 'the file'}.`;
    return { where: places.keyPlace(full), key, what: 'is missing', remedy };
  }
  return { where: places.valuePlace(full), key, what: wordsFor(issue), remedy: remedyFor(issue) };
}

function wordsFor(issue: Issue): string {
  const message = issue.message.replace(/^Invalid input: /, '').replace(/\.$/, '');
  return issue.code === 'custom' ? message : `is wrong: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

function remedyFor(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `Write ${WRITTEN[issue.expected] ?? `a value of type ${issue.expected}`}.`;
    case 'invalid_value':
      return `Write one of: ${issue.values.map(String).join(', ')}.`;
    case 'too_small':
      return `Write ${issue.origin === 'string' ? 'a longer text' : `${String(issue.minimum)} or more`}.`;
    case 'too_big':
      return `Write ${issue.origin === 'string' ? 'a shorter text' : `${String(issue.maximum)} or less`}.`;
    case 'invalid_format':
      return issue.format === 'url' ? 'Write a whole address: https://shop.example.' : `Write a valid ${issue.format}.`;
    default:
      return 'Correct the value.';
  }
}

const WRITTEN: Record<string, string> = {
  string: 'a text, in quotes',
  number: 'a number, without quotes',
  int: 'a whole number, without quotes',
  boolean: 'true or false, without quotes',
  array: 'a list: [first, second]',
  object: 'keys with values below it',
  record: 'keys with values below it',
};

function isAbsent(value: unknown, path: Path): boolean {
  let at = value;
  for (const part of path) at = typeof at === 'object' && at !== null ? Reflect.get(at, part) : undefined;
  return at === undefined && path.length > 0;
}

/** The keys that a schema knows at a path, as far as its shape tells. */
function keysOf(schema: unknown, path: Path): string[] {
  const def = definition(schema);
  const inner = def?.['innerType'] ?? def?.['in'];
  if (inner !== undefined) return keysOf(inner, path);
  const shape = def?.['shape'];
  const [first, ...rest] = path;
  if (first === undefined) return typeof shape === 'object' && shape !== null ? Object.keys(shape) : [];
  const next: unknown = typeof shape === 'object' && shape !== null ? Reflect.get(shape, first) : undefined;
  return keysOf(next ?? def?.['valueType'] ?? def?.['element'], rest);
}

function definition(schema: unknown): Record<string, unknown> | undefined {
  return (schema as { _zod?: { def: Record<string, unknown> } } | undefined)?._zod?.def;
}
