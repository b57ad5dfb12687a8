import type { Command } from 'commander';
import type { TokenDesk, TokenView } from '../access/index.ts';
import type { CliHost } from './cli.ts';
import { exitCodes } from './exit-codes.ts';

interface Wanted {
  scope: string[];
  preset: string[];
  expires: string;
  json: boolean;
}

const JSON_OPTION = ['--json', 'one JSON object per line', false] as const;
const SCOPES_HELP = `
Scopes: catalogue:read stock:read orders:read customers:read (personal data), the same with :write,
  recovery (what waits for a person), admin (the hub itself).
Presets: frontend, till, staff, integrator, admin.`;

/** `mortar token …`: beside a running hub, and without one. */
export function tokenCommands(root: Command, host: CliHost, ended: (code: number) => void): void {
  const token = root.command('token').description('Make, list and revoke access tokens.');
  token
    .command('create')
    .description('Make a token. It is shown once and kept as a hash.')
    .argument('<name>', 'what it is for: shop-frontend')
    .option('--scope <scope...>', 'what it may do; several', [])
    .option('--preset <preset...>', 'the scopes of one kind of program', [])
    .option('--expires <time>', '12h, 90d, 2w, 1y, or never', '1y')
    .option(...JSON_OPTION)
    .addHelpText('after', SCOPES_HELP)
    .action(async (name: string, wanted: Wanted) => ended(await create(host, name, wanted)));
  token
    .command('list')
    .description('List all tokens, never themselves.')
    .option(...JSON_OPTION)
    .action(async ({ json }: { json: boolean }) => ended(await list(host, json)));
  token
    .command('revoke')
    .description('End a token now.')
    .argument('<name>', 'its name')
    .option(...JSON_OPTION)
    .action(async (name: string, { json }: { json: boolean }) => ended(await revoke(host, name, json)));
}

async function create(host: CliHost, name: string, { scope, preset, expires, json }: Wanted): Promise<number> {
  const { terminal } = host;
  const made = await atDesk(host, (desk) => desk.create({ name, scopes: scope, presets: preset, expires }));
  const { token, ...shown } = made;
  if (json) {
    terminal.out(JSON.stringify(shown));
    terminal.out(JSON.stringify({ token }));
    return exitCodes.done;
  }
  terminal.talk(`${lineOf(shown)}\nShown once; keep it:`);
  terminal.out(token);
  return exitCodes.done;
}

async function list(host: CliHost, json: boolean): Promise<number> {
  const { terminal } = host;
  const tokens = await atDesk(host, (desk) => desk.list());
  for (const token of tokens) terminal.out(json ? JSON.stringify(token) : lineOf(token));
  if (!json && tokens.length === 0) terminal.talk('No tokens yet, beside the administrator’s: mortar token create.');
  return exitCodes.done;
}

async function revoke(host: CliHost, name: string, json: boolean): Promise<number> {
  const revoked = await atDesk(host, (desk) => desk.revoke(name));
  if (json) host.terminal.out(JSON.stringify(revoked));
  else host.terminal.talk(`${name} is revoked.`);
  return exitCodes.done;
}

async function atDesk<Answer>(host: CliHost, use: (desk: TokenDesk) => Promise<Answer>): Promise<Answer> {
  const program = await host.program();
  return program.withOperations(({ tokens }) => {
    if (!tokens) throw new Error('This hub makes no tokens.');
    return use(tokens);
  });
}

function lineOf({ name, state, scopes, expiresAt, usedAt }: TokenView): string {
  const ends = expiresAt === null ? 'never ends' : `ends ${expiresAt}`;
  return [name, state, scopes.join(' '), ends, usedAt === null ? 'not used yet' : `used ${usedAt}`].join('  ');
}
