import ts from 'typescript';

const longestFile = 400;
const longestFunction = 80;

/** What is wrong with one source file, as `line: what`. */
export function sourceFindings(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const findings: string[] = [];
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  const lines = text.trimEnd().split('\n');
  if (lines.length > longestFile) findings.push(`${longestFile + 1}: the file has ${lines.length} lines`);
  // The planted violations are texts in the tests of this check itself.
  const checked = file.startsWith('test/architecture') ? [] : lines;
  checked.forEach((line, index) => {
    // A leftover file of Store Commander's is no work left open.
    if (/\b(TODO|FIXME)\b(?!\.csv)/.test(line)) findings.push(`${index + 1}: left open`);
    if (/eslint-disable(?!.* -- \S)/.test(line)) findings.push(`${index + 1}: a rule is switched off without a reason`);
  });
  const visit = (node: ts.Node): void => {
    const line = lineOf(node.getStart(source));
    if (node.kind === ts.SyntaxKind.AnyKeyword) findings.push(`${line}: any`);
    if (ts.isFunctionLike(node) && !isSuite(node)) {
      const length = lineOf(node.end) - line + 1;
      if (length > longestFunction) findings.push(`${line}: a function of ${length} lines`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return findings;
}

/** The function given to `describe` only lists cases; each case is measured by itself. */
function isSuite(node: ts.Node): boolean {
  const call = node.parent;
  return ts.isCallExpression(call) && /^describe\b/.test(call.expression.getText());
}
