/** The one table: its keys, indexes, stream and expiry. Key templates live in `lib/table/keys.ts`. */
export const table = {
  partitionKey: "pk",
  sortKey: "sk",
  /** Epoch seconds. DynamoDB deletes expired items late: conditions and reads compare the number themselves. */
  expiryAttribute: "expiresAt",
  stream: "NEW_AND_OLD_IMAGES",
  /** The restore that put an item back: its consequences were processed before. */
  restoreAttribute: "restored",
  /** Attributes that name an object of the bucket and its valid version. */
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
