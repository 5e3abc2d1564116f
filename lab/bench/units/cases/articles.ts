import type { articlesRoutes } from "../../../../lib/contract/routes/articles.ts";
import type { Archive } from "../../place/archive.ts";
import { articleOf } from "../../place/article.ts";
import type { Direct } from "../../place/direct.ts";
import { type CasesOf, changed } from "../case.ts";

let turn = 0;

/** What is not published stands in no list, whatever was done with the article before. */
const unpublished = ({ meetingId }: Archive, { call }: Direct) => call("unpublishArticle", { params: { meetingId } });

export const articleCases: CasesOf<keyof typeof articlesRoutes> = {
  putArticle: [
    {
      about: "a draft",
      ask: async (archive, direct) => {
        await unpublished(archive, direct);
        turn += 1;
        return { params: { meetingId: archive.meetingId }, body: { ...articleOf, lead: `Lần ${turn}` } };
      },
    },
  ],
  getArticle: [{ ask: ({ meetingId }) => ({ params: { meetingId } }) }],
  updateArticle: [
    {
      about: "a draft",
      ask: async (archive, direct) => {
        await unpublished(archive, direct);
        return changed(direct, "getArticle", { meetingId: archive.meetingId }, { section: "Hoạt động" });
      },
    },
  ],
  publishArticle: [
    {
      ask: async (archive, direct) => {
        await unpublished(archive, direct);
        return { params: { meetingId: archive.meetingId } };
      },
    },
  ],
  unpublishArticle: [
    {
      ask: async ({ meetingId }, { call }) => {
        await call("publishArticle", { params: { meetingId } });
        return { params: { meetingId } };
      },
    },
  ],
};
