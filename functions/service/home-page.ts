import type { Language } from "../../lib/vocabulary/language.ts";
import { html, Html as Markup } from "../shared/html.ts";
import { style } from "./docs/style.ts";

const texts = {
  vi: {
    title: "dangbo: hồ sơ hoạt động của tổ chức đảng",
    about:
      "Hệ thống lưu hồ sơ của đảng bộ: chi bộ, đảng viên, hội nghị, biểu quyết, ý kiến chỉ đạo, khen thưởng, ảnh và tin bài.",
    events: "Tin bài về các sự kiện đã đăng",
    feed: "Nguồn tin Atom",
    calendar: "Lịch các cuộc họp công khai",
    docs: "Tài liệu API dành cho hệ thống khác (tiếng Anh)",
    document: "Tài liệu API ở định dạng OpenAPI",
  },
  en: {
    title: "dangbo: the record of a Party organisation",
    about:
      "This service keeps the record of a Party organisation: cells, members, meetings, votes, guidance, awards, photos and articles.",
    events: "Published events",
    feed: "Atom feed of the events",
    calendar: "Calendar of planned public meetings",
    docs: "API documentation for other systems",
    document: "The API as an OpenAPI document",
  },
} as const satisfies Record<Language, Record<string, string>>;

/** The page at `/`, for people who arrive at the address of the API. */
export const homePage = (language: Language): string => {
  const { title, about, ...links } = texts[language];
  const paths: Record<keyof typeof links, string> = {
    events: "/events",
    feed: "/events/feed.xml",
    calendar: "/events/calendar.ics",
    docs: "/docs",
    document: "/openapi.json",
  };
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${new Markup(style)}</style></head>
<body><main><h1>${title}</h1><p>${about}</p>
<ul>${Object.entries(paths).map(
    ([name, path]) => html`<li><a href="${path}">${links[name as keyof typeof links]}</a></li>`,
  )}</ul></main></body></html>`.text;
};
