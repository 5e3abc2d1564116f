/** Where a member stands in the table. */
export const keyOf = (memberId) => ({ pk: `MEM#${memberId}`, sk: "META" });
