/** What nginx and Apache do with the files that are written for them: the few rules of theirs that are used. */

/** An nginx file of maps, asked with a decoded path; null: no redirect. */
export function askNginx(text: string): (path: string) => string | null {
  const maps = [...text.matchAll(/^map (\$\w+) (\$\w+) \{\n([\s\S]*?)^\}$/gm)].map(
    ([, asked = '', name = '', body = '']) => ({
      asked,
      name,
      rows: [...body.matchAll(/^ {2}("(?:\\.|[^"\\])*"|default) ("(?:\\.|[^"\\])*"|\$\w+);$/gm)].map(
        ([, from = '', to = '']) => [unquoted(from), unquoted(to)] as const,
      ),
      lines: body.trimEnd().split('\n').length,
    }),
  );
  for (const { rows, lines, name } of maps)
    if (rows.length !== lines) throw new Error(`a line of ${name} is not understood`);
  const returned = [...text.matchAll(/^#\s+if \((\$\w+)\) \{ return 301 \1; \}$/gm)].map(([, name = '']) => name);
  return (path) => {
    const values = new Map<string, string>([['$uri', path]]);
    for (const { asked, name, rows } of maps) {
      const value = values.get(asked) ?? '';
      values.set(name, '');
      const exact = rows.find(
        ([from]) => from !== 'default' && !from.startsWith('~') && from.toLowerCase() === value.toLowerCase(),
      );
      const found =
        exact ?? rows.find(([from]) => from.startsWith('~') && value !== '' && new RegExp(from.slice(1)).test(value));
      if (!found) continue;
      const groups = found[0].startsWith('~') ? new RegExp(found[0].slice(1)).exec(value)?.groups : undefined;
      const to = found[1];
      if (!to.startsWith('$') && to.includes('$')) throw new Error(`a variable stands in ${to}`);
      values.set(name, to.startsWith('$') ? (groups?.[to.slice(1)] ?? '') : to);
    }
    return returned.map((name) => values.get(name)).find((one) => one) ?? null;
  };
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replace(/\\(["'\\])/g, '$1') : text;
}

/** Rules of mod_rewrite, asked with a decoded path; null: no redirect. */
export function askApache(text: string): (path: string) => string | null {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  if (lines.shift() !== 'RewriteEngine On') throw new Error('the engine is off');
  const rules = lines.map((line) => {
    const [, pattern = '', to = ''] = /^RewriteRule "([^"]*)" "([^"]*)" \[R=301,L,NE\]$/.exec(line) ?? [];
    if (pattern === '' || /\$\{|%\{|(?<!\\)%|\$\d/.test(to) || /\$\{/.test(pattern))
      throw new Error(`no sound rule: ${line}`);
    return { expression: new RegExp(pattern), to: to.replaceAll('\\%', '%') };
  });
  // It compares bytes.
  return (path) => {
    const bytes = Buffer.from(path).toString('latin1');
    return rules.find(({ expression }) => expression.test(bytes))?.to ?? null;
  };
}
