/** The article of the measured meeting. */
export const articleOf = {
  headline: "Hội nghị tổng kết công tác năm",
  body: "Sáng nay, hội nghị đã diễn ra.",
  author: "Nguyễn Thị An",
  section: "Tin tức",
};
