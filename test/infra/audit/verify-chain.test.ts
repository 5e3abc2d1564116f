import { createHash } from "node:crypto";
import fc from "fast-check";
import { type AuditEntry, parseAnchor, verifyChain } from "../../../infra/audit/audit-chain.ts";
import { hashOf } from "../../../lib/vocabulary/chain.ts";

const digestOf = (salt: string, changes: unknown) =>
  createHash("sha256").update(salt).update(JSON.stringify(changes)).digest("base64url");

/** A chain as the service makes one. */
const chainOf = (length: number): AuditEntry[] => {
  const entries: AuditEntry[] = [];
  for (let number = 1; number <= length; number++) {
    const changes = [{ field: "fullName", after: { value: `Người ${number}` } }];
    const salt = `salt ${number}`;
    const entry = {
      number,
      id: `id ${number}`,
      at: "2024-01-15T03:00:00.000Z",
      type: "member.created" as const,
      resource: { kind: "member" as const, id: `m${number}`, href: `/v1/members/m${number}` },
      client: "admin",
      digest: digestOf(salt, changes),
      previous: entries.at(-1)?.hash ?? "",
    };
    entries.push({ ...entry, hash: hashOf(entry), salt, changes });
  }
  return entries;
};
const stream = async function* (entries: readonly AuditEntry[]) {
  yield* entries;
};
const verdictOn = (entries: readonly AuditEntry[], anchors: Parameters<typeof verifyChain>[1] = []) =>
  verifyChain(stream(entries), anchors).then(
    ({ entries: count }) => `${count} hold`,
    (error: Error) => error.message,
  );

test("A chain that nobody touched holds, also where what changed has been erased", async () => {
  const chain = chainOf(5);
  expect(await verdictOn(chain)).toBe("5 hold");
  const [{ salt: _, changes: __, ...erased } = chainOf(1)[0] as AuditEntry, ...rest] = chain;
  expect(await verdictOn([erased, ...rest])).toBe("5 hold");
  expect(await verifyChain(stream([erased, ...rest]))).toMatchObject({ withChanges: 4, end: { number: 5 } });
  expect(await verdictOn([])).toBe("0 hold");
});

test("Whatever is changed in it, left out, doubled or put elsewhere is found", async () => {
  const tampers: ((entry: AuditEntry) => AuditEntry)[] = [
    (entry) => ({ ...entry, client: "somebody else" }),
    (entry) => ({ ...entry, at: "2024-01-15T03:00:00.001Z" }),
    (entry) => ({ ...entry, type: "member.deleted" }),
    (entry) => ({ ...entry, id: `${entry.id}x` }),
    (entry) => ({ ...entry, resource: { ...entry.resource, id: "another" } }),
    (entry) => ({ ...entry, resource: { ...entry.resource, href: "/v1/members/another" } }),
    (entry) => ({ ...entry, digest: digestOf("x", []) }),
    (entry) => ({ ...entry, hash: digestOf("x", []) }),
    (entry) => ({ ...entry, previous: digestOf("x", []) }),
    (entry) => ({ ...entry, number: entry.number + 1 }),
    (entry) => ({ ...entry, changes: [] }),
    (entry) => ({ ...entry, salt: "another" }),
  ];
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 7 }), fc.constantFrom(...tampers), async (at, tamper) => {
      const chain = chainOf(8);
      expect(await verdictOn(chain.map((entry, i) => (i === at ? tamper(entry) : entry)))).not.toBe("8 hold");
    }),
  );
  for (const at of [0, 1, 6]) expect(await verdictOn(chainOf(8).filter((_, i) => i !== at))).not.toContain("hold");
  const [first, second, ...rest] = chainOf(4);
  if (!first || !second) throw new Error("Four entries");
  expect(await verdictOn([second, first, ...rest])).not.toContain("hold");
  expect(await verdictOn([first, first, second, ...rest])).not.toContain("hold");
});

test("A log that was chained anew, or cut off at its end, is found by an anchor noted before", async () => {
  const chain = chainOf(6);
  const anchor = { number: 4, hash: chain[3]?.hash ?? "" };
  expect(await verdictOn(chain, [anchor])).toBe("6 hold");
  expect(await verdictOn(chain.slice(0, 3))).toBe("3 hold");
  expect(await verdictOn(chain.slice(0, 3), [anchor])).toBe("Entry 4, which was noted, is not there");
  let previous = "";
  const anew = chain.map((entry) => {
    const said = { ...entry, client: "somebody else", previous };
    previous = hashOf(said);
    return { ...said, hash: previous };
  });
  expect(await verdictOn(anew)).toBe("6 hold");
  expect(await verdictOn(anew, [anchor])).toBe("Entry 4 is not the one that was noted");
  expect(parseAnchor(`4:${anchor.hash}`)).toEqual(anchor);
  expect(() => parseAnchor("4")).toThrow("no anchor");
});
