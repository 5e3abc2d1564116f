import { type CommitteeTree, chainOf, isFormerDescendantOf, isInSubtree, kindIn } from "../organisations/tree.ts";
import type { Caller } from "../records/request-context.ts";
import type { Day } from "../shared/days.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import type { FieldError } from "../vocabulary/field-errors.ts";
import type { HistoryInput, MemberInput } from "./schema.ts";

/** The Party was founded on 3 February 1930; nobody born eighty years before that is a member of it. */
const earliestBirth: Day = "1850-02-03";

const inTheFuture = (days: Record<string, Day | undefined>, today: Day): FieldError[] =>
  Object.entries(days).flatMap(([pointer, day]) => (day && day > today ? [{ pointer, code: "in-the-future" }] : []));

const before = (pointer: string, day: Day | undefined, other: string, otherDay: Day | undefined): FieldError[] =>
  day && otherDay && day < otherDay ? [{ pointer, code: "before-other", values: { other } }] : [];

/** What cannot be true of a member, whatever the order in which it becomes known. */
export const memberErrors = (member: Partial<MemberInput>, today: Day): FieldError[] => {
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
export const historyEntryErrors = (
  entry: Partial<HistoryInput>,
  earlier: ReadonlySet<string>,
  today: Day,
): FieldError[] => {
  const { kind, on, organisationId, decision, voids } = entry;
  const faults = inTheFuture({ "/on": on, "/decision/date": decision?.date }, today);
  if (kind && organisationId && !withCell.includes(kind))
    faults.push({ pointer: "/organisationId", code: "contradiction", values: { other: "kind" } });
  if (voids && !earlier.has(voids)) faults.push({ pointer: "/voids", code: "unknown-reference" });
  return faults;
};

/** A transfer without its cell. Apart from the others, since a cell with a fault of its own is not there to look at. */
export const missingCellErrors = (entry: Partial<HistoryInput>): FieldError[] =>
  entry.kind === "transferred" && !entry.organisationId ? [{ pointer: "/organisationId", code: "required" }] : [];

/**
 * Adds what is wrong with the cell that a draft names: one the caller does not see, or no cell.
 * @param tree the home in which it must stand; undefined where no home was found
 */
export const checkCell = (
  caller: Caller,
  validation: InputValidation<{ organisationId?: string | undefined }>,
  tree: CommitteeTree | undefined,
): void => {
  const { organisationId } = validation.value;
  if (organisationId === undefined) return;
  if (!tree || !isInSubtree(caller, tree, organisationId)) validation.addError("/organisationId", "unknown-reference");
  else if (kindIn(tree, organisationId) !== "cell") validation.addError("/organisationId", "wrong-kind");
};

/**
 * Adds what is wrong with the positions of a draft: they are held in the member's home or in a superior of it, as it is now,
 * or as it was when the record began to name it.
 */
export const checkPositions = (
  validation: InputValidation<MemberInput>,
  tree: CommitteeTree,
  before: Pick<MemberInput, "positions"> = {},
): void => {
  const named = new Set(before.positions?.map(({ organisationId }) => organisationId));
  validation.value.positions?.forEach(({ organisationId }, i) => {
    const stands = chainOf(tree, organisationId).length > 0 || isFormerDescendantOf(tree, organisationId);
    if (!stands && !named.has(organisationId))
      validation.addError(`/positions/${i}/organisationId`, "unknown-reference");
  });
};
