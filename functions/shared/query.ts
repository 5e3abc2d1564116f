import type { Fault } from "../../lib/contract/faults.ts";
import type { Route } from "../../lib/contract/route.ts";
import { faultsOf } from "../../lib/shared/issues.ts";
import { Problem } from "../../lib/shared/problem.ts";
import { type ApiEvent, queryEntries } from "./event.ts";

const refused = (faults: readonly Fault[]) => new Problem("invalid-query", { faults });

/** The query of a request read through its route's schema. Throws `invalid-query` with every fault. */
export const readQuery = (event: ApiEvent, route: Route): unknown => {
  const entries = queryEntries(event);
  const given = Object.fromEntries(entries);
  const repeated = entries.map(([name]) => name).filter((name, i, names) => names.indexOf(name) !== i);
  const faults = [...new Set(repeated)].map((name): Fault => ({ pointer: `/${name}`, code: "duplicate" }));
  if (!route.query) {
    faults.push(...Object.keys(given).map((name): Fault => ({ pointer: `/${name}`, code: "unknown-field" })));
    if (faults.length > 0) throw refused(faults);
    return undefined;
  }
  const parsed = route.query.safeParse(given);
  if (!parsed.success) faults.push(...faultsOf(parsed.error.issues, given));
  if (faults.length > 0) throw refused(faults);
  return parsed.data;
};
