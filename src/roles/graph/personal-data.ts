import { Extensions } from 'type-graphql';

/** The marker in a field's extensions. */
export const PERSONAL_DATA = 'personalData';

/**
 * Marks a field that shows who a person is. One place for it, because reading such fields is to become a right of its
 * own; the marker alone refuses nothing.
 */
export function PersonalData(): PropertyDecorator & MethodDecorator & ClassDecorator {
  return Extensions({ [PERSONAL_DATA]: true });
}
