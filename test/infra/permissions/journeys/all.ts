import { arrivalJourneys } from "./arrivals.ts";
import { followerJourneys } from "./followers.ts";
import type { Journey } from "./journey-service.ts";
import { meetingJourneys } from "./meetings.ts";
import { organisationJourneys } from "./organisations.ts";
import { peopleJourneys } from "./people.ts";

/** Every journey, those of callers first. */
export const journeys: readonly Journey[] = [
  ...organisationJourneys,
  ...peopleJourneys,
  ...meetingJourneys,
  ...arrivalJourneys,
  ...followerJourneys,
];
