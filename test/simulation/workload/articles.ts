import type { Plan } from "../callers/retrying-caller.ts";
import type { Drawing } from "./context.ts";

/** Headlines that give the same slug, so that articles meet at it. */
const headlines = ["Hội nghị tổng kết", "Hội nghị Tổng Kết"];

const put = (drawing: Drawing): Plan | undefined => {
  const { random, known } = drawing;
  const meetingId = random.pick(known.meetings);
  if (meetingId === undefined) return undefined;
  const body = {
    headline: random.pick([...headlines, "Đại hội"]),
    author: drawing.mark(),
    section: "Tin",
    body: "...",
  };
  return {
    operation: "putArticle",
    params: { meetingId },
    body,
    ...(random.chance(0.2) ? { read: "getArticle" } : {}),
  };
};

const change = (drawing: Drawing): Plan | undefined => {
  const { random, known } = drawing;
  const meetingId = random.pick(known.meetings);
  if (meetingId === undefined) return undefined;
  const mark = drawing.mark();
  return {
    operation: "updateArticle",
    params: { meetingId },
    read: "getArticle",
    mark,
    body: { author: mark, ...(random.chance(0.5) ? { headline: random.pick(headlines) } : {}) },
  };
};

const turn = ({ random, known }: Drawing): Plan | undefined => {
  const meetingId = random.pick(known.meetings);
  if (meetingId === undefined) return undefined;
  return {
    operation: random.chance(0.7) ? "publishArticle" : "unpublishArticle",
    params: { meetingId },
    keyed: true,
  };
};

export const turns = [turn, turn];
export const articles = [put, put, put, change, turn, turn];
