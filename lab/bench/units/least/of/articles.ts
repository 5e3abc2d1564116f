import type { articlesRoutes } from "../../../../../lib/contract/routes/articles.ts";
import type { pagesRoutes } from "../../../../../lib/contract/routes/pages.ts";
import { tallyKeys } from "../../../../../lib/statistics/tally.ts";
import { keys, lists } from "../../../../../lib/table/keys.ts";
import type { Given, LeastOf } from "../given.ts";
import { current, lagging, page, record, unchanged, unique, whole } from "../needs.ts";

const both = ({ archive: { meetingId } }: Given) => current(keys.meeting(meetingId), keys.article(meetingId));
const changed = (given: Given) => [...both(given), ...record(keys.article(given.archive.meetingId))];

export const leastOfArticles: LeastOf<keyof typeof articlesRoutes> = {
  putArticle: [changed],
  getArticle: [both],
  // The page is found by its slug, beside which stands the section it belongs to.
  updateArticle: [(given) => [...changed(given), ...unique(keys.slug(String(given.record.slug)))]],
  // Only what is published of a public meeting is listed: the meeting must still be so.
  publishArticle: [(given) => [...changed(given), ...unchanged(keys.meeting(given.archive.meetingId))]],
  unpublishArticle: [changed],
};

const events = page({ index: "byTenant", partition: lists.events });

export const leastOfPages: LeastOf<Exclude<keyof typeof pagesRoutes, "getEventPhoto" | "getEventsIcon">> = {
  listEvents: [
    ({ archive: { meetingId } }) => [
      ...events,
      ...page({ index: "byGroup", partition: lists.ofMeeting(meetingId, "photo") }, 5),
    ],
  ],
  getEventsFeed: [() => events],
  getEvent: [
    (given) => {
      const { meetingId, committeeId } = given.archive;
      const { pk: partition } = keys.meeting(meetingId);
      return [
        // What decides whether something is public must not lag; figures may.
        ...both(given),
        ...current(keys.slug(given.asked.params?.slug ?? ""), keys.organisation(committeeId)),
        ...whole({ partition, prefix: "PHO#" }),
        ...lagging(...tallyKeys(committeeId, "2023-12-26")),
        ...["VOTE#", "GUI#"].flatMap((prefix) => page({ partition, prefix })),
        ...page({ index: "byGroup", partition: lists.ofMeeting(meetingId, "award") }),
        ...page({ index: "byGroup", partition: lists.eventsOfSection("hoat-dong") }, 4),
      ];
    },
  ],
};
