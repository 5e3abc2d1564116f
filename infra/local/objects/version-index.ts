import type { VersionRecord } from "./record.ts";

/** Order of keys in every list: by their bytes in UTF-8. */
export function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** All versions of a bucket in memory, as its folder holds them. */
export type VersionIndex = {
  /** Versions of a key, newest first. */
  versions(key: string): readonly VersionRecord[];
  /** Keys in order, from the first that is not before `from`. */
  keys(from: string): Iterable<string>;
  add(record: VersionRecord): void;
  remove(record: VersionRecord): void;
};

export function createVersionIndex(records: readonly VersionRecord[]): VersionIndex {
  const newestFirst = (a: VersionRecord, b: VersionRecord) => (a.sequencer < b.sequencer ? 1 : -1);
  const byKey = new Map<string, VersionRecord[]>();
  for (const record of records.toSorted(newestFirst)) {
    const versions = byKey.get(record.key);
    if (versions === undefined) byKey.set(record.key, [record]);
    else versions.push(record);
  }
  const sorted = [...byKey.keys()].sort(compareKeys);

  function position(key: string): number {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareKeys(sorted[middle] ?? "", key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    versions: (key) => byKey.get(key) ?? [],
    *keys(from) {
      for (let at = position(from); at < sorted.length; at += 1) yield sorted[at] ?? "";
    },
    add(record) {
      const versions = byKey.get(record.key);
      if (versions === undefined) sorted.splice(position(record.key), 0, record.key);
      byKey.set(record.key, [record, ...(versions ?? [])]);
    },
    remove(record) {
      const rest = (byKey.get(record.key) ?? []).filter((version) => version !== record);
      if (rest.length > 0) byKey.set(record.key, rest);
      else if (byKey.delete(record.key)) sorted.splice(position(record.key), 1);
    },
  };
}
