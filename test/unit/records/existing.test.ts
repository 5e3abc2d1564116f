import { withVisibleExisting } from "../../../lib/organisations/existing.ts";
import { type RecordKind, recordKindList, refer, specOf } from "../../../lib/records/kinds.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import { Problem } from "../../../lib/shared/problem.ts";
import { keys } from "../../../lib/table/keys.ts";
import type { Table } from "../../../lib/table/table.ts";
import type { Item, Key } from "../../../lib/table/write.ts";
import { callerAt, rootCaller } from "../../support/world.ts";

const tenantId = "01HJK7Q5M0A1B2C3D4";
const cellA = `01HJK7Q8R3E5F6G7H8${tenantId}`;
const cellB = `01HJK7Q8R3E5F6G7H9${tenantId}`;
const owner = `01HJK8A2K4J9K0M1N2${tenantId}`;
const own = "01HJKA7X5VP3Q4R5S6";

/** Whether the record behind a 409 is shown to a caller. The table contains only the record, its owner and the tree. */
const isShown = async (kind: RecordKind, caller: Caller, fields: { own?: object; owner?: object } = {}) => {
  const { partOf, key } = specOf(kind);
  const id = kind === "organisation" ? cellB : kind === "photo" ? own + owner : partOf ? own : owner;
  const units = {
    [cellA]: { kind: "cell", parentId: tenantId, place: 1 },
    [cellB]: { kind: "cell", parentId: tenantId, place: 1 },
  };
  const items: Item[] = [
    { ...keys.tree(tenantId), tenantId, kind: "grassroots-committee", path: [], place: 1, units },
    { ...(partOf ? specOf(partOf).key(owner, owner) : key(id, id)), organisationId: cellB, tenantId, ...fields.owner },
    ...(partOf ? [{ ...key(owner, id), ...fields.own }] : []),
  ];
  const find = async ({ pk, sk }: Key) => items.find((item) => item.pk === pk && item.sk === sk);
  const table = { get: find, getMany: (wanted) => Promise.all(wanted.map(find)) } as Pick<Table, "get" | "getMany">;
  const problem = new Problem("duplicate-external-id", { existing: refer(kind, id, partOf ? owner : id) });
  const shown = await withVisibleExisting({ table: table as Table, caller }, problem);
  return (shown as Problem).details.existing !== undefined;
};

const atA = callerAt([tenantId, cellA]);
const atB = callerAt([tenantId, cellB]);
const withoutAdmin = callerAt([tenantId, cellB], ["dangbo/read", "dangbo/write"]);

describe.each(recordKindList)("The %s behind a 409", (kind) => {
  const { audience, partOf } = specOf(kind);

  test("is shown to callers whose subtree contains it, and to no others", async () => {
    expect(await isShown(kind, atA)).toBe(false);
    expect(await isShown(kind, atB)).toBe(true);
    expect(await isShown(kind, callerAt([tenantId]))).toBe(true);
    expect(await isShown(kind, rootCaller)).toBe(true);
  });

  test("is shown by its audience", async () => {
    expect(await isShown(kind, withoutAdmin)).toBe(audience !== "administrators");
    const restricted = { owner: { visibility: "restricted" } };
    expect(await isShown(kind, withoutAdmin, restricted)).toBe(false);
    expect(await isShown(kind, atB, restricted)).toBe(true);
    if (partOf && audience === "visibility")
      expect(await isShown(kind, withoutAdmin, { own: { visibility: "restricted" } })).toBe(false);
  });

  test("is not shown once it has been deleted with its owner", async () => {
    if (partOf) expect(await isShown(kind, atB, { owner: { deletedAt: "2024-01-15T03:00:00.000Z" } })).toBe(false);
  });
});

test("Records of the root are shown to the root's clients only", async () => {
  const fields = { owner: { organisationId: undefined, tenantId: "ROOT" } };
  expect(await isShown("client", rootCaller, fields)).toBe(true);
  expect(await isShown("client", callerAt([tenantId]), fields)).toBe(false);
});
