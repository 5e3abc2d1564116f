import { operations as awards } from "../../../functions/awards/operations.ts";
import { operations as members } from "../../../functions/members/operations.ts";
import { routes } from "../../../lib/contract/routes.ts";
import { keys } from "../../../lib/table/keys.ts";
import { replace } from "../../../lib/table/write.ts";
import { type Committee, createCommitteeFixtures } from "../../store/members/committee-fixtures.ts";
import type { RequestParts } from "../../support/api-event.ts";
import { useOperations } from "../../support/call-operation.ts";
import { useWorld } from "../../support/world.ts";

const world = useWorld();
let units: Committee;
beforeAll(async () => {
  units = await createCommitteeFixtures(world).committee();
});
const operations = { ...members, ...awards };
const request = useOperations(world, operations);
const call = (name: keyof typeof operations, parts: RequestParts) => request(routes[name], parts);
const create = (fields: object) => call("createMember", { body: { organisationId: units.first, ...fields } });
const list = async (query: Record<string, string>) =>
  call("listMembers", { query: new URLSearchParams({ organisationId: units.first, ...query }).toString() });
const namesOf = async (query: Record<string, string>) =>
  (await list(query)).json.items.map(({ fullName }: { fullName: string }) => fullName);

test("A name is stored in NFC with Đ for its look-alikes and single spaces, and is found by any spelling", async () => {
  const { json } = await create({ fullName: "\u00a0Ðặng\u00a0 Thị\r\n Hoà ".normalize("NFD"), jobTitle: "Kế\ttoán" });
  expect(json).toMatchObject({ fullName: "Đặng Thị Hoà", jobTitle: "Kế toán" });
  for (const q of ["đặng", "Ðặng", "dang hoa", "hòa", "hoà đặng", " thị\u00a0"]) {
    expect(await namesOf({ q })).toEqual(["Đặng Thị Hoà"]);
    expect(await namesOf({ q: q.normalize("NFD") })).toEqual(["Đặng Thị Hoà"]);
  }
  for (const q of ["hóa", "dằng"]) expect(await namesOf({ q })).toEqual([]);
});

test("A filter with an invisible character is rejected by name in both languages", async () => {
  const { json } = await list({ q: "du\u200bng" });
  expect(json).toMatchObject({ status: 400, code: "invalid-query", errors: [{ pointer: "/q" }] });
  expect(json.errors[0].message).toBe("contains the invisible character U+200B");
  const query = `organisationId=${units.first}&memberNumber=1%E2%80%8B`;
  const refused = await call("listMembers", { query, headers: { "accept-language": "vi" } });
  expect(refused.json.errors).toMatchObject([{ message: "chứa ký tự ẩn U+200B không được phép" }]);
});

test("A member number is the same with any white space, look-alike of Đ or joiner", async () => {
  const { json } = await create({ fullName: "A", memberNumber: "ĐV 01" });
  for (const memberNumber of ["ÐV 01", "\u0189V\u00a0 01 ", "ĐV\n01", "ĐV 0\u200d1", "ĐV 01".normalize("NFD")]) {
    const again = await create({ fullName: "B", memberNumber });
    expect(again.json).toMatchObject({ code: "duplicate-member-number", existing: { id: json.id } });
    expect(await namesOf({ memberNumber })).toEqual(["A"]);
  }
});

test("An award is the same with other white space, another order of marks or a joiner in its title", async () => {
  const award = (title: string) => ({
    organisationId: units.tenantId,
    form: "certificate-of-merit",
    title,
    year: 2023,
    recipients: [{ organisationId: units.first }],
  });
  const first = await call("createAward", { body: award("Tập thể xuất sắc") });
  expect(first.statusCode).toBe(201);
  for (const title of [
    "Tập  thể\u00a0xuất sắc ",
    "Tập thể xuá\u0302t sắc",
    "Tập thể xuất sắc\u200d",
    "Tập\nthể xuất sắc",
  ])
    expect((await call("createAward", { body: award(title) })).json).toMatchObject({ code: "duplicate-award" });
});

test("A name may be as long as 200 characters of any plane, and one fault is reported once", async () => {
  expect((await create({ fullName: "😀".repeat(200) })).statusCode).toBe(201);
  const refused = await create({ fullName: "😀".repeat(201) });
  expect(refused.json.errors).toMatchObject([
    { pointer: "/fullName", code: "too-long", message: "must have at most 200 characters" },
  ]);
  expect((await create({ fullName: "\u200d\u0301" })).json.errors).toEqual([
    { pointer: "/fullName", code: "nothing-visible", message: "has no visible character" },
  ]);
});

test("Records stored with characters that are refused now are read, listed, found and corrected", async () => {
  const { json } = await create({ fullName: "Lê Văn Ðạt", jobTitle: "x", memberNumber: "77" });
  const key = keys.member(json.id);
  const item = await world.dependencies.table.get(key);
  const older = { fullName: "Lê\u200b  Văn Ð\u00adạt\uffff", jobTitle: "\u200d" };
  await world.dependencies.table.write([replace({ ...item, ...older, ...key }, Number(item?.version))]);
  const read = await call("getMember", { params: { memberId: json.id } });
  expect([read.statusCode, read.json]).toEqual([200, expect.objectContaining(older)]);
  expect(await namesOf({ q: "đạt" })).toEqual([older.fullName]);
  const fixed = await call("updateMember", {
    params: { memberId: json.id },
    body: { fullName: "Lê Văn Đạt", jobTitle: null },
    headers: { "if-match": "*" },
  });
  expect([fixed.statusCode, fixed.json.fullName, fixed.json.memberNumber]).toEqual([200, "Lê Văn Đạt", "77"]);
});
