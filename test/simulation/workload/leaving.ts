import type { Plan } from "../callers/plan.ts";
import type { Drawing } from "./known.ts";

/** A superior with one committee below it, and that with one meeting: the last of each that the setting made. */
const leaving = ({ all }: Drawing) => ({
  superior: all.superiors.at(-1) ?? "",
  tenantId: all.tenantIds.at(-1) ?? "",
  meeting: all.meetings.at(-1) ?? "",
});

const endMeeting = (drawing: Drawing): Plan => ({
  operation: "deleteMeeting",
  params: { meetingId: leaving(drawing).meeting },
  read: "getMeeting",
});

const moveAway = (drawing: Drawing): Plan => {
  const mark = drawing.mark();
  return {
    operation: "updateOrganisation",
    params: { organisationId: leaving(drawing).tenantId },
    read: "getOrganisation",
    mark,
    body: { name: mark, parentId: drawing.all.superiors[1] },
  };
};

const endSuperior = (drawing: Drawing): Plan => ({
  operation: "deleteOrganisation",
  params: { organisationId: leaving(drawing).superior },
  read: "getOrganisation",
});

/** What a superior counted is taken back from it while it goes itself. */
export const leavings = [endMeeting, moveAway, moveAway, endSuperior, endSuperior, endSuperior];
