/** Files that every new connector has, whatever its role. */
export const EVERY_ROLE: Readonly<Record<string, string>> = {
  'package.json': `{
  "name": "mortar-connector-__name__",
  "version": "0.1.0",
  "type": "module",
  "exports": "./index.ts",
  "peerDependencies": { "mortar": "^__version__" },
  "peerDependenciesMeta": { "mortar": { "optional": true } },
  "devDependencies": {__hub__
    "@types/node": "^24.0.0",
    "typescript": "^6.0.0"
  },
  "scripts": { "types": "tsc -p ." }
}
`,
  'tsconfig.json': `{
  "compilerOptions": {
    "target": "es2024",
    "module": "nodenext",
    "strict": true,
    "noEmit": true,
    "allowImportingTsExtensions": true,
    "erasableSyntaxOnly": true,
    "skipLibCheck": true,
    "types": ["node"]
  }
}
`,
  'index.ts': `import { defineConnector, z } from 'mortar/sdk';
import { aggregates } from './mapper.ts';
import { streams } from './streams.ts';

export default defineConnector({
  name: '__name__',
  sdk: __sdk__,
  title: { en: '__title__', fr: '__title__' },
  roles: ['__role__'],
  settings: z.strictObject({ url: z.url({ protocol: /^https?$/ }), key: z.string().min(1) }),
  secrets: ['key'],
  aggregates,
  sandbox: async (options) => (await import('./sandbox.ts')).start(options),
  open({ url, key }, tools) {
    const http = tools.http({ baseUrl: url, headers: { authorization: \`Bearer \${key}\` }, secrets: [key] });
    return {
      streams: streams(http),
      async check() {
        await http.text({ path: 'api' });
        return [{ subject: 'api', state: 'ok', message: 'The key is accepted.' }];
      },
    };
  },
});
`,
  'streams.ts': `import { RetryableError, type BrickHttp, type RawRecord, type Stream } from 'mortar/sdk';

/** Everything is read and compared every time: right for lists of some thousand rows without a date of change. */
export function streams(http: BrickHttp): Stream[] {
  return [{ kind: '__kind__', way: 'compare', read: (context) => pages(http, context.signal)__stream__ }];
}

async function* pages(http: BrickHttp, signal: AbortSignal) {
  let after = '';
  for (;;) {
    const path = \`api/__kind__?after=\${encodeURIComponent(after)}\`;
    const { body } = await http.text({ path, signal });
    const records = toRecords(body);
    if (records.length === 0) return;
    after = records.at(-1)?.id ?? after;
    yield { records, checkpoint: null };
  }
}

/** From the vendor's answer to records. An answer that is no list is an error: never "there is nothing". */
export function toRecords(body: string): RawRecord[] {
  let data: unknown;
  try {
    data = (JSON.parse(body) as { data?: unknown }).data;
  } catch {
    data = undefined;
  }
  if (Array.isArray(data)) return data.map((row) => ({ id: String(row.id), body: row }));
  throw new RetryableError({
    code: 'BRICK_ANSWER_INVALID',
    message: '__title__ answered something that is no list.',
    remedy: 'Nothing was changed. The next run asks again.',
  });
}
`,
  'sandbox.ts': `import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sandbox, SandboxOptions } from 'mortar/sdk';

const recording = JSON.parse(readFileSync(new URL('./fixtures/__kind__.json', import.meta.url), 'utf8'));
const rows: { id: string | number }[] = JSON.parse(recording.response.body).data;
const PAGE = 2;

/** Answers as the vendor does, from the recording. */
export async function start(_options: SandboxOptions): Promise<Sandbox> {
  const server = createServer((request, response) => {
    const after = new URL(request.url ?? '/', 'http://sandbox').searchParams.get('after') ?? '';
    const from = after === '' ? 0 : rows.findIndex(({ id }) => String(id) === after) + 1;
    const data = request.url === '/api' ? [] : rows.slice(from, from + PAGE);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = \`http://127.0.0.1:\${(server.address() as AddressInfo).port}\`;
  return {
    url,
    settings: { url, key: 'sandbox' },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
`,
  'connector.test.ts': `import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { toRecords } from './streams.ts';

const recording = JSON.parse(readFileSync(new URL('./fixtures/__kind__.json', import.meta.url), 'utf8'));

test('the recorded answer is read record by record, and nothing of it is lost', () => {
  const records = toRecords(recording.response.body);
  assert.deepEqual(records.map(({ body }) => body), JSON.parse(recording.response.body).data);
  assert.ok(records.every(({ id }) => id !== ''));
});

test('an answer that is no list is an error', () => {
  assert.throws(() => toRecords('<html>down for maintenance</html>'), { code: 'BRICK_ANSWER_INVALID' });
});
`,
  'README.md': `# __title__ for Mortar

Role: __role__. Evidence: *made-up recording*: replace it by one of a real server:

    mortar connector record https://the.real.one --into fixtures

| stream | way | what is missing |
|---|---|---|
| see streams.ts | compare | dates of change: everything is read every time |

Try it:

    mortar connector test .      # the conformance suite and the tests of this folder
    npm install && npm run types # what the editor says, too: only for that is anything installed
    mortar connector dev .       # a hub that serves the sandbox and reloads on save

Use it: in \`mortar.config.yaml\`

    connectors: [./__name__]
    bricks:
      __role__: { connector: __name__, url: https://…, key: \${ACME_KEY} }
`,
};
