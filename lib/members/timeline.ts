import type { Day } from "../shared/days.ts";
import { type Entry, effective } from "./entries.ts";

/** How a member's story begins; a member without a day of joining has always been here. */
export type InitialState = {
  organisationId: string;
  admittedOn?: Day | undefined;
  joinedOn?: Day | undefined;
  confirmedOn?: Day | undefined;
  confirmed?: true | undefined;
};

/** The beginning, and the entries of the history in order of arrival. */
export type MembershipTimeline = { beginning: InitialState; entries: readonly Entry[] };

export type Standing = "probationary" | "official" | "former";

/** What a member is on a day. A former member has left from `organisationId`. */
export type State = { organisationId: string; standing: Standing; suspended: boolean };

/** A state and the day from whose start it holds; `undefined`: since always. */
export type Period = { from: Day | undefined; state: State };

export const isCounted = (state: State) => state.standing !== "former";
export const mayVote = (state: State) => state.standing === "official" && !state.suspended;

/** The day the member counts from; `undefined`: since always. */
export const beginningOf = ({ joinedOn, admittedOn }: InitialState): Day | undefined => joinedOn ?? admittedOn;

type Step = Pick<Entry, "kind" | "on" | "organisationId">;

/** Whether a step belongs before the beginning, where the member was not yet here. */
const isBefore = (step: Step, start: Day | undefined) => start !== undefined && step.on < start;

/**
 * The member's states one after the other, at least one. Entries act by their day, those of one day in order of
 * arrival; one that cannot act in the state it meets changes nothing. Of what lies before the beginning only the
 * confirmation is kept: it was a fact of the membership before it was one here.
 */
export const periodsOf = ({ beginning, entries }: MembershipTimeline): Period[] => {
  const start = beginningOf(beginning);
  const steps: Step[] = effective(entries);
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
