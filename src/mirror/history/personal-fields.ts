/** Kinds of records that are about people, or were made by them: all of them is personal. */
const KINDS =
  /customer|address|order|cart|guest|contact|partner|people|person|employee|user|member|loyalty|card|ticket|sale|invoice|shipment|return|message|thread|review|supplier|tiers|client|move|picking|session|payment/i;

/** Fields that say who somebody is, wherever they stand. */
const FIELDS =
  /mail|phone|mobile|(first|last|full|sur|user)_?name|contact|customer|client|company|address|street|city|postcode|zip|birth|siret|vat|iban|bic|passw|secure_key|ip_|note|comment|message|author|owner|recipient|receiver|signature/i;

/** Whether a field may say who a person is: where that is not known, it does. */
export function isPersonalField(kind: string, path: string): boolean {
  return KINDS.test(kind) || FIELDS.test(path);
}
