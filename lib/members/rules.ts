import type { Day } from "../shared/days.ts";
import type { FieldError } from "../vocabulary/field-errors.ts";
import type { HistoryInput } from "./history-schema.ts";
import type { MemberInput } from "./schema.ts";

/** The Party was founded on 3 February 1930; nobody born eighty years before that is a member of it. */
const earliestBirth: Day = "1850-02-03";

const inTheFuture = (days: Record<string, Day | undefined>, today: Day): FieldError[] =>
  Object.entries(days).flatMap(([pointer, day]) => (day && day > today ? [{ pointer, code: "in-the-future" }] : []));

const before = (pointer: string, day: Day | undefined, other: string, otherDay: Day | undefined): FieldError[] =>
  day && otherDay && day < otherDay ? [{ pointer, code: "before-other", values: { other } }] : [];

/** What cannot be true of a member, whatever the order in which it becomes known. */
export const memberFaults = (member: Partial<MemberInput>, today: Day): FieldError[] => {
  const { birthDate, admittedOn, joinedOn, confirmedOn, positions = [] } = member;
  const days = {
    "/birthDate": birthDate,
    "/admittedOn": admittedOn,
    "/joinedOn": joinedOn,
    "/confirmedOn": confirmedOn,
  };
  return [
    ...inTheFuture(days, today),
    ...before("/birthDate", birthDate, earliestBirth, earliestBirth),
    ...before("/admittedOn", admittedOn, "birthDate", birthDate),
    ...before("/joinedOn", joinedOn, "birthDate", birthDate),
    ...before("/joinedOn", joinedOn, "admittedOn", admittedOn),
    ...before("/confirmedOn", confirmedOn, "birthDate", birthDate),
    ...before("/confirmedOn", confirmedOn, "admittedOn", admittedOn),
    ...positions.flatMap(({ from, to }, i) => [
      ...inTheFuture({ [`/positions/${i}/from`]: from, [`/positions/${i}/to`]: to }, today),
      ...before(`/positions/${i}/to`, to, "from", from),
    ]),
  ];
};

/** Kinds of entries that may name a cell; a transfer must. */
const withCell: readonly string[] = ["transferred", "readmitted"];

/**
 * What cannot be true of an entry in itself. Whether it can act depends on entries that may still arrive, so an entry
 * that cannot act now is no fault.
 * @param earlier ids of the entries that have arrived before
 */
export const historyFaults = (entry: Partial<HistoryInput>, earlier: ReadonlySet<string>, today: Day): FieldError[] => {
  const { kind, on, organisationId, decision, voids } = entry;
  const faults = inTheFuture({ "/on": on, "/decision/date": decision?.date }, today);
  if (kind && organisationId && !withCell.includes(kind))
    faults.push({ pointer: "/organisationId", code: "contradiction", values: { other: "kind" } });
  if (voids && !earlier.has(voids)) faults.push({ pointer: "/voids", code: "unknown-reference" });
  return faults;
};

/** A transfer without its cell. Apart from the others, since a cell with a fault of its own is not there to look at. */
export const lacksCell = (entry: Partial<HistoryInput>): FieldError[] =>
  entry.kind === "transferred" && !entry.organisationId ? [{ pointer: "/organisationId", code: "required" }] : [];
