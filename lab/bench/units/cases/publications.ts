import type { articlesRoutes } from "../../../../lib/contract/routes/articles.ts";
import type { awardsRoutes } from "../../../../lib/contract/routes/awards.ts";
import type { pagesRoutes } from "../../../../lib/contract/routes/pages.ts";
import type { photosRoutes } from "../../../../lib/contract/routes/photos.ts";
import type { DirectApi } from "../../direct-api.ts";
import { articleInput, photoInput, type Sample } from "../../sample.ts";
import { atVersion, byExternalId, type CasesOf, post, upsert } from "../case.ts";

const award = (organisationId: string, title: string, memberIds: readonly string[]) => ({
  organisationId,
  form: "certificate-of-merit",
  title,
  year: 2024,
  recipients: memberIds.map((memberId) => ({ memberId })),
});

/** Which awards a recipient has is one list; what they say is read from the awards themselves. */
const byRecipient = { roundTrips: 2, because: "reads the awards a recipient's list names" };

export const awardCases: CasesOf<keyof typeof awardsRoutes> = {
  createAward: [
    {
      about: "to ten members",
      request: ({ committeeId, memberIds }) => post(award(committeeId, "Chiến sĩ thi đua", memberIds.slice(0, 10))),
    },
  ],
  listAwards: [
    { about: "of a committee", request: ({ committeeId }) => ({ query: `organisationId=${committeeId}` }) },
    {
      about: "of a meeting",
      request: ({ committeeId, meetingId }) => ({ query: `organisationId=${committeeId}&meetingId=${meetingId}` }),
    },
    { about: "of a meeting, in any organisation", request: ({ meetingId }) => ({ query: `meetingId=${meetingId}` }) },
    {
      about: "of a member",
      allows: byRecipient,
      request: ({ committeeId, memberIds }) => ({ query: `organisationId=${committeeId}&memberId=${memberIds[1]}` }),
    },
    {
      about: "of a member, in any organisation",
      allows: byRecipient,
      request: ({ memberIds }) => ({ query: `memberId=${memberIds[1]}` }),
    },
    {
      about: "by external id",
      allows: byExternalId,
      request: ({ committeeId }) => ({ query: `organisationId=${committeeId}&externalId=meeting-room:2023-12-26` }),
    },
  ],
  getAward: [{ request: ({ awardId }) => ({ params: { awardId } }) }],
  updateAward: [
    {
      request: ({ awardId }, direct) =>
        atVersion(direct, "getAward", { awardId }, { decision: { number: "12-QĐ/ĐU", date: "2023-12-20" } }),
    },
  ],
  deleteAward: [
    {
      about: "to three members",
      request: async ({ committeeId, memberIds }, direct) => {
        const body = award(committeeId, "Trao nhầm", memberIds.slice(30, 33));
        const { record } = await direct.call("createAward", { body });
        return atVersion(direct, "getAward", { awardId: record.id });
      },
    },
  ],
  putAwardByExternalId: [
    {
      about: "creates, to three members",
      allows: upsert,
      request: ({ committeeId, memberIds }) => ({
        params: { source: "meeting-room", externalId: "2024-12-26" },
        body: award(committeeId, "Lao động tiên tiến", memberIds.slice(33, 36)),
      }),
    },
    {
      about: "replaces, to three members",
      allows: upsert,
      request: ({ committeeId, memberIds }) => ({
        params: { source: "meeting-room", externalId: "2024-12-26" },
        body: {
          ...award(committeeId, "Lao động tiên tiến", memberIds.slice(33, 36)),
          decision: { number: "15-QĐ/ĐU", date: "2024-12-20" },
        },
      }),
    },
  ],
};

export const photoCases: CasesOf<keyof typeof photosRoutes> = {
  announcePhoto: [
    {
      request: ({ meetingId, memberIds }) =>
        post({ ...photoInput(), caption: "Toàn cảnh", peopleShown: [{ memberId: memberIds[0] }] }, { meetingId }),
    },
  ],
  listPhotos: [{ request: ({ meetingId }) => ({ params: { meetingId } }) }],
  getPhoto: [{ request: ({ photoId }) => ({ params: { photoId } }) }],
  updatePhoto: [
    { request: ({ photoId }, direct) => atVersion(direct, "getPhoto", { photoId }, { caption: "Đoàn chủ tịch" }) },
  ],
  deletePhoto: [
    {
      request: async ({ meetingId }, direct) => {
        const { record } = await direct.call("announcePhoto", { params: { meetingId }, body: photoInput() });
        return atVersion(direct, "getPhoto", { photoId: (record.photo as { id: string }).id });
      },
    },
  ],
  renewUpload: [{ request: ({ photoId }) => ({ params: { photoId } }) }],
};

let turn = 0;

/** What is not published stands in no list, whatever was done with the article before. */
const unpublished = ({ meetingId }: Sample, { call }: DirectApi) => call("unpublishArticle", { params: { meetingId } });

export const articleCases: CasesOf<keyof typeof articlesRoutes> = {
  putArticle: [
    {
      about: "a draft",
      request: async (sample, direct) => {
        await unpublished(sample, direct);
        turn += 1;
        return { params: { meetingId: sample.meetingId }, body: { ...articleInput, lead: `Lần ${turn}` } };
      },
    },
  ],
  getArticle: [{ request: ({ meetingId }) => ({ params: { meetingId } }) }],
  updateArticle: [
    {
      about: "a draft",
      request: async (sample, direct) => {
        await unpublished(sample, direct);
        return atVersion(direct, "getArticle", { meetingId: sample.meetingId }, { section: "Hoạt động" });
      },
    },
  ],
  publishArticle: [
    {
      request: async (sample, direct) => {
        await unpublished(sample, direct);
        return { params: { meetingId: sample.meetingId } };
      },
    },
  ],
  unpublishArticle: [
    {
      request: async ({ meetingId }, { call }) => {
        await call("publishArticle", { params: { meetingId } });
        return { params: { meetingId } };
      },
    },
  ],
};

/** The slug tells the meeting, then all is read at once. */
const bySlug = { roundTrips: 2, because: "finds by slug" };

/** The page of the list, then a photo of each of its events. */
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
  listEvents: [{ allows: withPhotos, request: listed }],
  getEventsFeed: [{ request: listed }],
  getEvent: [{ allows: bySlug, request: published }],
};
