import {
  create,
  days,
  inMeeting,
  type PlanGenerator,
  perhaps,
  randomExternalIds,
  remove,
  update,
  upsert,
  type WorkloadContext,
} from "./context.ts";

const inputOf = (context: WorkloadContext) => {
  const { random, known } = context;
  return {
    organisationId: random.pick([...known.tenantIds, ...known.cells, ...known.departments]),
    kind: random.pick(["regular", "review"]),
    title: context.marker(),
    startsOn: random.pick(days),
    status: random.pick(["planned", "held", "held"]),
    visibility: random.pick(["public", "internal", "public"]),
    externalIds: randomExternalIds(context),
  };
};

const add: PlanGenerator = (context) => create(context, "Meeting", inputOf(context), context.known.meetings);
const put: PlanGenerator = (context) => upsert(context, "Meeting", () => inputOf(context), context.known.meetings);

export const changeMeeting: PlanGenerator = (context) => {
  const { random, known } = context;
  return update(context, "Meeting", random.pick(known.meetings), (title) => ({
    title,
    organisationId: perhaps(random, 0.3, [...known.tenantIds, ...known.cells]),
    startsOn: perhaps(random, 0.4, days),
    status: perhaps(random, 0.4, ["planned", "held"]),
    visibility: perhaps(random, 0.5, ["public", "internal"]),
    externalIds: random.chance(0.1) ? null : randomExternalIds(context),
  }));
};

export const removeMeeting: PlanGenerator = ({ random, known }) => remove("Meeting", random.pick(known.meetings));

export const meetings = [add, changeMeeting, changeMeeting, removeMeeting, put];

/** Headlines with the same slug. */
const headlines = ["Hội nghị tổng kết", "Hội nghị Tổng Kết"];

const putArticle = inMeeting(({ random, marker }) => ({
  operation: "putArticle",
  body: { headline: random.pick([...headlines, "Đại hội"]), author: marker(), section: "Tin", body: "..." },
  ...(random.chance(0.2) ? { read: "getArticle" } : {}),
}));

const changeArticle = inMeeting((context) => {
  const marker = context.marker();
  const body = { author: marker, headline: perhaps(context.random, 0.5, headlines) };
  return { operation: "updateArticle", read: "getArticle", marker, body };
});

const turn = inMeeting(({ random }) => ({
  operation: random.chance(0.7) ? "publishArticle" : "unpublishArticle",
  withKey: true,
}));

export const turns = [turn, turn];
export const articles = [putArticle, putArticle, putArticle, changeArticle, turn, turn];
