import { shapeOf } from "../../lib/contract/openapi/names.ts";
import type { Route } from "../../lib/contract/route.ts";
import { fieldErrorsFrom, pointerTo } from "../../lib/shared/issues.ts";
import { Problem } from "../../lib/shared/problem.ts";
import { isQueryList } from "../../lib/shared/schema.ts";
import type { FieldError } from "../../lib/vocabulary/field-errors.ts";
import { type ApiEvent, queryEntries } from "./event.ts";

const invalidQuery = (fieldErrors: readonly FieldError[]) => new Problem("invalid-query", { fieldErrors });

const isUrlEncoded = (text: string) => {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
};

/** Parameters that are not UTF-8 in URL encoding; `URLSearchParams` reads them as U+FFFD. */
const encodingFaults = (query: string): FieldError[] =>
  query
    .split("&")
    .filter((parameter) => !isUrlEncoded(parameter))
    .map((parameter) => {
      const [name = ""] = parameter.split("=");
      const pointer = isUrlEncoded(name) ? pointerTo([decodeURIComponent(name)]) : "";
      return { pointer, code: "invalid-format", values: { format: "URL encoding" } };
    });

/** The query of a request, parsed by the schema of its route. Throws `invalid-query` with every error. */
export const readQuery = (event: ApiEvent, route: Route): unknown => {
  const misencoded = encodingFaults(event.rawQueryString);
  if (misencoded.length > 0) throw invalidQuery(misencoded);
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
