import type { Day } from "../shared/days.ts";
import type { Counter, CounterDelta } from "../statistics/counters.ts";

export const entryKinds = ["confirmed", "transferred", "suspended", "resumed", "departed", "readmitted"] as const;

export type EntryKind = (typeof entryKinds)[number];

/** The part of a history entry that the timeline depends on. */
export type TimelineEntry = {
  id: string;
  kind: EntryKind;
  on: Day;
  organisationId?: string | undefined;
  /** An earlier entry that this one revokes or replaces. */
  voids?: string | undefined;
};

/** Whether an entry equals the one that it voids, which means that it only revokes it. */
const repeats = (entry: TimelineEntry, voided: TimelineEntry) =>
  entry.kind === voided.kind && entry.on === voided.on && entry.organisationId === voided.organisationId;

/**
 * The entries with an effect, in order of arrival. An entry that equals the one it voids revokes it, and what that one had
 * voided is effective again; any other replaces it, and what that one had voided remains voided.
 */
export const effectiveEntries = (entries: readonly TimelineEntry[]): TimelineEntry[] => {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const voided = new Set<string>();
  const undone = new Set<string>();
  // An entry can be voided only by a later one, so the last is decided first.
  for (const entry of entries.toReversed()) {
    const target = entry.voids === undefined ? undefined : byId.get(entry.voids);
    if (!target || undone.has(entry.id)) continue;
    voided.add(target.id);
    if (repeats(entry, target)) undone.add(target.id);
  }
  const revokes = (entry: TimelineEntry) => {
    const target = entry.voids === undefined ? undefined : byId.get(entry.voids);
    return target !== undefined && repeats(entry, target);
  };
  return entries.filter((entry) => !voided.has(entry.id) && !revokes(entry));
};

/** The start of a timeline; a member without a day of joining has always belonged to the cell. */
export type InitialState = {
  organisationId: string;
  admittedOn?: Day | undefined;
  joinedOn?: Day | undefined;
  confirmedOn?: Day | undefined;
  confirmed?: true | undefined;
};

/** The initial state, and the history entries in order of arrival. */
export type MembershipTimeline = { initialState: InitialState; entries: readonly TimelineEntry[] };

export type Standing = "probationary" | "official" | "former";

/** The state of a member on a day. `organisationId` of a former member is the last cell. */
export type MemberState = { organisationId: string; standing: Standing; suspended: boolean };

/** A state and its first day; `undefined`: without a first day. */
export type MemberPeriod = { from: Day | undefined; state: MemberState };

export const isCounted = (state: MemberState) => state.standing !== "former";
export const mayVote = (state: MemberState) => state.standing === "official" && !state.suspended;

/** The first day on which the member counts; `undefined`: none. */
const startOf = ({ joinedOn, admittedOn }: InitialState): Day | undefined => joinedOn ?? admittedOn;

type Step = Pick<TimelineEntry, "kind" | "on" | "organisationId">;

const isBefore = (step: Step, start: Day | undefined) => start !== undefined && step.on < start;

/**
 * The states of a member in order, at least one. Entries apply by day, those of one day in order of arrival; one that does
 * not fit the state changes nothing. Of entries before the start only a confirmation has an effect: it is a fact of the
 * membership.
 */
export const periodsOf = ({ initialState, entries }: MembershipTimeline): MemberPeriod[] => {
  const start = startOf(initialState);
  const steps: Step[] = effectiveEntries(entries);
  if (initialState.confirmedOn) steps.unshift({ kind: "confirmed", on: initialState.confirmedOn });
  const confirmed =
    initialState.confirmed === true || steps.some((step) => step.kind === "confirmed" && isBefore(step, start));
  const state: MemberState = {
    organisationId: initialState.organisationId,
    standing: confirmed ? "official" : "probationary",
    suspended: false,
  };
  // The sort is stable: steps of one day stay in order of arrival.
  const rest = steps.filter((step) => !isBefore(step, start)).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  return rest.reduce(extend, [{ from: start, state }]);
};

const extend = (periods: MemberPeriod[], step: Step): MemberPeriod[] => {
  const last = periods.at(-1);
  if (!last) return periods;
  const state = after(last.state, step);
  if (state === last.state) return periods;
  const earlier = last.from === step.on ? periods.slice(0, -1) : periods;
  return [...earlier, { from: step.on, state }];
};

/** The state after a step; the identical object if nothing changes. */
const after = (state: MemberState, { kind, organisationId = state.organisationId }: Step): MemberState => {
  if (!isCounted(state))
    return kind === "readmitted" ? { organisationId, standing: "probationary", suspended: false } : state;
  switch (kind) {
    case "confirmed":
      return state.standing === "official" ? state : { ...state, standing: "official" };
    case "transferred":
      return organisationId === state.organisationId ? state : { ...state, organisationId };
    case "suspended":
      return state.suspended ? state : { ...state, suspended: true };
    case "resumed":
      return state.suspended ? { ...state, suspended: false } : state;
    case "departed":
      return { ...state, standing: "former", suspended: false };
    case "readmitted":
      return state;
  }
};

/** The state on a day; `undefined` before the timeline begins. */
export const stateOn = (timeline: MembershipTimeline, day: Day): MemberState | undefined =>
  periodsOf(timeline).findLast(({ from }) => from === undefined || from <= day)?.state;

/** The part of a member that statistics depend on. */
export type CountedMember = { timeline: MembershipTimeline; gender?: "female" | "male" | undefined };

const countersOf = (state: MemberState, gender: CountedMember["gender"]): Counter[] => {
  if (!isCounted(state)) return [];
  const counters: Counter[] = ["members"];
  if (state.standing === "official") counters.push("official");
  if (mayVote(state)) counters.push("mayVote");
  if (gender) counters.push(gender);
  return counters;
};

/** Counts a member in a cell from the first day of a state to the day before the next. */
export const memberDeltas = ({ timeline, gender }: CountedMember): CounterDelta[] => {
  const periods = periodsOf(timeline);
  return periods.flatMap(({ from, state }, i) => {
    const delta = (of: MemberState, count: number) => (counter: Counter) => ({
      organisationId: of.organisationId,
      day: from,
      counter,
      count,
    });
    const before = periods[i - 1]?.state;
    return [
      ...(before ? countersOf(before, gender).map(delta(before, -1)) : []),
      ...countersOf(state, gender).map(delta(state, 1)),
    ];
  });
};
