import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PermanentError, type Connector, type RoleName, type Sandbox } from '#sdk';

/** One brick of the demo: a connector's own sandbox, with the settings that reach it. */
export interface DemoBrick {
  name: string;
  connector: Connector;
  settings: Record<string, unknown>;
}

export interface Demo {
  bricks: DemoBrick[];
  close(): Promise<void>;
}

const SEED = 15_08_2024;
const NAMES: Record<RoleName, string> = { shop: 'shop', fulfilment: 'warehouse', 'mass-edit': 'edits', till: 'till' };
const birthCertificate = z.object({ seed: z.number().int(), bornAt: z.iso.datetime() });

/**
 * Starts the sandboxes of all connectors that have one. Its seed and birthday stay in the data folder, so that a
 * restarted demo shows the same business instead of rewriting all that is mirrored.
 */
export async function startDemo(data: string, connectors: readonly Connector[]): Promise<Demo> {
  const { seed, bornAt } = await born(data);
  const started: { sandbox: Sandbox; brick: DemoBrick }[] = [];
  for (const connector of connectors) {
    const role = connector.roles[0];
    if (!connector.sandbox || !role) continue;
    const sandbox = await connector.sandbox({ seed, bornAt: new Date(bornAt) });
    const settings = connector.settings.parse(sandbox.settings) as Record<string, unknown>;
    started.push({ sandbox, brick: { name: NAMES[role], connector, settings } });
  }
  return {
    bricks: started.map(({ brick }) => brick),
    async close() {
      for (const { sandbox } of started) await sandbox.close();
    },
  };
}

async function born(data: string): Promise<z.infer<typeof birthCertificate>> {
  const file = join(data, 'demo.json');
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known !== null) return readCertificate(known, data);
  const certificate = { seed: SEED, bornAt: new Date().toISOString() };
  await mkdir(data, { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(certificate));
  await rename(`${file}.new`, file);
  return certificate;
}

function readCertificate(text: string, data: string): z.infer<typeof birthCertificate> {
  try {
    return birthCertificate.parse(JSON.parse(text));
  } catch (cause) {
    const message = `${join(data, 'demo.json')} is not what the demo wrote.`;
    throw new PermanentError(
      { code: 'DEMO_BROKEN', message, remedy: `Delete ${data}: the demo then begins anew.` },
      { cause },
    );
  }
}
