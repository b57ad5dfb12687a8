import { readFileSync } from 'node:fs';
import { isAlias, isCollection, isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { Environment } from './environment.ts';
import { interpolate } from './interpolation.ts';
import type { Problems } from './problems.ts';

export type Path = readonly PropertyKey[];

/** Where things stand in the configuration, for people: `mortar.config.yaml:4:5`. */
export interface Places {
  /** Where a value stands; for one that is absent, where its nearest parent's key stands. */
  valuePlace(path: Path): string;
  /** Where a key itself stands. */
  keyPlace(path: Path): string;
}

/** A configuration file, read. */
export interface ConfigDocument extends Places {
  value: unknown;
  /** Values from the environment that must never be shown. */
  secrets: string[];
}

/** Reads a file. `shown` is how messages name it. Problems of its syntax end the reading: what follows would be noise. */
export function readDocument(file: string, shown: string, env: Environment, problems: Problems): ConfigDocument {
  const lines = new LineCounter();
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${shown}:${line}:${col}`;
  };
  const document = parseDocument(readText(file, shown, problems), { lineCounter: lines, prettyErrors: false });
  reportSyntax(document, place, problems);
  // What would be found in a file that cannot be read is noise.
  problems.throwIfAny((text) => text);
  const secrets = interpolate(document, { env, problems, place });
  return {
    value: document.toJS() as unknown,
    valuePlace: (path) => place(findValue(document, path)),
    keyPlace: (path) => place(findKey(document, path)),
    secrets,
  };
}

function readText(file: string, shown: string, problems: Problems): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown failure';
    const remedy = 'Create it, let this user read it, or let MORTAR_CONFIG name another file.';
    problems.add({ where: shown, key: 'the file', what: `cannot be read (${code})`, remedy });
    return '';
  }
}

function reportSyntax(document: Document, place: (offset: number) => string, problems: Problems): void {
  for (const { message, pos } of [...document.errors, ...document.warnings]) {
    const what = `is not valid YAML: ${message.replace(/\.$/, '')}`;
    problems.add({
      where: place(pos[0]),
      key: 'this line',
      what,
      remedy: 'Correct its quotes, brackets or indentation.',
    });
  }
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return;
      const remedy = 'Put text that begins with * into quotes.';
      const where = place(alias.range?.[0] ?? 0);
      problems.add({
        where,
        key: 'this line',
        what: `refers to &${alias.source}, which is not defined above it`,
        remedy,
      });
    },
  });
}

function findValue(document: Document, path: Path): number {
  const node = nodeAt(document, path);
  return isNode(node) && node.range ? node.range[0] : findKey(document, path);
}

function findKey(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const parent = nodeAt(document, path.slice(0, length - 1));
    const name = path[length - 1];
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(name))
      : undefined;
    if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0];
  }
  return 0;
}

function nodeAt(document: Document, path: Path): unknown {
  let node: unknown = document.contents;
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document);
    node = isCollection(node) ? node.get(part, true) : undefined;
  }
  return isAlias(node) && path.length > 0 ? (node.resolve(document) ?? node) : node;
}
