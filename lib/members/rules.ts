import { type CommitteeTree, chainOf, isFormerDescendantOf, isInSubtree, kindIn } from "../organisations/tree.ts";
import type { Caller } from "../records/request-context.ts";
import type { Day } from "../shared/days.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import type { FieldError } from "../vocabulary/field-errors.ts";
import type { HistoryInput, MemberInput } from "./schema.ts";

/** The Party was founded on 3 February 1930; no member was born 80 years before. */
const earliestBirth: Day = "1850-02-03";

const inTheFuture = (days: Record<string, Day | undefined>, today: Day): FieldError[] =>
  Object.entries(days).flatMap(([pointer, day]) => (day && day > today ? [{ pointer, code: "in-the-future" }] : []));

const before = (pointer: string, day: Day | undefined, other: string, otherDay: Day | undefined): FieldError[] =>
  day && otherDay && day < otherDay ? [{ pointer, code: "before-other", values: { other } }] : [];

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
 * Errors of an entry by itself. An entry that has no effect yet is valid, since earlier ones may still arrive.
 * @param earlier ids of the entries that have arrived before
 */
export const historyEntryErrors = (
  entry: Partial<HistoryInput>,
  earlier: ReadonlySet<string>,
  today: Day,
): FieldError[] => {
  const { kind, on, organisationId, decision, voids } = entry;
  const errors = inTheFuture({ "/on": on, "/decision/date": decision?.date }, today);
  if (kind && organisationId && !withCell.includes(kind))
    errors.push({ pointer: "/organisationId", code: "contradiction", values: { other: "kind" } });
  if (voids && !earlier.has(voids)) errors.push({ pointer: "/voids", code: "unknown-reference" });
  return errors;
};

/** A transfer without a cell. To be called only if `organisationId` has no error of its own. */
export const missingCellErrors = (entry: Partial<HistoryInput>): FieldError[] =>
  entry.kind === "transferred" && !entry.organisationId ? [{ pointer: "/organisationId", code: "required" }] : [];

/**
 * Adds the errors of a cell: invisible, or an organisation of another kind.
 * @param tree the tree that must contain it; undefined if none was found
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

/** Adds the errors of positions: each is in the tenant or a current or former superior, or in the record already. */
export const checkPositions = (
  validation: InputValidation<MemberInput>,
  tree: CommitteeTree,
  before: Pick<MemberInput, "positions"> = {},
): void => {
  const existing = new Set(before.positions?.map(({ organisationId }) => organisationId));
  validation.value.positions?.forEach(({ organisationId }, i) => {
    const isKnown = chainOf(tree, organisationId).length > 0 || isFormerDescendantOf(tree, organisationId);
    if (!isKnown && !existing.has(organisationId))
      validation.addError(`/positions/${i}/organisationId`, "unknown-reference");
  });
};
