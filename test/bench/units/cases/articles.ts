import type { articlesRoutes } from "../../../../lib/contract/routes/articles.ts";
import { articleOf } from "../../place/article.ts";
import { type CasesOf, changed } from "../case.ts";

let turn = 0;

export const articleCases: CasesOf<keyof typeof articlesRoutes> = {
  putArticle: [
    {
      ask: ({ meetingId }) => {
        turn += 1;
        return { params: { meetingId }, body: { ...articleOf, lead: `Lần ${turn}` } };
      },
    },
  ],
  getArticle: [{ ask: ({ meetingId }) => ({ params: { meetingId } }) }],
  updateArticle: [
    { ask: ({ meetingId }, direct) => changed(direct, "getArticle", { meetingId }, { section: "Hoạt động" }) },
  ],
  publishArticle: [
    {
      ask: async ({ meetingId }, { call }) => {
        await call("unpublishArticle", { params: { meetingId } });
        return { params: { meetingId } };
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
