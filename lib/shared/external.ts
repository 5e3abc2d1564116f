import type { InputValidation } from "./input-validation.ts";
import { notFound } from "./problem.ts";
import { isExternalPart } from "./schema.ts";

/** The one name that no object of ours can hold (in a body it is a fault). */
const unheld = "__proto__";

/** The external id in the path of a PUT. */
export type External = { source: string; externalId: string };

/** Adds the external id of the path to a body that may name it too, but not otherwise. Throws 404 for what cannot be one. */
export const withExternalId = <T extends { externalIds?: Record<string, string> | undefined }>(
  validation: InputValidation<T>,
  { source, externalId }: External,
): InputValidation<T> => {
  if (source === unheld || !isExternalPart(source) || !isExternalPart(externalId)) throw notFound();
  const sent = new Map(Object.entries(validation.value.externalIds ?? {}));
  const stated = sent.get(source);
  if (stated !== undefined && stated !== externalId) {
    validation.addError(`/externalIds/${source}`, "contradiction", { other: "path" });
  }
  return validation.with({ externalIds: { ...validation.value.externalIds, [source]: externalId } } as Partial<T>);
};
