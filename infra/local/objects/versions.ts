import * as z from "zod/mini";

const common = {
  key: z.string(),
  versionId: z.string(),
  /** Sixteen hex digits; grows with every version the store creates. */
  sequencer: z.string().check(z.regex(/^[0-9A-F]{16}$/)),
  createdAt: z.iso.datetime(),
};

/** The metadata of a version, stored next to its bytes. */
const recordSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("object"),
    ...common,
    size: z.int(),
    /** Without quotes. */
    etag: z.string(),
    /** In hex. */
    sha256: z.string(),
    checksum: z.optional(z.strictObject({ algorithm: z.enum(["crc32", "sha256"]), value: z.string() })),
    headers: z.record(z.string(), z.string()),
    metadata: z.record(z.string(), z.string()),
  }),
  z.strictObject({ kind: z.literal("delete-marker"), ...common }),
]);

export type VersionRecord = z.infer<typeof recordSchema>;
export type ObjectRecord = Extract<VersionRecord, { kind: "object" }>;
/** An object before it is committed. */
export type NewObject = Omit<ObjectRecord, "kind" | "key" | "versionId" | "sequencer" | "createdAt">;

/** Parses a stored record; throws when it is damaged. */
export const parseRecord = (text: string): VersionRecord => recordSchema.parse(JSON.parse(text));

/** The order of keys in every list: by their bytes in UTF-8. */
export const compareKeys = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** All versions of a bucket in memory, as its folder stores them. */
export const createVersionIndex = (records: readonly VersionRecord[]) => {
  const newestFirst = (a: VersionRecord, b: VersionRecord) => (a.sequencer < b.sequencer ? 1 : -1);
  const byKey = Map.groupBy(records.toSorted(newestFirst), ({ key }) => key);
  const sorted = [...byKey.keys()].sort(compareKeys);

  const position = (key: string): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareKeys(sorted[middle] ?? "", key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    /** Versions of a key, newest first. */
    versions: (key: string): readonly VersionRecord[] => byKey.get(key) ?? [],
    /** Keys in order, from the first that is not before `from`. */
    *keys(from: string): Generator<string> {
      for (let at = position(from); at < sorted.length; at += 1) yield sorted[at] ?? "";
    },
    add(record: VersionRecord): void {
      const versions = byKey.get(record.key);
      if (versions === undefined) sorted.splice(position(record.key), 0, record.key);
      byKey.set(record.key, [record, ...(versions ?? [])]);
    },
    remove(record: VersionRecord): void {
      const rest = (byKey.get(record.key) ?? []).filter((version) => version !== record);
      if (rest.length > 0) byKey.set(record.key, rest);
      else if (byKey.delete(record.key)) sorted.splice(position(record.key), 1);
    },
  };
};

export type Sequencer = ReturnType<typeof createSequencer>;

/** Numbers of one millisecond before those of the next one are used. */
const perMillisecond = 1000;

/** Issues increasing sequence numbers in a fixed width, so that they sort as text. */
export const createSequencer = () => {
  let last = 0;
  return {
    next(now: Date): string {
      last = Math.max(last + 1, now.getTime() * perMillisecond);
      return last.toString(16).toUpperCase().padStart(16, "0");
    },
    /** Skips past a number that is already in use. */
    advancePast(sequencer: string): void {
      last = Math.max(last, Number.parseInt(sequencer, 16));
    },
  };
};
