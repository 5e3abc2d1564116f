import { isDeepStrictEqual } from "node:util";
import type { Day } from "../shared/days.ts";
import type { Counter, CounterDelta } from "../statistics/counters.ts";
import { resolveVoids } from "./voids.ts";

export const entryKinds = ["confirmed", "transferred", "suspended", "resumed", "departed", "readmitted"] as const;

export type EntryKind = (typeof entryKinds)[number];

/** The part of a history entry that the timeline depends on. */
export type TimelineEntry = {
  id: string;
  /** Absent: the entry only revokes the one that it voids. */
  kind?: EntryKind | undefined;
  /** Absent in a revocation, which needs no day. */
  on?: Day | undefined;
  organisationId?: string | undefined;
  /** An earlier entry that this one revokes or replaces. */
  voids?: string | undefined;
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

export const standings = ["probationary", "official", "former"] as const;
export type Standing = (typeof standings)[number];

/** The state of a member on a day. `organisationId` of a former member is the last cell. */
export type MemberState = { organisationId: string; standing: Standing; suspended: boolean };

/** A state and its first day; `undefined`: without a first day. */
export type MemberPeriod = { from: Day | undefined; state: MemberState };

export const isCounted = (state: MemberState) => state.standing !== "former";
export const mayVote = (state: MemberState) => state.standing === "official" && !state.suspended;

/** The first day on which the member counts; `undefined`: none. */
const startOf = ({ joinedOn, admittedOn }: InitialState): Day | undefined => joinedOn ?? admittedOn;

/** An acting entry, or (without an id) the confirmation of the initial state. */
type Step = { id?: string; kind: EntryKind; on: Day; organisationId?: string | undefined };

const isBefore = (step: Step, start: Day | undefined) => start !== undefined && step.on < start;

const stepsOf = ({ initialState, entries }: MembershipTimeline): Step[] => {
  const steps = resolveVoids(entries).acting.flatMap(({ on, ...entry }): Step[] => (on ? [{ ...entry, on }] : []));
  if (initialState.confirmedOn) steps.unshift({ kind: "confirmed", on: initialState.confirmedOn });
  // The sort is stable: steps of one day stay in their order.
  return steps.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
};

type Replay = { periods: MemberPeriod[]; effective: ReadonlySet<string | undefined> };

/**
 * Applies the entries by day, those of one day in order of arrival; one that does not fit the state changes nothing. Of
 * entries before the start only a confirmation has an effect: it is a fact of the membership.
 */
const replay = (timeline: MembershipTimeline): Replay => {
  const { initialState } = timeline;
  const start = startOf(initialState);
  const steps = stepsOf(timeline);
  const early = steps.find((step) => step.kind === "confirmed" && isBefore(step, start));
  const isConfirmed = initialState.confirmed === true;
  const effective = new Set(early && !isConfirmed ? [early.id] : []);
  let state: MemberState = {
    organisationId: initialState.organisationId,
    standing: isConfirmed || early ? "official" : "probationary",
    suspended: false,
  };
  const periods: MemberPeriod[] = [{ from: start, state }];
  for (const step of steps.filter((one) => !isBefore(one, start))) {
    const next = after(state, step);
    if (next === state) continue;
    state = next;
    effective.add(step.id);
    if (periods.at(-1)?.from === step.on) periods.pop();
    periods.push({ from: step.on, state });
  }
  return { periods, effective };
};

/** The states of a member in order, at least one. */
export const periodsOf = (timeline: MembershipTimeline): MemberPeriod[] => replay(timeline).periods;

/** Which entry voids an entry, and whether the entry changes anything. */
export type EntryEffect = { voidedBy: string | undefined; effective: boolean };

/** The effects of all entries, by id. A revocation changes something if other entries were effective without it. */
export const effectsOf = (timeline: MembershipTimeline): ReadonlyMap<string, EntryEffect> => {
  const { entries } = timeline;
  const { voidedBy } = resolveVoids(entries);
  const { effective } = replay(timeline);
  const isRevoking = ({ id }: TimelineEntry) => {
    const without = { ...timeline, entries: entries.filter((entry) => entry.id !== id) };
    return !voidedBy.has(id) && !isDeepStrictEqual(replay(without).effective, effective);
  };
  return new Map(
    entries.map((entry) => {
      const changes = entry.kind === undefined ? isRevoking(entry) : effective.has(entry.id);
      return [entry.id, { voidedBy: voidedBy.get(entry.id), effective: changes }];
    }),
  );
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
