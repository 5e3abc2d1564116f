import { html } from "../shared/html.ts";
import { eventsPath, page } from "./layout.ts";

/** Says in both languages that there is no such page: it is the same for every reader, so it needs no choice. */
export const notFoundPage = (): string =>
  page({
    language: "vi",
    title: "Không tìm thấy trang",
    head: html`<meta name="robots" content="noindex">
`,
    main: html`<header class="opening"><h1>Không tìm thấy trang</h1><p class="lead">Trang này không có, hoặc không còn được đăng.</p>
<p class="lead" lang="en">There is no such page, or it is no longer published.</p><p><a href="${eventsPath}">Tất cả sự kiện · <span lang="en">All events</span></a></p></header>`,
  });
