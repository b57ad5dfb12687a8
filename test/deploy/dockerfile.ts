/** One instruction of a Dockerfile, its continued lines joined. */
export interface Instruction {
  line: number;
  name: string;
  words: string;
  stage: number;
}

export function readDockerfile(text: string): Instruction[] {
  const instructions: Instruction[] = [];
  let open: Instruction | null = null;
  let stage = -1;
  text.split('\n').forEach((raw, i) => {
    if (/^\s*(#|$)/.test(raw)) return;
    const continued = raw.trimEnd().endsWith('\\');
    const words = raw.trim().replace(/\s*\\$/, '');
    if (open) open.words += ` ${words}`;
    else {
      const [, name = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(words) ?? [];
      if (name === 'FROM') stage += 1;
      open = { line: i + 1, name, words: rest, stage };
      instructions.push(open);
    }
    if (!continued) open = null;
  });
  return instructions;
}

/** What hadolint and experience object to, by rule; nothing, as it should be. */
export function complaintsOf(instructions: readonly Instruction[]): string[] {
  const last = Math.max(...instructions.map(({ stage }) => stage));
  const ofLast = instructions.filter(({ stage }) => stage === last);
  const names = (name: string): Instruction[] => ofLast.filter((one) => one.name === name);
  const user = names('USER').at(-1)?.words ?? 'root';
  const lines: [string, boolean][] = [
    ['one stage only: tools of the build would be shipped', last < 1],
    ['runs as root', /^(root|0)(:|$)/.test(user)],
    ['no health check', names('HEALTHCHECK').length !== 1],
    ['started through a shell: signals would not arrive', !/^\[/.test(names('ENTRYPOINT')[0]?.words ?? '')],
    ['copies everything into what is shipped', names('COPY').some(({ words }) => /^\. /.test(words))],
  ];
  return [...lines.filter(([, bad]) => bad).map(([rule]) => rule), ...instructions.flatMap(complaintsAbout)];
}

function complaintsAbout({ name, words, line }: Instruction): string[] {
  const rules: [string, boolean][] = [
    ['an image without an exact tag', name === 'FROM' && !/^[\w./-]+:\d+\.\d+\.\d+[\w.-]*( AS \w+)?$/.test(words)],
    ['ADD fetches and unpacks: use COPY', name === 'ADD'],
    ['sudo in an image', /\bsudo\b/.test(words)],
    ['npm install instead of npm ci', /\bnpm (install|i)\b/.test(words)],
    ['scripts of packages run', /\bnpm (ci|prune)\b(?!.*--ignore-scripts)/.test(words)],
    [
      'apt-get asks, brings what nobody named, or leaves its lists',
      name === 'RUN' &&
        /apt-get install/.test(words) &&
        !/-y --no-install-recommends [^&]*&& rm -rf \/var\/lib\/apt\/lists/.test(words),
    ],
    ['a download beside the registries', /\b(curl|wget)\b/.test(words)],
    ['a secret in a layer', /(TOKEN|PASSWORD|SECRET|KEY)=/i.test(words)],
    ['WORKDIR is relative', name === 'WORKDIR' && !words.startsWith('/')],
  ];
  return rules.filter(([, bad]) => bad).map(([rule]) => `line ${line}: ${rule}`);
}
