import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compose, localSubgraphs } from './supergraph.ts';

/** File name to content of the published contract: every subgraph, and what they compose to. The same every time. */
export async function schemaFiles(): Promise<Map<string, string>> {
  const { subgraphs, sdl } = compose(await localSubgraphs());
  const files = subgraphs.map(({ name, sdl: own }) => [`${name}.graphql`, own] as const);
  return new Map([...files, ['supergraph.graphql', sdl]]);
}

/** Writes the published contract; answers the names of the files. */
export async function writeSchemas(folder: string): Promise<string[]> {
  const files = await schemaFiles();
  await mkdir(folder, { recursive: true });
  for (const [name, content] of files) await writeFile(join(folder, name), content);
  return [...files.keys()];
}

/** Names of files that are absent or differ from what the code says now. */
export async function staleSchemas(folder: string): Promise<string[]> {
  const stale: string[] = [];
  for (const [name, content] of await schemaFiles()) {
    const written = await readFile(join(folder, name), 'utf8').catch(() => null);
    if (written !== content) stale.push(name);
  }
  return stale;
}
