import { shapeOf } from "../../lib/contract/openapi/names.ts";
import type { Route } from "../../lib/contract/route.ts";
import { fieldErrorsFrom } from "../../lib/shared/issues.ts";
import { Problem } from "../../lib/shared/problem.ts";
import { isQueryList } from "../../lib/shared/schema.ts";
import type { FieldError } from "../../lib/vocabulary/field-errors.ts";
import { type ApiEvent, queryEntries } from "./event.ts";

const invalidQuery = (fieldErrors: readonly FieldError[]) => new Problem("invalid-query", { fieldErrors });

/** The query of a request, parsed by the schema of its route. Throws `invalid-query` with every error. */
export const readQuery = (event: ApiEvent, route: Route): unknown => {
  const shape = shapeOf(route.query) ?? {};
  const entries = queryEntries(event);
  const valuesOf = (name: string) => entries.flatMap(([each, value]) => (each === name ? [value] : []));
  const given = Object.fromEntries(
    entries.map(([name, value]) => [name, isQueryList(shape[name]) ? valuesOf(name).join(",") : value]),
  );
  const repeated = entries
    .map(([name]) => name)
    .filter((name, i, names) => names.indexOf(name) !== i && !isQueryList(shape[name]));
  const faults = [...new Set(repeated)].map((name): FieldError => ({ pointer: `/${name}`, code: "duplicate" }));
  if (!route.query) {
    faults.push(...Object.keys(given).map((name): FieldError => ({ pointer: `/${name}`, code: "unknown-field" })));
    if (faults.length > 0) throw invalidQuery(faults);
    return undefined;
  }
  const parsed = route.query.safeParse(given);
  if (!parsed.success) faults.push(...fieldErrorsFrom(parsed.error.issues, given));
  if (faults.length > 0) throw invalidQuery(faults);
  return parsed.data;
};
