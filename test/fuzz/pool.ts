import type { Random } from "../support/random.ts";
import type { RejectedBody } from "./bodies.ts";
import type { Sent } from "./plan.ts";
import { type Binding, namesIn, type Templates } from "./templates.ts";

/** Entries of a list; the oldest are dropped. */
const capacity = 300;

/** Values of the responses so far. */
export type Pool = ReturnType<typeof createPool>;

export const createPool = () => {
  const existing = createLists<Binding>();
  const past = createLists<Binding>();
  const values = createLists<string>();
  const accepted = createLists<string>();
  const rejected = createLists<string>();
  const bodies = createLists<unknown>(20);
  const rejectedBodies = new Map<string, RejectedBody[]>();
  const etags = new Map<string, string>();
  const cursors: { path: string; cursor: string }[] = [];
  const keyed: Sent[] = [];
  return {
    /** A record exists at a path. */
    store: (template: string, binding: Binding): void => {
      existing.add(template, binding);
      for (const name of namesIn(template)) values.add(name, binding[name] ?? "");
    },
    /** A record and everything below it is deleted. */
    remove: (template: string, binding: Binding): void => {
      const isWithin = (one: Binding) => Object.entries(binding).every(([name, value]) => one[name] === value);
      for (const [name, one] of existing.take(isWithin)) past.add(name, one);
      past.add(template, binding);
      const own = binding[namesIn(template).at(-1) ?? ""];
      for (const lists of [values, accepted]) lists.take((value) => value === own);
    },
    records: existing.of,
    deleted: past.of,
    addValue: values.add,
    /** Values of a parameter: `memberId`, `slug`. */
    values: values.of,
    /** References by their place in a body. */
    acceptReference: accepted.add,
    accepted: accepted.of,
    rejectReference: rejected.add,
    isRejected: rejected.has,
    acceptBody: bodies.add,
    bodies: bodies.of,
    rejectBody: (name: string, body: RejectedBody): void => {
      const all = [body, ...(rejectedBodies.get(name) ?? [])].sort((a, b) => a.faults.length - b.faults.length);
      rejectedBodies.set(name, all.slice(0, 5));
    },
    /** Rejected bodies, those with the fewest faults first. */
    rejectedBodies: (name: string): readonly RejectedBody[] => rejectedBodies.get(name) ?? [],
    setEtag: (path: string, etag: string): void => void etags.set(path, etag),
    etagOf: (path: string): string | undefined => etags.get(path),
    addCursor: (path: string, cursor: string): void => push(cursors, { path, cursor }),
    cursors: cursors as readonly { path: string; cursor: string }[],
    addKeyed: (sent: Sent): void => push(keyed, sent),
    /** POSTs with an Idempotency-Key, to be sent again. */
    keyed: keyed as readonly Sent[],
  };
};

const push = <T>(list: T[], value: T) => {
  list.push(value);
  if (list.length > capacity) list.shift();
};

/** Lists by name, each value once, the newest last. */
const createLists = <T>(most = capacity) => {
  const lists = new Map<string, Map<string, T>>();
  return {
    add: (name: string, value: T): void => {
      const list = lists.get(name) ?? new Map<string, T>();
      lists.set(name, list);
      const key = JSON.stringify(value);
      list.delete(key);
      list.set(key, value);
      const [oldest] = list.keys();
      if (list.size > most && oldest !== undefined) list.delete(oldest);
    },
    /** Removes matching values from every list. */
    take: (matches: (value: T) => boolean): [string, T][] =>
      [...lists].flatMap(([name, list]) =>
        [...list].flatMap(([key, value]): [string, T][] => (matches(value) && list.delete(key) ? [[name, value]] : [])),
      ),
    has: (name: string, value: T): boolean => lists.get(name)?.has(JSON.stringify(value)) === true,
    of: (name: string): readonly T[] => [...(lists.get(name)?.values() ?? [])],
  };
};

/** Chooses the parameters of a path: of a record there, of one above it, of a deleted one, or made-up values. */
export const chooseBinding = (
  pool: Pool,
  templates: Templates,
  template: string,
  random: Random,
  makeUp: (name: string) => string,
): Binding => {
  const names = namesIn(template);
  const known = templates
    .lineage(template)
    .map((one) => (random.chance(0.04) ? pool.deleted(one) : pool.records(one)))
    .filter((records) => records.length > 0);
  const chosen = (random.chance(0.3) ? known[1] : undefined) ?? known[0];
  const found = chosen ? random.oneOfNewest(chosen) : {};
  return Object.fromEntries(names.map((name) => [name, found[name] ?? valueFor(pool, name, random, makeUp)]));
};

const valueFor = (pool: Pool, name: string, random: Random, makeUp: (name: string) => string): string => {
  const values = pool.values(name);
  return values.length > 0 && random.chance(0.7) ? random.oneOfNewest(values) : makeUp(name);
};
