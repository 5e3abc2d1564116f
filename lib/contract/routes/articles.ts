import { articleInput, articleRecord } from "../../articles/schema.ts";
import type { Routes } from "../route.ts";

const path = "/v1/meetings/{meetingId}/article";
const article = { path, function: "articles", response: articleRecord, status: 200, etag: true } as const;

export const articlesRoutes = {
  putArticle: {
    ...article,
    method: "PUT",
    body: articleInput,
    example: {
      headline: "Hội nghị tổng kết công tác năm 2023",
      lead: "Sáng 26/12, hội nghị đã diễn ra tại Hội trường A.",
      body: "Hội nghị đã nghe **báo cáo tổng kết** và thảo luận.",
      author: "Nguyễn Thị An",
      section: "Tin tức và sự kiện",
    },
    location: path,
    scope: "dangbo/write",
    summary: "Create or replace the article of a meeting",
    ifMatch: "optional",
    upsert: true,
  },
  getArticle: { ...article, method: "GET", scope: "dangbo/read", summary: "Read the article of a meeting" },
  updateArticle: {
    ...article,
    method: "PATCH",
    body: articleInput,
    example: { section: "Hoạt động", lead: null },
    bodyType: "merge-patch",
    scope: "dangbo/write",
    summary: "Update the article of a meeting",
    ifMatch: "required",
  },
  publishArticle: {
    ...article,
    method: "POST",
    path: `${path}/publish`,
    scope: "dangbo/publish",
    summary: "Publish the article of a public meeting as a page",
    ifMatch: "optional",
  },
  unpublishArticle: {
    ...article,
    method: "POST",
    path: `${path}/unpublish`,
    scope: "dangbo/publish",
    summary: "Unpublish an article",
    ifMatch: "optional",
  },
} as const satisfies Routes;
