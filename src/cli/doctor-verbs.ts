import type { Command } from 'commander';
import type { DoctorFinding } from '../doctor/index.ts';
import type { InitAnswers } from '../init/index.ts';
import type { CliHost } from './cli.ts';
import { exitCodeOfDoctor, exitCodes } from './exit-codes.ts';
import { interruptible, unless } from './interrupt.ts';
import type { Terminal } from './terminal.ts';

/** What the verbs that look after an installation run on. */
export interface DoctorTools {
  /** Looks from outside; changes nothing. `bundle` is what may be sent to whoever helps. */
  examine(): Promise<{ findings: DoctorFinding[]; bundle: string }>;
  /** Writes a text for this user alone. */
  write(file: string, text: string): Promise<void>;
  /** Writes a checked configuration, asking for what `answers` leave open where `ask` is true. Throws CONFIG_EXISTS. */
  init(answers: InitAnswers, ask: boolean): Promise<{ file: string; variables: string[] }>;
}

type Ended = (code: number) => void;

const SIGNS = { ok: 'ok     ', warn: 'look   ', fail: 'FAILED ', skipped: 'skipped' };

export function doctorCommands(root: Command, host: CliHost, ended: Ended): void {
  const doctor = root
    .command('doctor')
    .description('Look at this installation, and say which command mends what is wrong.')
    .option('--json', 'one JSON object per line, the last one a summary', false)
    .option('--bundle <file>', 'write what may be sent to whoever helps: no secrets, no personal data');
  doctor.action(async () => {
    ended(await doctorCommand(host, doctor.opts<{ json: boolean; bundle?: string }>()));
  });
  const list = (value: string, before: string[]): string[] => [...before, value];
  const init = root
    .command('init')
    .description('Write a checked mortar.config.yaml: asks on a terminal, or takes flags.')
    .option('--into <file>', 'the file that is written; never overwritten', 'mortar.config.yaml')
    .option('--brick <name=connector>', 'a brick (repeat it for each)', list, [])
    .option('--set <brick.key=value>', 'a setting of a brick (repeat it for each)', list, [])
    .option('--locale <locale>', 'language of names and mails: fr, en')
    .option('--data <folder>', 'folder of database and images')
    .option('--postgres', 'PostgreSQL at ${DATABASE_URL} instead of the embedded database', false)
    .option('--no-ask', 'ask nothing, even on a terminal')
    .option('--json', 'one JSON object per line, the last one a summary', false);
  init.action(async () => {
    ended(await initCommand(host, init.opts<InitAnswers & { ask: boolean; json: boolean }>()));
  });
}

async function doctorCommand(
  host: CliHost,
  { json, bundle: file }: { json: boolean; bundle?: string },
): Promise<number> {
  const { terminal } = host;
  return interruptible(terminal, async (signal) => {
    const tools = (await host.program()).doctor;
    const { findings, bundle } = await unless(signal, tools.examine());
    for (const finding of findings) {
      if (json) terminal.out(JSON.stringify(finding));
      else sayFinding(terminal, finding);
    }
    if (file !== undefined) {
      await tools.write(file, bundle);
      terminal.talk(`Written: ${file}. It holds no secrets and no personal data; read it before you send it.`);
    }
    const count = (state: DoctorFinding['state']): number => findings.filter((one) => one.state === state).length;
    const summary = { ok: count('ok'), warn: count('warn'), fail: count('fail'), skipped: count('skipped') };
    if (json) terminal.out(JSON.stringify(summary));
    else terminal.out(verdict(summary));
    return exitCodeOfDoctor(findings);
  });
}

function sayFinding(terminal: Terminal, { check, subject, state, message, mend }: DoctorFinding): void {
  terminal.out(`${SIGNS[state]}  ${check}  ${subject}: ${message}`);
  if (mend !== null) terminal.out(`           → ${mend}`);
}

function verdict({ fail, warn, ok }: Record<DoctorFinding['state'], number>): string {
  if (fail > 0) return `${fail} thing(s) to mend, ${warn} to look at, ${ok} in order.`;
  return warn > 0 ? `Nothing fails; ${warn} thing(s) to look at, ${ok} in order.` : `All ${ok} are in order.`;
}

async function initCommand(host: CliHost, options: InitAnswers & { ask: boolean; json: boolean }): Promise<number> {
  const { terminal } = host;
  const { ask, json, ...answers } = options;
  const tools = (await host.program()).doctor;
  const { file, variables } = await tools.init(answers, ask && !json && terminal.interactive && process.stdin.isTTY);
  if (json) terminal.out(JSON.stringify({ file, variables }));
  else {
    terminal.out(file);
    if (variables.length > 0)
      terminal.talk(`Set before the start, each also as a file (${variables[0] ?? ''}_FILE): ${variables.join(', ')}`);
    terminal.talk('Then: mortar doctor, and mortar serve');
  }
  return exitCodes.done;
}
