import type { MemberDetails } from "./schema.ts";

/** Replaces an erased name or reason. */
export const erasedText = "(đã xoá)";

/** A member whose personal data is erased. Cell, days and gender remain: the statistics of every day depend on them. */
export const erasedDetails = (member: MemberDetails, erasedAt: string): MemberDetails => {
  const { memberNumber: _, birthDate: __, jobTitle: ___, positions: ____, externalIds: _____, ...rest } = member;
  return { ...rest, fullName: erasedText, erasedAt, updatedAt: erasedAt };
};
