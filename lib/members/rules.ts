import { hasMembersOn, isActiveOn, lifeSpanIn } from "../organisations/life-span.ts";
import { type CommitteeTree, chainOf, isFormerDescendantOf, isInSubtree, kindIn } from "../organisations/tree.ts";
import type { Caller } from "../records/request-context.ts";
import type { Day } from "../shared/days.ts";
import type { InputValidation, ValidParts } from "../shared/input-validation.ts";
import { sameContent } from "../shared/merge-patch.ts";
import type { FieldError } from "../vocabulary/field-errors.ts";
import type { HistoryInput, MemberDetails, MemberInput, Position } from "./schema.ts";
import { isCounted, type MembershipTimeline, stateOn } from "./timeline.ts";
import { resolveVoids } from "./voids.ts";

/** The founding of the Party, before which there were no members. */
const founding: Day = "1930-02-03";
/** No member was born 80 years before the founding. */
const earliestBirth: Day = "1850-02-03";

type Days = Record<string, Day | undefined>;

const inTheFuture = (days: Days, today: Day): FieldError[] =>
  Object.entries(days).flatMap(([pointer, day]) => (day && day > today ? [{ pointer, code: "in-the-future" }] : []));

const before = (pointer: string, day: Day | undefined, other: string, otherDay: Day | undefined): FieldError[] =>
  day && otherDay && day < otherDay ? [{ pointer, code: "before-other", values: { other } }] : [];

/** Errors of days in the future, and of days before the founding of the Party. */
const impossibleDays = (days: Days, today: Day): FieldError[] => [
  ...inTheFuture(days, today),
  ...Object.entries(days).flatMap(([pointer, day]) => before(pointer, day, founding, founding)),
];

/** Errors of a member by its own fields; positions with errors keep their valid fields. */
export const memberErrors = (member: ValidParts<MemberInput>, today: Day): FieldError[] => {
  const { birthDate, admittedOn, joinedOn, confirmedOn, positions = [] } = member;
  return [
    ...inTheFuture({ "/birthDate": birthDate }, today),
    ...impossibleDays({ "/admittedOn": admittedOn, "/joinedOn": joinedOn, "/confirmedOn": confirmedOn }, today),
    ...before("/birthDate", birthDate, earliestBirth, earliestBirth),
    ...before("/admittedOn", admittedOn, "birthDate", birthDate),
    ...before("/joinedOn", joinedOn, "birthDate", birthDate),
    ...before("/joinedOn", joinedOn, "admittedOn", admittedOn),
    ...before("/confirmedOn", confirmedOn, "birthDate", birthDate),
    ...before("/confirmedOn", confirmedOn, "admittedOn", admittedOn),
    ...positions.flatMap(({ from, to } = {}, i) => [
      ...impossibleDays({ [`/positions/${i}/from`]: from, [`/positions/${i}/to`]: to }, today),
      ...before(`/positions/${i}/to`, to, "from", from),
    ]),
  ];
};

/** Kinds of entries that may name a cell; a transfer must. */
const withCell: readonly string[] = ["transferred", "readmitted"];

/**
 * Errors of an entry by itself. An entry that has no effect yet is valid, since earlier ones may still arrive.
 * @param history the entries that have arrived before
 */
export const historyEntryErrors = (
  { value: entry, errors }: Pick<InputValidation<HistoryInput>, "value" | "errors">,
  history: MemberDetails["history"],
  today: Day,
): FieldError[] => {
  const { kind, on, organisationId, decision, voids } = entry;
  const invalid = new Set(errors.map(({ pointer }) => pointer));
  const isRevocation = kind === undefined && (voids !== undefined || invalid.has("/voids"));
  const required: FieldError[] = [
    ...(kind === undefined && !isRevocation ? ["/kind"] : []),
    ...(on === undefined && !isRevocation ? ["/on"] : []),
    ...(kind === "transferred" && !organisationId ? ["/organisationId"] : []),
  ].map((pointer) => ({ pointer, code: "required" }));
  const found = [
    ...required.filter(({ pointer }) => !invalid.has(pointer)),
    ...impossibleDays({ "/on": on, "/decision/date": decision?.date }, today),
  ];
  if (organisationId && !invalid.has("/kind") && !(kind && withCell.includes(kind)))
    found.push({ pointer: "/organisationId", code: "contradiction", values: { other: "kind" } });
  if (voids) found.push(...voidsErrors(voids, history));
  return found;
};

/** Only one entry may void another: a second one would hide the first. A revoked one no longer voids. */
const voidsErrors = (voids: string, history: MemberDetails["history"]): FieldError[] => {
  if (!history.some(({ id }) => id === voids)) return [{ pointer: "/voids", code: "unknown-reference" }];
  return resolveVoids(history).voidedBy.has(voids) ? [{ pointer: "/voids", code: "already-voided" }] : [];
};

/** Which organisations a caller may name: the tree that must contain them, if one was found, and those that are hidden. */
export type Naming = { caller: Caller; tree: CommitteeTree | undefined; hidden: ReadonlySet<string> };

/** The errors of a cell that an input names: invisible, or an organisation of another kind. */
export const cellErrors = ({ caller, tree, hidden }: Naming, pointer: string, id: string | undefined): FieldError[] => {
  if (id === undefined) return [];
  if (!tree || hidden.has(id) || !isInSubtree(caller, tree, id)) return [{ pointer, code: "unknown-reference" }];
  return kindIn(tree, id) === "cell" ? [] : [{ pointer, code: "wrong-kind" }];
};

type Cells = Partial<Pick<MemberInput, "organisationId" | "beganIn">>;
/** A member before a write, and the cell of today. */
export type Known = { record: MemberDetails; cell: string };

/**
 * The cell of the initial state that an input results in. After a transfer, `organisationId` repeats the cell of today and
 * only `beganIn` corrects the initial state; otherwise the field that differs from the stored cell sets both.
 */
export const initialCellOf = ({ organisationId = "", beganIn }: Cells, known: Known | undefined): string => {
  if (!known) return organisationId;
  const { record, cell } = known;
  return hasTransfer(record) || organisationId === cell ? (beganIn ?? record.beganIn) : organisationId;
};

/** Errors of the two cells of an input by themselves. */
export const initialCellErrors = ({ organisationId, beganIn }: Cells, known: Known | undefined): FieldError[] => {
  if (organisationId === undefined) return [];
  if (known && hasTransfer(known.record))
    return organisationId === known.cell ? [] : [{ pointer: "/organisationId", code: "use-history" }];
  const isRepeated = beganIn === undefined || beganIn === organisationId || beganIn === known?.record.beganIn;
  return isRepeated || organisationId === known?.cell
    ? []
    : [{ pointer: "/beganIn", code: "contradiction", values: { other: "organisationId" } }];
};

const hasTransfer = ({ history }: MemberDetails) =>
  resolveVoids(history).acting.some(({ organisationId }) => organisationId !== undefined);

/**
 * Whether the caller may name an organisation in a position: one of the tenant that the caller sees or is below, or a current
 * or former superior of the tenant.
 */
const mayName = ({ caller, hidden }: Naming, tree: CommitteeTree, organisationId: string): boolean =>
  !hidden.has(organisationId) &&
  (isInSubtree(caller, tree, organisationId) ||
    isFormerDescendantOf(tree, organisationId) ||
    (caller.organisationId !== null &&
      chainOf(tree, caller.organisationId).some((link) => link.organisationId === organisationId)));

/** Adds the errors of positions, except for the organisations and days of those that are in the record already. */
export const checkPositions = (
  validation: InputValidation<MemberInput>,
  naming: Naming,
  { stored = [], today }: { stored?: readonly Position[] | undefined; today: Day },
): void => {
  const { tree } = naming;
  // Without a cell the tenant is unknown, and with it the organisations of the positions.
  if (!tree) return;
  const existing = new Set(stored.map(({ organisationId }) => organisationId));
  validation.valid.positions?.forEach((position = {}, i) => {
    const { organisationId, from, to } = position;
    if (organisationId === undefined) return;
    if (!existing.has(organisationId) && !mayName(naming, tree, organisationId)) {
      validation.addError(`/positions/${i}/organisationId`, "unknown-reference");
      return;
    }
    if (stored.some((one) => sameContent(one, position))) return;
    const span = lifeSpanIn(tree, organisationId);
    if (!isActiveOn(span, from)) validation.addError(`/positions/${i}/from`, "outside-life-span");
    if (!isActiveOn(span, to ?? today)) validation.addError(`/positions/${i}/to`, "outside-life-span");
  });
};

/** The first day of the membership here, and the field that states it. */
const startOf = ({ joinedOn, admittedOn }: Pick<MemberInput, "joinedOn" | "admittedOn">) =>
  joinedOn === undefined ? { day: admittedOn, pointer: "/admittedOn" } : { day: joinedOn, pointer: "/joinedOn" };

/** Errors of a membership that begins on a day on which its cell does not exist; without a day, the cell must exist today. */
export const joiningErrors = (
  tree: CommitteeTree,
  { cell, input, today }: { cell: string; input: Partial<MemberInput>; today: Day },
): FieldError[] => {
  const { day, pointer } = startOf(input);
  const exists = hasMembersOn(lifeSpanIn(tree, cell), day ?? today);
  return exists ? [] : [{ pointer: day === undefined ? "/organisationId" : pointer, code: "outside-life-span" }];
};

/**
 * Errors of a transfer or readmission into a cell that does not exist on its day, and of an entry that voids another so that
 * the member is left in a dissolved cell, or with an open position in a dissolved organisation. Other entries may: a departure of
 * long ago can arrive later.
 * @param positions those that the member has with the entry
 */
export const arrivalErrors = (
  tree: CommitteeTree,
  { kind, on, organisationId, voids }: Partial<HistoryInput>,
  { timeline, positions, today }: { timeline: MembershipTimeline; positions: readonly Position[]; today: Day },
): FieldError[] => {
  const isOutside = (cell: string | undefined, day: Day) =>
    cell !== undefined && !hasMembersOn(lifeSpanIn(tree, cell), day);
  const last = stateOn(timeline, today);
  const isLeft = last && isCounted(last) && isOutside(last.organisationId, today);
  const isOpen = positions.some(
    ({ organisationId, to }) => to === undefined && !isActiveOn(lifeSpanIn(tree, organisationId), today),
  );
  if (voids && (isLeft || isOpen)) return [{ pointer: "/voids", code: "outside-life-span" }];
  if (!kind || !on || !withCell.includes(kind)) return [];
  const cell = organisationId ?? stateOn(timeline, on)?.organisationId;
  return isOutside(cell, on) ? [{ pointer: "/on", code: "outside-life-span" }] : [];
};
