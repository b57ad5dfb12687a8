import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli, type Terminal } from '../../src/cli/index.ts';
import { createProgram } from '../../src/program.ts';
import { connectors } from '../../src/registry.ts';
import { redactor } from '../../src/sdk/redact.ts';

export interface Said {
  code: number;
  out: string;
  talk: string;
  lines: Record<string, unknown>[];
}

/** A folder in which verbs are run as on the command line, in this process. */
export interface Place {
  folder: string;
  data: string;
  env: NodeJS.ProcessEnv;
  configure(yaml: string): void;
  run(...args: string[]): Promise<Said>;
  close(): void;
}

export function aPlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-doctor-'));
  const place: Place = {
    folder,
    data: join(folder, 'data'),
    env: {},
    configure: (yaml) => writeFileSync(join(folder, 'mortar.config.yaml'), yaml, { mode: 0o600 }),
    async run(...args) {
      const out: string[] = [];
      const talk: string[] = [];
      let redact = redactor([]);
      const terminal: Terminal = {
        out: (line) => void out.push(redact(line)),
        talk: (line) => void talk.push(redact(line)),
        interactive: false,
        hide: (secrets) => void (redact = redactor(secrets)),
      };
      const program = async () =>
        createProgram({
          ...{ connectors, terminal, env: place.env, cwd: folder, entry: '' },
          registry: new URL('../../src/registry.ts', import.meta.url).href,
        });
      const code = await runCli(args, { version: '0', terminal, program });
      const lines = args.includes('--json') ? out.map((line) => JSON.parse(line) as Record<string, unknown>) : [];
      return { code, out: out.join('\n'), talk: talk.join('\n'), lines };
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
  return place;
}

/** A shop's server that refuses everybody, in words that name a customer and repeat the key. */
export async function aRefusingShop(words: string, date?: Date): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((_request, response) => {
    if (date) response.setHeader('date', date.toUTCString());
    response.writeHead(401, { 'content-type': 'text/xml' }).end(words);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
