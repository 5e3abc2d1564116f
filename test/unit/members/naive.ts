import fc from "fast-check";
import {
  type EntryKind,
  entryKinds,
  type MembershipTimeline,
  type TimelineEntry,
} from "../../../lib/members/timeline.ts";

/** The days of a recount: ends of months and years, and a leap day. */
export const calendar = [
  "2019-11-30",
  "2019-12-01",
  "2019-12-30",
  "2019-12-31",
  "2020-01-01",
  "2020-01-02",
  "2020-02-29",
  "2020-03-01",
  "2020-12-31",
  "2021-01-01",
  "2021-01-31",
  "2021-02-01",
];

export type NaiveState = { cell: string; counted: boolean; official: boolean; suspended: boolean };

/** The states of all days of the calendar, computed day by day. */
export const recount = (
  { initialState: beginning, entries }: MembershipTimeline,
  wanted: readonly string[] = calendar,
): Map<string, NaiveState> => {
  const days = daysOf({ initialState: beginning, entries }, wanted);
  const states = new Map<string, NaiveState>();
  const start = beginning.joinedOn ?? beginning.admittedOn;
  const acting = inPlace(entries).filter((entry) => acts(entry, entries));
  let state: NaiveState | undefined;
  let confirmedBefore = beginning.confirmed === true;
  for (const day of days) {
    if (!state && (start === undefined || start <= day)) {
      state = { cell: beginning.organisationId, counted: true, official: confirmedBefore, suspended: false };
    }
    const ofDay = acting.filter((entry) => entry.on === day);
    if (!state) {
      confirmedBefore ||= beginning.confirmedOn === day || ofDay.some(({ kind }) => kind === "confirmed");
      continue;
    }
    if (beginning.confirmedOn === day && state.counted) state = { ...state, official: true };
    for (const entry of ofDay) state = step(state, entry);
    states.set(day, state);
  }
  return states;
};

/** The days on which anything happens, and the wanted ones. */
const daysOf = ({ initialState, entries }: MembershipTimeline, wanted: readonly string[]): string[] => {
  const { admittedOn, joinedOn, confirmedOn } = initialState;
  const own = [admittedOn, joinedOn, confirmedOn, ...entries.map(({ on }) => on)];
  return [...new Set([...wanted, ...own.filter((day) => day !== undefined)])].sort();
};

const step = (state: NaiveState, { kind, organisationId }: TimelineEntry): NaiveState => {
  if (kind === "readmitted" && !state.counted)
    return { cell: organisationId ?? state.cell, counted: true, official: false, suspended: false };
  if (!state.counted) return state;
  if (kind === "confirmed") return { ...state, official: true };
  if (kind === "transferred") return { ...state, cell: organisationId ?? state.cell };
  if (kind === "suspended") return { ...state, suspended: true };
  if (kind === "resumed") return { ...state, suspended: false };
  if (kind === "departed") return { ...state, counted: false, suspended: false };
  return state;
};

/** Entries in order, each in the place of the one that it voids, after those that are there already. */
const inPlace = (entries: readonly TimelineEntry[]): TimelineEntry[] => {
  const places: TimelineEntry[][] = [];
  for (const entry of entries) {
    const place = places.find((one) => one.some(({ id }) => id === entry.voids));
    if (place) place.push(entry);
    else places.push([entry]);
  }
  return places.flat();
};

const voidersOf = (entry: TimelineEntry, all: readonly TimelineEntry[]) =>
  all.filter(({ voids }) => voids === entry.id);

/** Whether an entry has not been revoked. */
const holds = (entry: TimelineEntry, all: readonly TimelineEntry[]): boolean =>
  !voidersOf(entry, all).some((voider) => voider.kind === undefined && holds(voider, all) && !isVoided(voider, all));

export const isVoided = (entry: TimelineEntry, all: readonly TimelineEntry[]): boolean =>
  voidersOf(entry, all).some((voider) => holds(voider, all));

const acts = (entry: TimelineEntry, all: readonly TimelineEntry[]): boolean =>
  entry.kind !== undefined && !isVoided(entry, all);

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const anyDay = fc.constantFrom(...calendar);

export const anyBeginning = (cells: readonly string[]): fc.Arbitrary<MembershipTimeline["initialState"]> =>
  fc.record({
    organisationId: fc.constantFrom(...cells),
    admittedOn: maybe(anyDay),
    joinedOn: maybe(anyDay),
    confirmedOn: maybe(anyDay),
    confirmed: maybe(fc.constant(true as const)),
  });

/** A random history entry, which may revoke, repeat or replace an earlier one. */
export const anyEntry = (cells: readonly string[]) =>
  fc.record({
    kind: fc.constantFrom(...entryKinds),
    on: anyDay,
    cell: fc.constantFrom(...cells),
    readmittedTo: maybe(fc.constantFrom(...cells)),
    voiding: fc.constantFrom("nothing", "nothing", "nothing", "revoking", "repeating", "replacing"),
    target: fc.nat(),
  });
export type AnyEntry = ReturnType<typeof anyEntry> extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** The history entry of a drawn one, after those that have arrived. */
export const entryAfter = (entries: readonly TimelineEntry[], drawn: AnyEntry): Omit<TimelineEntry, "id"> => {
  const target = drawn.voiding === "nothing" ? undefined : entries[drawn.target % Math.max(entries.length, 1)];
  if (target && drawn.voiding === "revoking") return { voids: target.id };
  if (target?.kind && drawn.voiding === "repeating") {
    const { id: voids, kind, on, organisationId } = target;
    return { kind, on, ...(organisationId ? { organisationId } : {}), voids };
  }
  const cellOf: Partial<Record<EntryKind, string | undefined>> = {
    transferred: drawn.cell,
    readmitted: drawn.readmittedTo,
  };
  const organisationId = cellOf[drawn.kind];
  return {
    kind: drawn.kind,
    on: drawn.on,
    ...(organisationId ? { organisationId } : {}),
    ...(target ? { voids: target.id } : {}),
  };
};

/** Adds a drawn entry to those that have arrived. */
export const arrive = (entries: readonly TimelineEntry[], drawn: AnyEntry): TimelineEntry[] => [
  ...entries,
  { id: String(entries.length).padStart(3, "0"), ...entryAfter(entries, drawn) },
];
