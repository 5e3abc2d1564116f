import { getArticle } from "../../../lib/articles/reads.ts";
import { type Article, articleInput } from "../../../lib/articles/schema.ts";
import { publishArticle, putArticle, unpublishArticle, updateArticle } from "../../../lib/articles/writes.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { mergePatch } from "../../../lib/shared/merge-patch.ts";
import { keys, lists } from "../../../lib/table/keys.ts";
import type { World } from "../../support/world.ts";
import { meetingRoom } from "../meetings/room.ts";

/** What an editor sends. */
export const validation = {
  headline: "Hội nghị Tổng kết công tác Đảng",
  body: "Sáng nay, **hội nghị** đã diễn ra.",
  author: "Nguyễn Thị An",
  section: "Tin tức và sự kiện",
};

/** What tests do to articles of a world, as the use cases do it. */
export const newsDesk = (world: World) => {
  const room = meetingRoom(world);
  const { table } = world.dependencies;
  const put = (meetingId: string, fields: object = {}, version?: number, caller?: Caller) =>
    putArticle(
      world.workAs(caller),
      meetingId,
      version === undefined ? undefined : { versions: [version] },
      validateInput(articleInput, { ...validation, ...fields }),
    );
  return {
    ...room,
    put,
    write: async (meetingId: string, fields: object = {}) => (await put(meetingId, fields)).record as Article,
    edit: (meetingId: string, version: number, change: object) =>
      updateArticle(world.workAs(), meetingId, { versions: [version] }, (now) =>
        validateInput(articleInput, mergePatch(now, change)),
      ),
    publish: async (meetingId: string) => (await publishArticle(world.workAs(), meetingId)).record as Article,
    unpublish: async (meetingId: string) => (await unpublishArticle(world.workAs(), meetingId)).record as Article,
    read: async (meetingId: string, caller?: Caller) =>
      (await getArticle(world.workAs(caller), meetingId)).record as Article,
    /** A public meeting of a committee. */
    event: async (organisationId: string, fields: object = {}) =>
      (await room.create(organisationId, { visibility: "public", status: "held", ...fields })).id,
    /** The meeting that a slug leads to. */
    behind: async (slug: string) => (await table.get(keys.slug(slug)))?.meetingId,
    /** Slugs in the list of all events or of a section, newest first. */
    listed: async (section?: string) => {
      const list =
        section === undefined
          ? ({ index: "byTenant", partition: lists.events } as const)
          : ({ index: "byGroup", partition: lists.eventsOfSection(section) } as const);
      return (await table.query({ ...list, descending: true })).items.map(({ slug }) => slug);
    },
  };
};
export type NewsDesk = ReturnType<typeof newsDesk>;
