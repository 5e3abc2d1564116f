import * as z from "zod/mini";

const common = {
  key: z.string(),
  versionId: z.string(),
  /** Sixteen hex digits; grows with every version the store makes. */
  sequencer: z.string().check(z.regex(/^[0-9A-F]{16}$/)),
  createdAt: z.iso.datetime(),
};

/** What is kept of a version beside its bytes. */
const recordSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("object"),
    ...common,
    size: z.int(),
    /** Without quotes. */
    etag: z.string(),
    /** In hex. */
    sha256: z.string(),
    checksum: z.optional(z.strictObject({ algorithm: z.enum(["crc32", "sha1", "sha256"]), value: z.string() })),
    headers: z.record(z.string(), z.string()),
    metadata: z.record(z.string(), z.string()),
  }),
  z.strictObject({ kind: z.literal("delete-marker"), ...common }),
]);

export type VersionRecord = z.infer<typeof recordSchema>;
export type ObjectRecord = Extract<VersionRecord, { kind: "object" }>;
/** What an operation knows of a version before it is committed. */
export type ObjectDraft = Omit<ObjectRecord, "kind" | "key" | "versionId" | "sequencer" | "createdAt">;

/** Parses a record out of its file; throws where the file is damaged. */
export function parseRecord(text: string): VersionRecord {
  return recordSchema.parse(JSON.parse(text));
}
