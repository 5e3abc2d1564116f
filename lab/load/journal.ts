import type { Fields, Kind, Shown } from "./records.ts";

/** A record as it was last acknowledged. `etag`: undefined if the response had none. */
export type Acknowledged = Shown & {
  owner: string;
  etag: string | undefined;
  /** Records it is deleted with. */
  within: readonly string[];
};

/** The possible effects of a request without a response. */
export type Pending = {
  /** Marks of records that it may create. */
  creates?: readonly string[];
  /** Records that it may change, with the expected fields if they are known. */
  changes?: ReadonlyMap<string, Fields | undefined>;
  /** Records that it may delete. */
  deletes?: readonly string[];
};

/** What the service has acknowledged to clients, and requests without a response. */
export type Journal = ReturnType<typeof createJournal>;

export const createJournal = () => {
  const present = new Map<string, Acknowledged>();
  const deleted = new Map<string, Acknowledged>();
  const pending = new Set<Pending>();
  const written = new Set<string>();
  const faults: string[] = [];
  const lines = new Map<string, string[]>();
  const acknowledge = (record: Acknowledged): Acknowledged => {
    present.set(record.href, record);
    written.add(record.href);
    return record;
  };
  const withParts = (href: string) =>
    [...present.values()].filter((one) => one.href === href || one.within.includes(href));
  return {
    present,
    deleted,
    pending,
    faults,
    /** Records written since the last inspection. */
    written,
    /** Lines of texts that several clients write, by record. */
    lines,
    addLine: (href: string, line: string) => {
      lines.set(href, [...(lines.get(href) ?? []), line]);
    },
    acknowledge,
    fault: (text: string) => {
      faults.push(`${new Date().toISOString()} ${text}`);
    },
    update: (href: string, record: Fields, etag: string | undefined) => {
      const before = present.get(href);
      if (before) acknowledge({ ...before, record, etag: etag ?? before.etag });
    },
    /** A record and its parts are deleted. */
    remove: (href: string) => {
      for (const record of withParts(href)) {
        present.delete(record.href);
        written.delete(record.href);
        deleted.set(record.href, record);
      }
    },
    withParts: (href: string): string[] => withParts(href).map((one) => one.href),
    ofOwner: (owner: string, kind: Kind): Acknowledged[] =>
      [...present.values()].filter((one) => one.owner === owner && one.kind === kind),
    /** Runs a request, whose effects are unknown until it ends. */
    whilePending: async <T>(request: Pending, run: () => Promise<T>): Promise<T> => {
      pending.add(request);
      const result = await run();
      pending.delete(request);
      return result;
    },
  };
};
