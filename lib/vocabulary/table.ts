/** The one table: its keys, indexes, stream and expiry. Key templates live in `lib/table/keys.ts`. */
export const table = {
  partitionKey: "pk",
  sortKey: "sk",
  /** Epoch seconds. Expiry only cleans up: what must hold after it is a condition on the same number. */
  expiryAttribute: "expiresAt",
  stream: "NEW_AND_OLD_IMAGES",
  /** Which restore put an item back: whatever followed from the item then has followed. */
  restoreAttribute: "restored",
  /** Where an item names an object of the bucket, and the version of it that counts. */
  objectKeyAttribute: "uploadKey",
  objectVersionAttribute: "objectVersion",
  /** All indexes share the sort attribute: a list has one order, whichever partition it is read from. */
  indexes: {
    byTenant: { partitionKey: "inTenant", sortKey: "sort" },
    byUnit: { partitionKey: "inUnit", sortKey: "sort" },
    byGroup: { partitionKey: "inGroup", sortKey: "sort" },
  },
} as const;

export type IndexName = keyof typeof table.indexes;
