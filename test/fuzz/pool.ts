import type { Random } from "./random.ts";
import type { Draft } from "./repair.ts";
import type { Sent } from "./sent.ts";
import { type Binding, namesIn, type Templates } from "./templates.ts";

/** What answers have shown so far, by the names under which it is asked for. */
export type Pool = {
  /** A record stands at a path. */
  keep(template: string, binding: Binding): void;
  /** It no longer does, nor what stood below it. */
  drop(template: string, binding: Binding): void;
  records(template: string): readonly Binding[];
  gone(template: string): readonly Binding[];
  value(name: string, value: string): void;
  /** Values of a parameter: `memberId`, `slug`. */
  values(name: string): readonly string[];
  /** A value was taken at a place of a body. */
  accept(place: string, value: string): void;
  accepted(place: string): readonly string[];
  /** A value was refused there. */
  refuse(place: string, value: string): void;
  isRefused(place: string, value: string): boolean;
  /** Bodies that were taken. */
  body(name: string, value: unknown): void;
  bodies(name: string): readonly unknown[];
  /** Bodies that were refused, those with the fewest faults first. */
  validation(name: string, validation: Draft): void;
  drafts(name: string): readonly Draft[];
  etag(path: string, etag: string): void;
  etagOf(path: string): string | undefined;
  cursor(path: string, cursor: string): void;
  cursors: readonly { path: string; cursor: string }[];
  /** A POST that had a key, to be sent again. */
  key(sent: Sent): void;
  keys: readonly Sent[];
};

/** More than a run needs at a time; what is older makes room. */
const room = 300;

export const createPool = (): Pool => {
  const live = new Shelf<Binding>();
  const past = new Shelf<Binding>();
  const values = new Shelf<string>();
  const accepted = new Shelf<string>();
  const refused = new Shelf<string>();
  const bodies = new Shelf<unknown>(20);
  const drafts = new Map<string, Draft[]>();
  const etags = new Map<string, string>();
  const cursors: { path: string; cursor: string }[] = [];
  const keys: Sent[] = [];
  return {
    keep: (template, binding) => {
      live.put(template, binding);
      for (const name of namesIn(template)) values.put(name, binding[name] ?? "");
    },
    drop: (template, binding) => {
      const isWithin = (one: Binding) => Object.entries(binding).every(([name, value]) => one[name] === value);
      for (const [name, one] of live.takeAll(isWithin)) past.put(name, one);
      past.put(template, binding);
      const own = binding[namesIn(template).at(-1) ?? ""];
      for (const shelf of [values, accepted]) shelf.takeAll((value) => value === own);
    },
    records: live.on,
    gone: past.on,
    value: values.put,
    values: values.on,
    accept: accepted.put,
    accepted: accepted.on,
    refuse: refused.put,
    isRefused: refused.has,
    body: bodies.put,
    bodies: bodies.on,
    validation: (name, validation) => {
      const sorted = [validation, ...(drafts.get(name) ?? [])].sort((a, b) => a.faults.length - b.faults.length);
      drafts.set(name, sorted.slice(0, 5));
    },
    drafts: (name) => drafts.get(name) ?? [],
    etag: (path, etag) => void etags.set(path, etag),
    etagOf: (path) => etags.get(path),
    cursor: (path, cursor) => push(cursors, { path, cursor }),
    cursors,
    key: (sent) => push(keys, sent),
    keys,
  };
};

const push = <T>(list: T[], value: T) => {
  list.push(value);
  if (list.length > room) list.shift();
};

/** Lists by name, each value once, the newest last. */
class Shelf<T> {
  private readonly lists = new Map<string, Map<string, T>>();
  private readonly room: number;

  constructor(most = room) {
    this.room = most;
  }

  private readonly of = (name: string) => {
    const list = this.lists.get(name) ?? new Map<string, T>();
    this.lists.set(name, list);
    return list;
  };

  put = (name: string, value: T): void => {
    const list = this.of(name);
    const key = JSON.stringify(value);
    // What is put again counts as new.
    list.delete(key);
    list.set(key, value);
    const [oldest] = list.keys();
    if (list.size > this.room && oldest !== undefined) list.delete(oldest);
  };

  /** Takes what is so off every list. */
  takeAll = (isSo: (value: T) => boolean): [string, T][] =>
    [...this.lists].flatMap(([name, list]) =>
      [...list].flatMap(([key, value]): [string, T][] => (isSo(value) && list.delete(key) ? [[name, value]] : [])),
    );

  has = (name: string, value: T): boolean => this.of(name).has(JSON.stringify(value));

  on = (name: string): readonly T[] => [...this.of(name).values()];
}

/** Chooses the values of a path's parameters: of its own record, of one above it, of one that is gone, or made up. */
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
    .map((one) => (random.chance(0.04) ? pool.gone(one) : pool.records(one)))
    .filter((records) => records.length > 0);
  const chosen = (random.chance(0.3) ? known[1] : undefined) ?? known[0];
  const found = chosen ? random.pickNewer(chosen) : {};
  return Object.fromEntries(names.map((name) => [name, found[name] ?? valueFor(pool, name, random, makeUp)]));
};

const valueFor = (pool: Pool, name: string, random: Random, makeUp: (name: string) => string): string => {
  const values = pool.values(name);
  return values.length > 0 && random.chance(0.7) ? random.pickNewer(values) : makeUp(name);
};
