import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { Json } from "../../lib/contract/openapi/json.ts";

/** Says what is wrong with a value by the schema at a JSON Pointer of the document; nothing where all is right. */
export type Validate = (pointer: string, value: unknown) => string | undefined;

/** A validator of JSON Schema 2020-12 that is none of ours, with the document as it came. */
export const createValidator = (document: Json): Validate => {
  const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true });
  addFormats.default(ajv);
  ajv.addSchema(document, "document", false, false);
  return (pointer, value) => {
    const key = `document${encodeURI(pointer)}`;
    const validate = ajv.getSchema(key) ?? ajv.compile({ $id: `of:${pointer}`, $ref: key });
    return validate(value) ? undefined : ajv.errorsText(validate.errors, { dataVar: "body" });
  };
};
