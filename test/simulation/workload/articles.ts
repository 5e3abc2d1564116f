import type { Plan } from "../callers/retrying-caller.ts";
import type { WorkloadContext } from "./context.ts";

/** Headlines with the same slug. */
const headlines = ["Hội nghị tổng kết", "Hội nghị Tổng Kết"];

const put = (context: WorkloadContext): Plan | undefined => {
  const { random, known } = context;
  const meetingId = random.pick(known.meetings);
  if (meetingId === undefined) return undefined;
  const body = {
    headline: random.pick([...headlines, "Đại hội"]),
    author: context.marker(),
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

const change = (context: WorkloadContext): Plan | undefined => {
  const { random, known } = context;
  const meetingId = random.pick(known.meetings);
  if (meetingId === undefined) return undefined;
  const marker = context.marker();
  return {
    operation: "updateArticle",
    params: { meetingId },
    read: "getArticle",
    marker,
    body: { author: marker, ...(random.chance(0.5) ? { headline: random.pick(headlines) } : {}) },
  };
};

const turn = ({ random, known }: WorkloadContext): Plan | undefined => {
  const meetingId = random.pick(known.meetings);
  if (meetingId === undefined) return undefined;
  return {
    operation: random.chance(0.7) ? "publishArticle" : "unpublishArticle",
    params: { meetingId },
    withKey: true,
  };
};

export const turns = [turn, turn];
export const articles = [put, put, put, change, turn, turn];
