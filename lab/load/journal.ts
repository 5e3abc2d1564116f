import type { Fields, Kind, Seen } from "./records.ts";

/** A record as it was last acknowledged. Without an ETag where the answer had none. */
export type Kept = Seen & {
  owner: string;
  etag: string | undefined;
  /** Records it goes with. */
  within: readonly string[];
};

/** What a request that has not been answered yet may have done, or not. */
export type Doubt = {
  about: string;
  /** Marks of records it may have made. */
  makes?: readonly string[];
  /** Records it may have changed, with what they say then; without where that is the service's to say. */
  changes?: ReadonlyMap<string, Fields | undefined>;
  /** Records it may have deleted. */
  removes?: readonly string[];
};

/** What clients were told, and what they are not sure of. */
export type Journal = ReturnType<typeof createJournal>;

export const createJournal = () => {
  const present = new Map<string, Kept>();
  const gone = new Map<string, Kept>();
  const doubts = new Set<Doubt>();
  const touched = new Set<string>();
  const faults: string[] = [];
  const lines = new Map<string, string[]>();
  const keep = (kept: Kept): Kept => {
    present.set(kept.href, kept);
    touched.add(kept.href);
    return kept;
  };
  return {
    present,
    gone,
    doubts,
    /** What was found wrong, in words. */
    faults,
    /** Records written since the last look at all of them. */
    touched,
    /** Lines of texts that many write, by record. */
    lines,
    line: (href: string, line: string) => {
      lines.set(href, [...(lines.get(href) ?? []), line]);
    },
    keep,
    fault: (text: string) => {
      faults.push(`${new Date().toISOString()} ${text}`);
    },
    renew: (href: string, record: Fields, etag: string | undefined) => {
      const before = present.get(href);
      if (before) keep({ ...before, record, etag: etag ?? before.etag });
    },
    /** A record is deleted, with all that goes with it. */
    drop: (href: string) => {
      for (const kept of [...present.values()].filter((one) => one.href === href || one.within.includes(href))) {
        present.delete(kept.href);
        touched.delete(kept.href);
        gone.set(kept.href, kept);
      }
    },
    /** A record with all that goes with it. */
    wholeOf: (href: string): string[] => [
      href,
      ...[...present.values()].filter(({ within }) => within.includes(href)).map((one) => one.href),
    ],
    ofOwner: (owner: string, kind: Kind): Kept[] =>
      [...present.values()].filter((one) => one.owner === owner && one.kind === kind),
    /** While it runs, nobody knows whether it has happened. */
    doubting: async <T>(doubt: Doubt, run: () => Promise<T>): Promise<T> => {
      doubts.add(doubt);
      const outcome = await run();
      doubts.delete(doubt);
      return outcome;
    },
  };
};
