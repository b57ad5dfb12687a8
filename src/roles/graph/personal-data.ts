import { Extensions } from 'type-graphql';
import { Scopes, type Scope } from './scopes.ts';

/** The marker in a field's extensions. */
export const PERSONAL_DATA = 'personalData';

/** The scope that personal data needs. */
export const PERSONAL_SCOPE = 'customers:read' satisfies Scope;

/**
 * Marks what shows who a person is: reading it needs `customers:read`, and the people whom a token reads are counted.
 * `also`: further scopes that it needs.
 */
export function PersonalData(...also: readonly Scope[]): PropertyDecorator & MethodDecorator & ClassDecorator {
  const marks = [Extensions({ [PERSONAL_DATA]: true }), Scopes([PERSONAL_SCOPE, ...also])];
  return (target: object, key?: string | symbol, descriptor?: PropertyDescriptor) => {
    for (const mark of marks) mark(target, key as string, descriptor as PropertyDescriptor);
  };
}
