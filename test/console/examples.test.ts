import { Kind, parse, print } from 'graphql';
import { documentOf, examples } from '../../console/src/examples.ts';

const unique = (values: readonly string[]) => new Set(values).size === values.length;

describe('the console examples', () => {
  it('are about a dozen, told apart by id and by title in both languages', () => {
    expect(examples.length).toBeGreaterThanOrEqual(12);
    expect(unique(examples.map((each) => each.id))).toBe(true);
    for (const language of ['fr', 'en'] as const)
      expect(unique(examples.map((each) => each.title[language]))).toBe(true);
  });

  it.each(examples.map((each) => [each.id, each] as const))('%s only reads, and has a name', (_id, example) => {
    const { definitions } = parse(example.query);
    expect(definitions).toHaveLength(1);
    const [definition] = definitions;
    expect(definition).toMatchObject({
      kind: Kind.OPERATION_DEFINITION,
      operation: expect.stringMatching(/^(query|subscription)$/) as string,
    });
    expect(definition?.kind === Kind.OPERATION_DEFINITION && definition.name?.value).toBeTruthy();
  });

  it.each(examples.map((each) => [each.id, each] as const))(
    '%s gives a value to each of its variables',
    (_id, each) => {
      const [definition] = parse(each.query).definitions;
      const declared = definition?.kind === Kind.OPERATION_DEFINITION ? (definition.variableDefinitions ?? []) : [];
      expect(declared.map((one) => one.variable.name.value)).toEqual(Object.keys(each.variables ?? {}));
    },
  );

  it.each(examples.map((each) => [each.id, each] as const))('%s asks money as amount and currency', (_id, each) => {
    for (const field of print(parse(each.query)).match(/\bamount\b(?! \{)\s*\w+/g) ?? [])
      expect(field).toMatch(/^amount\s+currency$/);
  });

  it('opens under its title, and starts at the left margin', () => {
    const [first] = examples;
    const opened = first ? documentOf(first, 'fr').split('\n') : [];
    expect(opened[0]).toBe('# Chercher des produits, avec variantes et prix');
    expect(opened[1]).toMatch(/^query ProductsSearch\(/);
    expect(opened.at(-2)).toBe('}');
  });
});
