import type { pagesRoutes } from "../../../../lib/contract/routes/pages.ts";
import type { Archive } from "../../place/archive.ts";
import type { Direct } from "../../place/direct.ts";
import type { CasesOf } from "../case.ts";

/** The slug tells the meeting, then all is read at once. */
const bySlug = { rounds: 2, because: "finds by slug" };

/** The page of the list, then a photo of each of its events. */
const withPhotos = { rounds: 2, because: "finds a photo of each" };

const published = async ({ meetingId }: Archive, { call }: Direct) => {
  const { record } = await call("publishArticle", { params: { meetingId } });
  return { params: { slug: String(record.slug) } };
};

const listed = async (archive: Archive, direct: Direct) => {
  await published(archive, direct);
  return {};
};

export const pageCases: CasesOf<Exclude<keyof typeof pagesRoutes, "getEventPhoto" | "getEventsIcon">> = {
  listEvents: [{ may: withPhotos, ask: listed }],
  getEventsFeed: [{ ask: listed }],
  getEvent: [{ may: bySlug, ask: published }],
};
