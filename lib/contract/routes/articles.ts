import { articleInput, articleRecord } from "../../articles/schema.ts";
import type { Routes } from "../route.ts";

const path = "/v1/meetings/{meetingId}/article";
const article = { path, function: "articles", response: articleRecord, status: 200, etag: true } as const;

export const articlesRoutes = {
  putArticle: {
    ...article,
    method: "PUT",
    body: articleInput,
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
