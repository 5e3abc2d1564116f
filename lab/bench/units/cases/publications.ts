import type { articlesRoutes } from "../../../../lib/contract/routes/articles.ts";
import type { awardsRoutes } from "../../../../lib/contract/routes/awards.ts";
import type { pagesRoutes } from "../../../../lib/contract/routes/pages.ts";
import type { photosRoutes } from "../../../../lib/contract/routes/photos.ts";
import type { DirectApi } from "../../direct-api.ts";
import { articleInput, photoInput, type Sample } from "../../sample.ts";
import { allowing, atVersion, byExternalId, type CasesOf, call, only, post, upsert } from "../case.ts";

const award = (organisationId: string, title: string, memberIds: readonly string[]) => ({
  organisationId,
  form: "certificate-of-merit",
  title,
  year: 2024,
  recipients: memberIds.map((memberId) => ({ memberId })),
});

/** The list of a recipient has the ids of awards. */
const byRecipient = { roundTrips: 2, because: "reads the awards of a recipient's list" };

export const awardCases: CasesOf<keyof typeof awardsRoutes> = {
  createAward: [
    call("to ten members", ({ committeeId, memberIds }) =>
      post(award(committeeId, "Chiến sĩ thi đua", memberIds.slice(0, 10))),
    ),
  ],
  listAwards: [
    call("of a committee", ({ committeeId }) => ({ query: `organisationId=${committeeId}` })),
    call("of a meeting", ({ committeeId, meetingId }) => ({
      query: `organisationId=${committeeId}&meetingId=${meetingId}`,
    })),
    call("of a meeting, in any organisation", ({ meetingId }) => ({ query: `meetingId=${meetingId}` })),
    allowing(
      byRecipient,
      call("of a member", ({ committeeId, memberIds }) => ({
        query: `organisationId=${committeeId}&memberId=${memberIds[1]}`,
      })),
    ),
    allowing(
      byRecipient,
      call("of a member, in any organisation", ({ memberIds }) => ({ query: `memberId=${memberIds[1]}` })),
    ),
    allowing(
      byExternalId,
      call("by external id", ({ committeeId }) => ({
        query: `organisationId=${committeeId}&externalId=meeting-room:2023-12-26`,
      })),
    ),
  ],
  getAward: only(({ awardId }) => ({ params: { awardId } })),
  updateAward: only(({ awardId }, direct) =>
    atVersion(direct, "getAward", { awardId }, { decision: { number: "12-QĐ/ĐU", date: "2023-12-20" } }),
  ),
  deleteAward: [
    call("to three members", async ({ committeeId, memberIds }, direct) => {
      const body = award(committeeId, "Trao nhầm", memberIds.slice(30, 33));
      const { record } = await direct.call("createAward", { body });
      return atVersion(direct, "getAward", { awardId: record.id });
    }),
  ],
  putAwardByExternalId: [
    allowing(
      upsert,
      call("creates, to three members", ({ committeeId, memberIds }) => ({
        params: { source: "meeting-room", externalId: "2024-12-26" },
        body: award(committeeId, "Lao động tiên tiến", memberIds.slice(33, 36)),
      })),
    ),
    allowing(
      upsert,
      call("replaces, to three members", ({ committeeId, memberIds }) => ({
        params: { source: "meeting-room", externalId: "2024-12-26" },
        body: {
          ...award(committeeId, "Lao động tiên tiến", memberIds.slice(33, 36)),
          decision: { number: "15-QĐ/ĐU", date: "2024-12-20" },
        },
      })),
    ),
  ],
};

export const photoCases: CasesOf<keyof typeof photosRoutes> = {
  announcePhoto: only(({ meetingId, memberIds }) =>
    post({ ...photoInput(), caption: "Toàn cảnh", peopleShown: [{ memberId: memberIds[0] }] }, { meetingId }),
  ),
  listPhotos: only(({ meetingId }) => ({ params: { meetingId } })),
  getPhoto: only(({ photoId }) => ({ params: { photoId } })),
  updatePhoto: only(({ photoId }, direct) => atVersion(direct, "getPhoto", { photoId }, { caption: "Đoàn chủ tịch" })),
  deletePhoto: only(async ({ meetingId }, direct) => {
    const { record } = await direct.call("announcePhoto", { params: { meetingId }, body: photoInput() });
    return atVersion(direct, "getPhoto", { photoId: (record.photo as { id: string }).id });
  }),
  renewUpload: only(({ photoId }) => ({ params: { photoId } })),
};

let turn = 0;

/** Unpublishes the article, so that it is in no list. */
const unpublished = ({ meetingId }: Sample, { call }: DirectApi) => call("unpublishArticle", { params: { meetingId } });

export const articleCases: CasesOf<keyof typeof articlesRoutes> = {
  putArticle: [
    call("a draft", async (sample, direct) => {
      await unpublished(sample, direct);
      turn += 1;
      return { params: { meetingId: sample.meetingId }, body: { ...articleInput, lead: `Lần ${turn}` } };
    }),
  ],
  getArticle: only(({ meetingId }) => ({ params: { meetingId } })),
  updateArticle: [
    call("a draft", async (sample, direct) => {
      await unpublished(sample, direct);
      return atVersion(direct, "getArticle", { meetingId: sample.meetingId }, { section: "Hoạt động" });
    }),
  ],
  publishArticle: only(async (sample, direct) => {
    await unpublished(sample, direct);
    return { params: { meetingId: sample.meetingId } };
  }),
  unpublishArticle: only(async ({ meetingId }, { call }) => {
    await call("publishArticle", { params: { meetingId } });
    return { params: { meetingId } };
  }),
};

/** The slug leads to the meeting, then everything is read in one round trip. */
const bySlug = { roundTrips: 2, because: "finds by slug" };

/** A page of events, then a photo of each. */
const withPhotos = { roundTrips: 2, because: "finds a photo of each" };

const published = async ({ meetingId }: Sample, { call }: DirectApi) => {
  const { record } = await call("publishArticle", { params: { meetingId } });
  return { params: { slug: String(record.slug) } };
};

const listed = async (sample: Sample, direct: DirectApi) => {
  await published(sample, direct);
  return {};
};

export const pageCases: CasesOf<Exclude<keyof typeof pagesRoutes, "getEventPhoto" | "getEventsIcon">> = {
  listEvents: [allowing(withPhotos, call("", listed))],
  getEventsFeed: only(listed),
  getEvent: [allowing(bySlug, call("", published))],
};
