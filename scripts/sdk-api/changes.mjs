/** Reports of an API as text, and what differs between two of them. Reads no file: all is text in, text out. */
import ts from 'typescript';

const printer = ts.createPrinter({ removeComments: true });
export const textOf = (node) => printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile());
export const statementsOf = (text) => ts.createSourceFile('api.d.ts', text, ts.ScriptTarget.Latest, true).statements;

export function nameOf(node) {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations[0].name.text;
  if (ts.isExportDeclaration(node)) return node.exportClause?.elements?.[0]?.name.text;
  return node.name?.text;
}

/** One report for the same declarations, whatever order they and their members stand in. */
export function render(declarations, version) {
  const sorted = [...parse(declarations)].sort(byName).map(([, { head, members, isBraced }]) => {
    const lines = [...members].sort(byName).flatMap(([, { text }]) => text.split('\n').map((line) => `    ${line}`));
    return isBraced ? `${head} {\n${lines.map((line) => `${line}\n`).join('')}}` : head;
  });
  const title = `# What connectors can import from \`mortar/sdk\`\n\nversion: ${version}`;
  return `${title}\n\nWritten by \`npm run sdk:api\`.\n\n\`\`\`ts\n${sorted.join('\n\n')}\n\`\`\`\n`;
}

const byName = ([a], [b]) => (a < b ? -1 : Number(a > b));

/** The declarations of a report (or of plain TypeScript) by name. */
function parse(text) {
  const api = new Map();
  for (const node of statementsOf(/```ts\n([^]*)```/.exec(text)?.[1] ?? text)) {
    const isBraced = ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node);
    const whole = textOf(node);
    const head = isBraced ? whole.slice(0, whole.indexOf(' {\n')) : whole;
    const known = api.get(nameOf(node));
    const members = membersOf(isBraced ? node.members : [], known?.members);
    const isExported = whole.startsWith('export ');
    api.set(nameOf(node), {
      head: known && !isBraced ? `${known.head}\n${head}` : head,
      members,
      isBraced,
      isExported,
      nodes: [...(known?.nodes ?? []), node],
    });
  }
  return api;
}

function membersOf(nodes, members = new Map()) {
  for (const node of nodes) {
    const name = node.name?.getText() ?? ts.SyntaxKind[node.kind];
    const text = [...(members.has(name) ? [members.get(name).text] : []), textOf(node)].join('\n');
    members.set(name, { text, isOptional: node.questionToken !== undefined });
  }
  return members;
}

/**
 * Which way declarations travel: `given` by connectors, `lent` by the hub. What no exported signature reaches (facets,
 * which travel as plain objects) counts as given: there a new required member breaks whoever writes it.
 */
function directions(api) {
  const given = new Set();
  const lent = new Set();
  const visit = (node, isGiven) => {
    if (ts.isParameter(node)) return node.type && visit(node.type, !isGiven);
    // What a function hands back as it got it is not lent: defineConnector.
    if (node === node.parent.type && isParameterOf(node.parent, node.getText())) return;
    if (ts.isTypeReferenceNode(node)) reach(node.typeName.getText(), isGiven);
    if (ts.isExpressionWithTypeArguments(node)) reach(node.expression.getText(), isGiven);
    ts.forEachChild(node, (child) => void visit(child, isGiven));
  };
  const reach = (name, isGiven) => {
    const side = isGiven ? given : lent;
    if (!api.has(name) || side.has(name)) return;
    side.add(name);
    for (const node of api.get(name).nodes) visit(node, isGiven);
  };
  reach('Connector', true);
  for (const { nodes } of api.values())
    for (const node of nodes)
      if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) reach(nameOf(node), false);
  // Tables of types (`ShopFacets`) are looked up, never written; of commands a connector gives those that it can.
  const isTable = (name) => /^[A-Z][A-Za-z]*(Facets|Commands)$/.test(name);
  const onlyLent = (name) => isTable(name) || (lent.has(name) && !given.has(name));
  return { onlyLent, onlyGiven: (name) => !lent.has(name) };
}

const isParameterOf = (node, type) => Boolean(node.parameters?.some((given) => given.type?.getText() === type));

/** What a connector's author would have to know: `{ breaking, text }` for each change from one report to another. */
export function changesBetween(before, after) {
  const [old, now] = [parse(before), parse(after)];
  const ways = directions(now);
  const changes = [];
  const add = (breaking, text) => changes.push({ breaking, text });
  for (const [name, was] of old) {
    const is = now.get(name);
    if (!is || (was.isExported && !is.isExported)) add(was.isExported, `${name} is removed`);
    else if (plain(was.head) !== plain(is.head)) add(true, `${name} is declared differently`);
    if (is) changes.push(...memberChanges(name, was.members, is.members, ways));
  }
  for (const [name, { isExported }] of now)
    if (isExported && !old.get(name)?.isExported) add(false, `${name} is added`);
  return changes;
}

const plain = (text) => text.replace(/^export /gm, '').replace(/\s+/g, ' ');

function memberChanges(owner, old, now, { onlyLent, onlyGiven }) {
  const removed = [...old.keys()].filter((name) => !now.has(name));
  const changes = removed.map((name) => ({ breaking: true, text: `${owner}.${name} is removed` }));
  for (const [name, is] of now) {
    const was = old.get(name);
    const text = (what) => `${owner}.${name} ${what}`;
    const withoutMark = (member) => plain(member.text).replace(`${name}?`, name);
    if (!was && is.isOptional) changes.push({ breaking: false, text: text('is added') });
    else if (!was) changes.push({ breaking: !onlyLent(owner), text: text('is added, and required') });
    else if (plain(was.text) === plain(is.text)) continue;
    else if (withoutMark(was) !== withoutMark(is)) changes.push({ breaking: true, text: text('has another type') });
    else if (is.isOptional) changes.push({ breaking: !onlyGiven(owner), text: text('became optional') });
    else changes.push({ breaking: !onlyLent(owner), text: text('became required') });
  }
  return changes;
}

export const versionIn = (text) => /(?:^version: |SDK_VERSION = ')(\d+\.\d+\.\d+)/m.exec(text)?.[1] ?? '0.0.0';

/** What must be done before the new report may replace the old one; null when nothing must. */
export function demandOf(before, after) {
  const [was, is] = [before, after].map((report) => versionIn(report).split('.').map(Number));
  const changes = changesBetween(before, after);
  const grewFirst = is[0] > was[0];
  if (changes.some(({ breaking }) => breaking))
    return grewFirst ? null : `This breaks connectors: raise SDK_VERSION to ${was[0] + 1}.0.0 (src/sdk/version.ts).`;
  if (changes.length === 0 || grewFirst || (is[0] === was[0] && is[1] > was[1])) return null;
  return `This adds to the SDK: raise SDK_VERSION to ${was[0]}.${was[1] + 1}.0 (src/sdk/version.ts).`;
}
