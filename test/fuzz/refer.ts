import type { Refer } from "./generate.ts";
import type { Pool } from "./pool.ts";
import type { Random } from "./random.ts";
import type { Sent } from "./sent.ts";
import { type Binding, namesIn, type Templates } from "./templates.ts";

/**
 * Gives ids to the fields of a body: what was taken there before, what is called so, records of the same kind, what
 * belongs to the same record as the path, or any id at all. What it gave stands in `references`.
 */
export const createRefer = (pool: Pool, templates: Templates, path: string, binding: Binding, random: Random) => {
  const own = namesIn(templates.itemOf(path) ?? path).at(-1) ?? "";
  const references: Sent["references"][number][] = [];
  const choose: Refer = (name, place) => {
    const sources = [
      [0.45, () => pool.accepted(place)],
      [0.9, () => pool.values(calledSo(name, templates.names))],
      [0.5, () => pool.values(own)],
      [0.5, () => besides(pool, templates, binding)],
      [1, () => pool.values(random.pick([...templates.names]))],
    ] as const;
    for (const [share, read] of sources) {
      if (!random.chance(share)) continue;
      const found = read();
      const hopeful = found.filter((value) => !pool.isRefused(place, value));
      if (hopeful.length > 0) return random.pickNewer(hopeful);
      if (found.length > 0 && random.chance(0.1)) return random.pickNewer(found);
    }
    return "nobody";
  };
  const refer: Refer = (name, place) => {
    const value = random.chance(0.02) ? "nobody" : choose(name, place);
    references.push({ place, value });
    return value;
  };
  return { refer, references };
};

/** The parameter whose name ends a field's: `organisationId` for `recipientOrganisationId`. */
const calledSo = (field: string, names: ReadonlySet<string>): string =>
  [...names].find((name) => field.toLowerCase().endsWith(name.toLowerCase())) ?? field;

/** Ids of records that share the path's record: the attendees of this meeting, not of any. */
const besides = (pool: Pool, templates: Templates, binding: Binding): string[] => {
  const shared = Object.entries(binding);
  if (shared.length === 0) return [];
  return templates.all
    .flatMap((template) => pool.records(template))
    .filter((one) => shared.every(([name, value]) => one[name] === value))
    .flatMap((one) => Object.entries(one).flatMap(([name, value]) => (name in binding ? [] : [value])));
};
