import { eraseMember } from "./erase-member.ts";
import { exportMember } from "./export-member.ts";
import { getErasure } from "./get-erasure.ts";

export const operations = { exportMember, eraseMember, getErasure };
