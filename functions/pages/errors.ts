import { pagesRoutes } from "../../lib/contract/routes/pages.ts";
import type { Problem } from "../../lib/shared/problem.ts";
import { problems } from "../../lib/vocabulary/problems.ts";
import { type ApiEvent, type ApiResponse, header } from "../shared/event.ts";
import { html } from "../shared/html.ts";
import { problemResponse } from "../shared/problem-response.ts";
import { withoutSlash } from "../shared/without-slash.ts";
import { page, policyOf } from "./layout.ts";
import { eventsPath } from "./paths.ts";

type ErrorText = { title: string; vi: string; en: string };

/** What readers learn of an error. */
const errorTexts: Readonly<Record<number, ErrorText>> = {
  400: {
    title: "Địa chỉ không hợp lệ",
    vi: "Địa chỉ này có tham số không hợp lệ hoặc không còn dùng được.",
    en: "This address has a parameter that is invalid or no longer works.",
  },
  404: {
    title: "Không tìm thấy trang",
    vi: "Trang này không tồn tại hoặc không còn được đăng.",
    en: "This page does not exist or is no longer published.",
  },
  410: {
    title: "Sự kiện không còn trên trang",
    vi: "Sự kiện này đã được gỡ bỏ và sẽ không đăng lại ở địa chỉ này.",
    en: "This event has been removed and will not be published at this address again.",
  },
  500: {
    title: "Trang gặp lỗi",
    vi: "Hệ thống gặp lỗi khi hiển thị trang này. Vui lòng thử lại sau.",
    en: "An error occurred while showing this page. Please try again later.",
  },
  503: {
    title: "Trang tạm thời gián đoạn",
    vi: "Hệ thống đang bận hoặc tạm ngừng. Vui lòng thử lại sau ít phút.",
    en: "The service is busy or temporarily unavailable. Please try again in a few minutes.",
  },
};

/** An error as a page in both languages, so that it does not depend on the reader. */
const errorPage = ({ code }: Problem): string => {
  const { status, vi, en } = problems[code];
  const text = errorTexts[status] ?? { title: vi, vi, en };
  return page({
    language: "vi",
    title: text.title,
    institution: undefined,
    head: html`<meta name="robots" content="noindex">
`,
    main: html`<header class="opening"><h1>${text.title}</h1><p class="lead">${text.vi}</p>
<p class="lead" lang="en">${text.en}</p><p><a href="${eventsPath}">Tất cả sự kiện · <span lang="en">All events</span></a></p></header>`,
  });
};

/** Media types of browsers. A range with `q=0` is refused (RFC 9110 §12.5.1). */
const pageTypes = /(?:^|,)\s*(?:text\/html|application\/xhtml\+xml)\s*(?:;(?!\s*q=0(?:\.0*)?\s*(?:,|$))[^,]*)?(?:,|$)/i;
const anything = /(?:^|,)\s*(?:\*|text)\/\*/;

/** Browsers name HTML; the page of an event is HTML to all who do not ask for something else. */
const wantsPage = (event: ApiEvent): boolean => {
  const accept = header(event, "accept") ?? "*/*";
  return pageTypes.test(accept) || (event.routeKey.endsWith(` ${pagesRoutes.getEvent.path}`) && anything.test(accept));
};

/** Presents an error below `/events`: to browsers as a page, to others as a problem. A slash at the end is redirected. */
export const presentPageProblem = (problem: Problem, event: ApiEvent): ApiResponse => {
  if (problem.code === "unknown-path" && event.rawPath.endsWith("/")) return withoutSlash(event);
  const response = problemResponse(problem, event);
  const headers = { ...response.headers, "cache-control": "no-store" };
  if (!wantsPage(event)) return { ...response, headers: { ...headers, vary: "accept, accept-language" } };
  const own = {
    "content-type": "text/html; charset=utf-8",
    "content-language": "vi, en",
    "content-security-policy": policyOf(),
    vary: "accept",
  };
  return { statusCode: response.statusCode, headers: { ...headers, ...own }, body: errorPage(problem) };
};
