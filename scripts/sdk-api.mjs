/**
 * The public API of `mortar/sdk` as a report under version control: `node scripts/sdk-api.mjs` writes it, `--check` fails
 * when it is stale. Both say what changed, and refuse it as long as SDK_VERSION did not grow: its first number when a
 * connector that follows the report would break, its second when something was only added.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { changesBetween, demandOf, nameOf, render, statementsOf, textOf, versionIn } from './sdk-api/changes.mjs';

const projectRoot = fileURLToPath(new URL('..', import.meta.url));
const reportFile = 'schema/sdk.api.md';

/** The report of the SDK below `root`, from its sources. */
export function reportOf(root, entry = 'src/sdk/index.ts') {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [entry], include: [] }, ts.sys, root);
  const program = ts.createProgram([join(root, entry)], { ...options, incremental: false, tsBuildInfoFile: undefined });
  const checker = program.getTypeChecker();
  const exported = new Map();
  for (const symbol of checker.getExportsOfModule(
    checker.getSymbolAtLocation(program.getSourceFile(join(root, entry))),
  ))
    exported.set(symbol.name, symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
  const texts = [...exported].map(([name, symbol]) => declaredText(program, name, symbol, true));
  for (const symbol of hiddenBehind(program, exported)) texts.push(declaredText(program, symbol.name, symbol, false));
  return render(texts.join('\n'), versionIn(readFileSync(join(root, entry, '../version.ts'), 'utf8')));
}

/** What exported declarations refer to without its being exported: a base class. Names of packages stay names. */
function hiddenBehind(program, exported) {
  const checker = program.getTypeChecker();
  const seen = new Set(exported.values());
  const hidden = [];
  const visit = (node) => {
    if (ts.isBlock(node)) return;
    const found = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
    const symbol = found && found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found;
    const declared = symbol?.declarations?.[0];
    if (declared && !seen.has(symbol) && isOurs(program, declared) && isTopLevel(declared)) {
      seen.add(symbol);
      hidden.push(symbol);
      symbol.declarations.forEach(visit);
    }
    ts.forEachChild(node, visit);
  };
  for (const symbol of exported.values())
    for (const node of symbol.declarations ?? []) if (isOurs(program, node)) visit(node);
  return hidden;
}

function isOurs(program, node) {
  const file = node.getSourceFile();
  return !program.isSourceFileFromExternalLibrary(file) && !program.isSourceFileDefaultLibrary(file);
}

function isTopLevel(node) {
  return ts.isSourceFile((ts.isVariableDeclaration(node) ? node.parent.parent : node).parent) && !ts.isSourceFile(node);
}

/** The declaration as the compiler writes it for those who import it: no bodies, inferred types spelt out. */
function declaredText(program, name, symbol, isExported) {
  const node = symbol.declarations?.[0];
  if (!node) throw new Error(`${name} is exported, but declared nowhere: mend the types first (npm run types)`);
  if (!isOurs(program, node)) return `export { ${name} };`;
  let text = '';
  program.emit(
    node.getSourceFile(),
    (file, content) => (text = file.endsWith('.d.ts') ? content : text),
    undefined,
    true,
  );
  const found = statementsOf(text).filter((statement) => nameOf(statement) === symbol.name);
  if (found.length === 0) throw new Error(`${name} is exported, but the compiler declares it nowhere`);
  return found.map((statement) => print(statement, isExported)).join('\n');
}

function print(statement, isExported) {
  const bare = textOf(statement).replace(/^(export |declare )+/, '');
  // The version is the report's header; its growing is no change of the API.
  const text = bare.replace(/^const SDK_VERSION\b.*/, 'const SDK_VERSION: string;');
  const keyword = /^(interface|type) /.test(text) ? '' : 'declare ';
  return `${isExported ? 'export ' : ''}${keyword}${text}`;
}

function main(check) {
  const file = join(projectRoot, reportFile);
  const after = reportOf(projectRoot);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : null;
  if (before === after) return 0;
  const lines = changesBetween(before ?? after, after).map(
    (found) => `${found.breaking ? 'breaking' : 'additive'}: ${found.text}`,
  );
  const demand = before === null ? null : demandOf(before, after);
  if (!check && demand === null) writeFileSync(file, after);
  if (check) lines.unshift(`${reportFile} is stale: npm run sdk:api`);
  process.stdout.write(`${[...lines, ...(demand ? [demand] : [])].map((line) => `${line}\n`).join('')}`);
  return check || demand !== null ? 1 : 0;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  process.exitCode = main(process.argv.includes('--check'));
