import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PermanentError, type Connector, type RoleName, type SandboxOptions } from '#sdk';

/** One brick of the demo: a connector's own sandbox, with the settings that reach it. */
export interface DemoBrick {
  name: string;
  connector: Connector;
  settings: Record<string, unknown>;
}

export interface Demo {
  bricks: DemoBrick[];
  /** Lets a day pass in every sandbox that can move, in their order: orders before those who ship them. */
  day(): Promise<string[]>;
  close(): Promise<void>;
}

const SEED = 15_08_2024;
const NAMES: Record<RoleName, string> = { shop: 'shop', fulfilment: 'warehouse', 'mass-edit': 'edits', till: 'till' };
const birthCertificate = z.object({ seed: z.number().int(), bornAt: z.iso.datetime() });

/**
 * Starts one sandbox for each role, in the order of the connectors, each linked to those before it as the vendors link
 * themselves. Seed and birthday stay in the data folder, so that a restarted demo shows the same business instead of
 * rewriting all that is mirrored.
 */
export async function startDemo(data: string, connectors: readonly Connector[]): Promise<Demo> {
  const { seed, bornAt } = await born(data);
  const peers: SandboxOptions['peers'] = {};
  const bricks: DemoBrick[] = [];
  for (const { role, connector, start } of castOf(connectors)) {
    const name = NAMES[role];
    const folder = join(data, 'sandboxes', name);
    await mkdir(folder, { recursive: true });
    const sandbox = await start({ seed, bornAt: new Date(bornAt), folder, peers: { ...peers } });
    peers[role] = Object.assign(sandbox, { connector: connector.name });
    const settings = connector.settings.parse(sandbox.settings) as Record<string, unknown>;
    bricks.push({ name, connector, settings });
  }
  let passing = Promise.resolve<string[]>([]);
  const day = async (): Promise<string[]> => {
    const moved: string[] = [];
    for (const [role, sandbox] of Object.entries(peers)) {
      if (!sandbox.step) continue;
      await sandbox.step();
      moved.push(NAMES[role as RoleName]);
    }
    return moved;
  };
  return {
    bricks,
    day() {
      passing = passing.then(day, day);
      return passing;
    },
    async close() {
      // Those that were linked to others go first.
      for (const sandbox of Object.values(peers).reverse()) await sandbox.close();
    },
  };
}

interface Part {
  role: RoleName;
  connector: Connector;
  start: NonNullable<Connector['sandbox']>;
}

/** For each role the first connector that has a sandbox and names the role first. */
function castOf(connectors: readonly Connector[]): Part[] {
  const cast = new Map<RoleName, Part>();
  for (const connector of connectors) {
    const role = connector.roles[0];
    const start = connector.sandbox;
    if (start && role && !cast.has(role)) cast.set(role, { role, connector, start });
  }
  return [...cast.values()];
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
