import type { Plan } from "../callers/retrying-caller.ts";
import { type Drawing, days, given, newest, someExternalIds } from "./context.ts";

const kinds = ["cell", "cell", "departmental-committee", "grassroots-committee", "superior-committee"] as const;
type Kind = (typeof kinds)[number];

const listOf = ({ known }: Drawing, kind: Kind) =>
  ({
    cell: known.cells,
    "departmental-committee": known.departments,
    "grassroots-committee": known.tenantIds,
    "superior-committee": known.superiors,
  })[kind];

/** Somewhere the kind may stand; now and then somewhere it may not. */
const parentFor = (drawing: Drawing, kind: Kind): string | undefined => {
  const { random, known } = drawing;
  if (kind === "grassroots-committee" || kind === "superior-committee") return random.pick(known.superiors);
  const committees = kind === "cell" ? [...known.tenantIds, ...known.departments, ...known.superiors] : known.tenantIds;
  return random.pick(committees);
};

const inputOf = (drawing: Drawing, kind: Kind): object =>
  given({
    kind,
    name: drawing.mark(),
    parentId: parentFor(drawing, kind),
    establishedOn: drawing.random.chance(0.5) ? drawing.random.pick(days) : undefined,
    dissolvedOn: drawing.random.chance(0.2) ? "2022-01-01" : undefined,
    externalIds: someExternalIds(drawing),
  });

const pickKind = ({ random }: Drawing): Kind => random.pick(kinds) ?? "cell";

const create = (drawing: Drawing): Plan => {
  const kind = pickKind(drawing);
  const list = listOf(drawing, kind);
  return {
    operation: "createOrganisation",
    body: inputOf(drawing, kind),
    keyed: drawing.random.chance(0.9),
    learn: ({ id }) => list.push(String(id)),
  };
};

const anyOne = (drawing: Drawing): { id: string; kind: Kind } | undefined => {
  const kind = pickKind(drawing);
  const id = newest(drawing.random, listOf(drawing, kind));
  return id === undefined ? undefined : { id, kind };
};

const change = (drawing: Drawing): Plan | undefined => {
  const one = anyOne(drawing);
  if (!one) return undefined;
  const { random } = drawing;
  const mark = drawing.mark();
  return {
    operation: "updateOrganisation",
    params: { organisationId: one.id },
    read: "getOrganisation",
    mark,
    body: given({
      name: mark,
      parentId: random.chance(0.5) ? parentFor(drawing, one.kind) : undefined,
      establishedOn: random.chance(0.4) ? random.pick(days) : undefined,
      externalIds: someExternalIds(drawing),
    }),
  };
};

const remove = (drawing: Drawing): Plan | undefined => {
  const one = anyOne(drawing);
  return one && { operation: "deleteOrganisation", params: { organisationId: one.id }, read: "getOrganisation" };
};

const put = (drawing: Drawing): Plan => {
  const kind = pickKind(drawing);
  const list = listOf(drawing, kind);
  return {
    operation: "putOrganisationByExternalId",
    params: { source: "hr", externalId: String(1 + drawing.random.below(2)) },
    body: { ...inputOf(drawing, kind), externalIds: {} },
    learn: ({ id }) => list.push(String(id)),
  };
};

export const organisations = [create, create, change, change, change, remove, remove, put];
/** What pulls the ground from under others. */
export const upheavals = [change, remove];

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
