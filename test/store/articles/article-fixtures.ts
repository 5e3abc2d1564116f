import { getArticle } from "../../../lib/articles/reads.ts";
import { type Article, articleInput } from "../../../lib/articles/schema.ts";
import { publishArticle, putArticle, unpublishArticle, updateArticle } from "../../../lib/articles/writes.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import { isWriteConflict, retryOnConflict } from "../../../lib/records/retry-on-conflict.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { mergePatch } from "../../../lib/shared/merge-patch.ts";
import { keys, lists } from "../../../lib/table/keys.ts";
import type { World } from "../../support/world.ts";
import { createMeetingFixtures } from "../meetings/meeting-fixtures.ts";

/** The input of an article. */
export const articleFields = {
  headline: "Hội nghị Tổng kết công tác Đảng",
  body: "Sáng nay, **hội nghị** đã diễn ra.",
  author: "Nguyễn Thị An",
  section: "Tin tức và sự kiện",
};

/** Calls the use cases of articles and of meetings. */
export const createArticleFixtures = (world: World) => {
  const meetings = createMeetingFixtures(world);
  const putOf = (meetingId: string, fields: object = {}, version?: number, caller?: Caller) =>
    retryOnConflict(isWriteConflict, () =>
      putArticle(world.contextAs(caller), meetingId, {
        precondition: version === undefined ? undefined : { versions: [version] },
        validation: validateInput(articleInput, { ...articleFields, ...fields }),
      }),
    );
  return {
    ...meetings,
    putArticle: putOf,
    writeArticle: async (meetingId: string, fields: object = {}) => (await putOf(meetingId, fields)).record as Article,
    patchArticle: (meetingId: string, version: number, change: object) =>
      updateArticle(world.contextAs(), meetingId, {
        precondition: { versions: [version] },
        change: (now) => validateInput(articleInput, mergePatch(now, change)),
      }),
    publishArticle: async (meetingId: string) =>
      (await publishArticle(world.contextAs(), { meetingId, precondition: undefined })).record as Article,
    unpublishArticle: async (meetingId: string) =>
      (await unpublishArticle(world.contextAs(), { meetingId, precondition: undefined })).record as Article,
    readArticle: async (meetingId: string, caller?: Caller) =>
      (await getArticle(world.contextAs(caller), meetingId)).record as Article,
    /** A public meeting of a committee. */
    createPublicMeeting: async (organisationId: string, fields: object = {}) =>
      (await meetings.createMeeting(organisationId, { visibility: "public", status: "held", ...fields })).id,
    /** Id of the meeting whose article has a slug. */
    meetingOfSlug: async (slug: string) => (await world.dependencies.table.get(keys.slug(slug)))?.meetingId,
    /** Slugs in the list of all events or of a section, newest first. */
    listedSlugs: async (section?: string) => {
      const list =
        section === undefined
          ? ({ index: "byTenant", partition: lists.events } as const)
          : ({ index: "byGroup", partition: lists.eventsOfSection(section) } as const);
      return (await world.dependencies.table.query({ ...list, descending: true })).items.map(({ slug }) => slug);
    },
  };
};
