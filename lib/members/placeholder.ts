import type { KeptMember } from "./schema.ts";

/** Stands where a name or a reason was that has been erased. */
export const erased = "(đã xoá)";

/**
 * What is left of a member whose data is erased: nobody's name, number or birthday, no position and no other system's id. Cell,
 * days and gender stay, since the figures of every day rest on them.
 */
export const placeholderOf = (member: KeptMember, erasedAt: string): KeptMember => {
  const { memberNumber: _, birthDate: __, jobTitle: ___, positions: ____, externalIds: _____, ...kept } = member;
  return { ...kept, fullName: erased, erasedAt, updatedAt: erasedAt };
};
