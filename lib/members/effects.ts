import type { Counter, CounterDelta } from "../statistics/counters.ts";
import { isCounted, type MembershipTimeline, mayVote, periodsOf, type State } from "./timeline.ts";

/** A member as statistics see one. */
export type Counted = { story: MembershipTimeline; gender?: "female" | "male" | undefined };

const countersOf = (state: State, gender: Counted["gender"]): Counter[] => {
  if (!isCounted(state)) return [];
  const counters: Counter[] = ["members"];
  if (state.standing === "official") counters.push("official");
  if (mayVote(state)) counters.push("mayVote");
  if (gender) counters.push(gender);
  return counters;
};

/** What a member counts in the cells of the story: up from the day a state begins, down from the day it ends. */
export const memberEffects = ({ story, gender }: Counted): CounterDelta[] => {
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
