import type { Dated } from "./dated.ts";
import { fromGeneralKnowledge, regulation24, regulation29, regulation294 } from "./sources.ts";

/** Kinds of conferring organisations. A grassroots cell is a cell directly under a superior committee. */
export const conferrers = [
  "cell",
  "grassroots-cell",
  "departmental-committee",
  "grassroots-committee",
  "superior-committee",
] as const;
export type Conferrer = (typeof conferrers)[number];

export const awardForms = ["commendation", "certificate-of-merit", "diploma-of-merit", "flag", "party-badge"] as const;
export type AwardForm = (typeof awardForms)[number];

type Authority = Readonly<Record<AwardForm, readonly Conferrer[]>>;

/** Records do not distinguish district from province committees: any superior committee may confer. */
const authority: Authority = {
  commendation: conferrers,
  "certificate-of-merit": ["grassroots-cell", "grassroots-committee", "superior-committee"],
  "diploma-of-merit": ["superior-committee"],
  flag: ["superior-committee"],
  "party-badge": ["superior-committee"],
};

/** Who may confer which form of award. Delegation is possible, so another conferrer is only a warning. */
export const awardAuthority: readonly Dated<Authority>[] = [
  { from: regulation29.issuedOn, value: authority, source: { ...regulation29, clause: "27.2" } },
  { from: regulation24.issuedOn, value: authority, source: { ...regulation24, note: fromGeneralKnowledge } },
  { from: regulation294.issuedOn, value: authority, source: { ...regulation294, note: fromGeneralKnowledge } },
];
