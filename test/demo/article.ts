import type { Api } from "./api.ts";
import type { Meeting } from "./conference.ts";
import type { Facts } from "./facts.ts";

export type Article = { slug: string; status: string; headline: string; author: string; photographer: string };

/** The report of the conference in the library's own words, made of its facts. */
const bodyOf = ({ expected, meeting, awards }: Facts): string =>
  `Sáng ngày 26/12/2023, Đảng bộ tổ chức hội nghị tổng kết với sự tham dự của đại biểu cấp trên và đảng viên các chi bộ.

## Báo cáo và biểu quyết

Hội nghị nghe dự thảo *${meeting.document.title}*. Toàn bộ **${expected.vote.base}** đảng viên chính thức tán thành.

## Nội dung chỉ đạo

${meeting.guidance.map(({ number, text }) => `${number}. ${text}.`).join("\n")}

## Khen thưởng

Danh hiệu *${awards.title}* được trao cho ${awards.collective.length} tập thể và ${awards.individuals} cá nhân.
`;

/** Writes and publishes the article; a repetition changes nothing. */
export const recordArticle = async (api: Api, facts: Facts, meeting: Meeting): Promise<Article> => {
  const path = `/v1/meetings/${meeting.id}/article`;
  const lead = "Đảng bộ nhìn lại một năm công tác và thống nhất nhiệm vụ của năm tới.";
  await api.put<Article>(path, { ...facts.article, lead, body: bodyOf(facts) });
  return api.post<Article>(`${path}/publish`, undefined, `${meeting.id}-publish`);
};
