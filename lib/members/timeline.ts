import type { Day } from "../shared/days.ts";
import type { Counter, CounterDelta } from "../statistics/counters.ts";

export const entryKinds = ["confirmed", "transferred", "suspended", "resumed", "departed", "readmitted"] as const;

export type EntryKind = (typeof entryKinds)[number];

/** What an entry of a member's history says to the story; its reason and decision are kept beside. */
export type TimelineEntry = {
  id: string;
  kind: EntryKind;
  on: Day;
  organisationId?: string | undefined;
  /** An earlier entry that this one takes back, or whose place it takes. */
  voids?: string | undefined;
};

/** Whether an entry says again what the one it voids said: then it only takes that back. */
const repeats = (entry: TimelineEntry, voided: TimelineEntry) =>
  entry.kind === voided.kind && entry.on === voided.on && entry.organisationId === voided.organisationId;

/**
 * The entries that act, in order of arrival. An entry that voids another and repeats it takes it back, with whatever
 * that one had voided; one that says something else takes its place, and what that one had voided stays voided.
 */
export const effectiveEntries = (entries: readonly TimelineEntry[]): TimelineEntry[] => {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const voided = new Set<string>();
  const undone = new Set<string>();
  // What voids an entry has arrived after it, so the last is settled first.
  for (const entry of entries.toReversed()) {
    const target = entry.voids === undefined ? undefined : byId.get(entry.voids);
    if (!target || undone.has(entry.id)) continue;
    voided.add(target.id);
    if (repeats(entry, target)) undone.add(target.id);
  }
  const takesBack = (entry: TimelineEntry) => {
    const target = entry.voids === undefined ? undefined : byId.get(entry.voids);
    return target !== undefined && repeats(entry, target);
  };
  return entries.filter((entry) => !voided.has(entry.id) && !takesBack(entry));
};

/** How a member's story begins; a member without a day of joining has always been here. */
export type InitialState = {
  organisationId: string;
  admittedOn?: Day | undefined;
  joinedOn?: Day | undefined;
  confirmedOn?: Day | undefined;
  confirmed?: true | undefined;
};

/** The beginning, and the entries of the history in order of arrival. */
export type MembershipTimeline = { initialState: InitialState; entries: readonly TimelineEntry[] };

export type Standing = "probationary" | "official" | "former";

/** What a member is on a day. A former member has left from `organisationId`. */
export type State = { organisationId: string; standing: Standing; suspended: boolean };

/** A state and the day from whose start it holds; `undefined`: since always. */
export type Period = { from: Day | undefined; state: State };

export const isCounted = (state: State) => state.standing !== "former";
export const mayVote = (state: State) => state.standing === "official" && !state.suspended;

/** The day the member counts from; `undefined`: since always. */
export const startOf = ({ joinedOn, admittedOn }: InitialState): Day | undefined => joinedOn ?? admittedOn;

type Step = Pick<TimelineEntry, "kind" | "on" | "organisationId">;

/** Whether a step belongs before the beginning, where the member was not yet here. */
const isBefore = (step: Step, start: Day | undefined) => start !== undefined && step.on < start;

/**
 * The member's states one after the other, at least one. Entries act by their day, those of one day in order of
 * arrival; one that cannot act in the state it meets changes nothing. Of what lies before the beginning only the
 * confirmation is kept: it was a fact of the membership before it was one here.
 */
export const periodsOf = ({ initialState: beginning, entries }: MembershipTimeline): Period[] => {
  const start = startOf(beginning);
  const steps: Step[] = effectiveEntries(entries);
  if (beginning.confirmedOn) steps.unshift({ kind: "confirmed", on: beginning.confirmedOn });
  const confirmed =
    beginning.confirmed === true || steps.some((step) => step.kind === "confirmed" && isBefore(step, start));
  const state: State = {
    organisationId: beginning.organisationId,
    standing: confirmed ? "official" : "probationary",
    suspended: false,
  };
  // The sort is stable: steps of one day stay in order of arrival.
  const rest = steps.filter((step) => !isBefore(step, start)).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  return rest.reduce(extend, [{ from: start, state }]);
};

const extend = (periods: Period[], step: Step): Period[] => {
  const last = periods.at(-1);
  if (!last) return periods;
  const state = after(last.state, step);
  if (state === last.state) return periods;
  const kept = last.from === step.on ? periods.slice(0, -1) : periods;
  return [...kept, { from: step.on, state }];
};

/** The state after a step; the same object where the step changes nothing. */
const after = (state: State, { kind, organisationId = state.organisationId }: Step): State => {
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

/** The member's state on a day; `undefined` where the story has not begun. */
export const stateOn = (story: MembershipTimeline, day: Day): State | undefined =>
  periodsOf(story).findLast(({ from }) => from === undefined || from <= day)?.state;

/** A member as statistics see one. */
export type CountedMember = { timeline: MembershipTimeline; gender?: "female" | "male" | undefined };

const countersOf = (state: State, gender: CountedMember["gender"]): Counter[] => {
  if (!isCounted(state)) return [];
  const counters: Counter[] = ["members"];
  if (state.standing === "official") counters.push("official");
  if (mayVote(state)) counters.push("mayVote");
  if (gender) counters.push(gender);
  return counters;
};

/** What a member counts in the cells of the story: up from the day a state begins, down from the day it ends. */
export const memberDeltas = ({ timeline: story, gender }: CountedMember): CounterDelta[] => {
  const periods = periodsOf(story);
  return periods.flatMap(({ from, state }, i) => {
    const effect = (of: State, count: number) => (counter: Counter) => ({
      organisationId: of.organisationId,
      day: from,
      counter,
      count,
    });
    const before = periods[i - 1]?.state;
    return [
      ...(before ? countersOf(before, gender).map(effect(before, -1)) : []),
      ...countersOf(state, gender).map(effect(state, 1)),
    ];
  });
};
