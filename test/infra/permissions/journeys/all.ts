import { arrivalJourneys } from "./arrivals.ts";
import { followingJourneys } from "./following.ts";
import { meetingJourneys } from "./meetings.ts";
import { organisationJourneys } from "./organisations.ts";
import { peopleJourneys } from "./people.ts";
import type { Journey } from "./play.ts";

/** Every journey, those of callers first. */
export const journeys: readonly Journey[] = [
  ...organisationJourneys,
  ...peopleJourneys,
  ...meetingJourneys,
  ...arrivalJourneys,
  ...followingJourneys,
];
