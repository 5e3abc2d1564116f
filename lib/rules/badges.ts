import type { Dated } from "./dated.ts";
import { fromGeneralKnowledge, guideline01, regulation29, regulation294 } from "./sources.ts";

/** Thirty years, then forty and every five up to ninety: there is no badge for 35. */
const years: readonly number[] = [30, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90];

/**
 * Years of membership for which the Party badge (Huy hiệu Đảng) is given. The badge for 45 years came with 29-QĐ/TW;
 * earlier rules are not checked.
 */
export const badgeYears: readonly Dated<readonly number[]>[] = [
  { from: regulation29.issuedOn, value: years, source: { ...regulation29, clause: "27.2đ, 27.3" } },
  { from: guideline01.issuedOn, value: years, source: { ...guideline01, clause: "18" } },
  { from: regulation294.issuedOn, value: years, source: { ...regulation294, note: fromGeneralKnowledge } },
];
