import { createGetEvent } from "./get-event.ts";
import { createGetEventPhoto } from "./get-event-photo.ts";
import { createGetEventsFeed } from "./get-events-feed.ts";
import { getEventsIcon } from "./get-events-icon.ts";
import { createListEvents } from "./list-events.ts";
import type { Site } from "./site.ts";

/** Every operation of this function, told apart by route. */
export const createPageOperations = (site: () => Site) => ({
  getEvent: createGetEvent(site),
  getEventPhoto: createGetEventPhoto(site),
  getEventsFeed: createGetEventsFeed(site),
  getEventsIcon,
  listEvents: createListEvents(site),
});
