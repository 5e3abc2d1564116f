import { createHash } from "node:crypto";
import fc from "fast-check";
import { type AuditEntry, verifyChain } from "../../../infra/audit/chain.ts";
import { hashOf } from "../../../lib/vocabulary/chain.ts";

const digestOf = (salt: string, changes: unknown) =>
  createHash("sha256").update(salt).update(JSON.stringify(changes)).digest("base64url");

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
const verificationOf = (entries: readonly AuditEntry[], anchors: Parameters<typeof verifyChain>[1] = []) =>
  verifyChain(stream(entries), anchors).then(
    ({ entries: count }) => `${count} valid`,
    (error: Error) => error.message,
  );

test("An untouched chain is valid, also after the erasure of changes", async () => {
  const chain = chainOf(5);
  expect(await verificationOf(chain)).toBe("5 valid");
  const [{ salt: _, changes: __, ...erased } = chainOf(1)[0] as AuditEntry, ...rest] = chain;
  expect(await verificationOf([erased, ...rest])).toBe("5 valid");
  expect(await verifyChain(stream([erased, ...rest]))).toMatchObject({ withChanges: 4, end: { number: 5 } });
  expect(await verificationOf([])).toBe("0 valid");
});

test("Verification detects changed, missing, repeated and reordered entries", async () => {
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
      expect(await verificationOf(chain.map((entry, i) => (i === at ? tamper(entry) : entry)))).not.toBe("8 valid");
    }),
  );
  for (const at of [0, 1, 6])
    expect(await verificationOf(chainOf(8).filter((_, i) => i !== at))).not.toContain("valid");
  const [first, second, ...rest] = chainOf(4);
  if (!first || !second) throw new Error("Four entries");
  expect(await verificationOf([second, first, ...rest])).not.toContain("valid");
  expect(await verificationOf([first, first, second, ...rest])).not.toContain("valid");
});

test("An anchor detects a rebuilt chain and one whose end was removed", async () => {
  const chain = chainOf(6);
  const anchor = { number: 4, hash: chain[3]?.hash ?? "" };
  expect(await verificationOf(chain, [anchor])).toBe("6 valid");
  expect(await verificationOf(chain.slice(0, 3))).toBe("3 valid");
  expect(await verificationOf(chain.slice(0, 3), [anchor])).toBe("Entry 4 of an anchor is missing");
  let previous = "";
  const rebuilt = chain.map((entry) => {
    const changed = { ...entry, client: "somebody else", previous };
    previous = hashOf(changed);
    return { ...changed, hash: previous };
  });
  expect(await verificationOf(rebuilt)).toBe("6 valid");
  expect(await verificationOf(rebuilt, [anchor])).toBe("Entry 4 differs from its anchor");
});
