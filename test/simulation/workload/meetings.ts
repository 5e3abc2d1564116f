import type { Plan } from "../callers/retrying-caller.ts";
import { type Drawing, days, given, someExternalIds } from "./context.ts";

const inputOf = (drawing: Drawing): object => {
  const { random, known } = drawing;
  return given({
    organisationId: random.pick([...known.tenantIds, ...known.cells, ...known.departments]),
    kind: random.pick(["regular", "review"]),
    title: drawing.mark(),
    startsOn: random.pick(days),
    status: random.pick(["planned", "held", "held"]),
    visibility: random.pick(["public", "internal", "public"]),
    externalIds: someExternalIds(drawing),
  });
};

const remember =
  ({ known }: Drawing) =>
  (record: Record<string, unknown>): void => {
    known.meetings.push(String(record.id));
  };

const create = (drawing: Drawing): Plan => ({
  operation: "createMeeting",
  body: inputOf(drawing),
  keyed: drawing.random.chance(0.9),
  learn: remember(drawing),
});

const change = (drawing: Drawing): Plan | undefined => {
  const { random, known } = drawing;
  const meetingId = random.pick(known.meetings);
  if (meetingId === undefined) return undefined;
  const mark = drawing.mark();
  return {
    operation: "updateMeeting",
    params: { meetingId },
    read: "getMeeting",
    mark,
    body: given({
      title: mark,
      organisationId: random.chance(0.3) ? random.pick([...known.tenantIds, ...known.cells]) : undefined,
      startsOn: random.chance(0.4) ? random.pick(days) : undefined,
      status: random.chance(0.4) ? random.pick(["planned", "held"]) : undefined,
      visibility: random.chance(0.5) ? random.pick(["public", "internal"]) : undefined,
      externalIds: random.chance(0.1) ? null : someExternalIds(drawing),
    }),
  };
};

const remove = ({ random, known }: Drawing): Plan | undefined => {
  const meetingId = random.pick(known.meetings);
  return meetingId === undefined
    ? undefined
    : { operation: "deleteMeeting", params: { meetingId }, read: "getMeeting" };
};

const put = (drawing: Drawing): Plan => ({
  operation: "putMeetingByExternalId",
  params: { source: "hr", externalId: String(1 + drawing.random.below(2)) },
  body: { ...inputOf(drawing), externalIds: {} },
  learn: remember(drawing),
});

export const meetings = [create, change, change, remove, put];
export const changeMeeting = change;
export const removeMeeting = remove;
