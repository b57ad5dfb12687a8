import { ObjectType } from 'type-graphql';

/** Source: `Feature` of the facets. Its fields are in several languages: see the resolver. */
@ObjectType('Feature', {
  description: 'A named property: a feature of a product ("Season": "Winter") or an option of a variant ("Size": "M").',
  simpleResolvers: true,
})
export class FeatureType {}
