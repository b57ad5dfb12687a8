/**
 * Refuses names that say nothing of what a thing is. `manager`, `helper`, `utils` and `common` are refused wherever
 * they stand in a name, `process` and `handle` as a whole name or as its verb. Only file names and declarations are
 * looked at: what libraries call their own things is theirs.
 */
import { basename } from 'node:path';

const anywhere = new Set(['manager', 'managers', 'helper', 'helpers', 'util', 'utils', 'utilities', 'common']);
const first = new Set(['process', 'handle']);

const declarations = [
  'VariableDeclarator > Identifier.id',
  'FunctionDeclaration > Identifier',
  'FunctionExpression > Identifier',
  'ArrowFunctionExpression > Identifier.params',
  'ClassDeclaration > Identifier.id',
  'MethodDefinition:not([override=true]) > Identifier.key',
  'PropertyDefinition > Identifier.key',
  'TSInterfaceDeclaration > Identifier.id',
  'TSTypeAliasDeclaration > Identifier.id',
  'TSPropertySignature > Identifier.key',
  'TSMethodSignature > Identifier.key',
].join(', ');

/** The refused word in a camelCase, snake_case or kebab-case name, or undefined. */
function refusedWord(name) {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  return words.find((word, index) => anywhere.has(word) || (index === 0 && first.has(word)));
}

export const fieldNames = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      refused: '"{{name}}" says "{{word}}": name what it is or what it does, in the words of the field.',
      kebab: '"{{name}}" is not kebab-case.',
    },
  },
  create(context) {
    const check = (node, name) => {
      const word = refusedWord(name);
      if (word) context.report({ node, messageId: 'refused', data: { name, word } });
    };
    return {
      Program(node) {
        const name = basename(context.filename);
        check(node, name);
        if (!/^\.?[a-z0-9]+([-.][a-z0-9]+)*$/.test(name)) context.report({ node, messageId: 'kebab', data: { name } });
      },
      [declarations]: (node) => check(node, node.name),
    };
  },
};
