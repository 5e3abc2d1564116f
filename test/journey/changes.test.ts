import { spawn } from "node:child_process";
import type { ChangeRecord } from "../../lib/changes/schema.ts";
import type { AnyRecord } from "../support/service.ts";
import { until } from "../support/until.ts";
import { useService } from "./fixture.ts";

const { service, post, organisation, committeeWithCell, client, tokenOf } = useService();
let ministry: AnyRecord;
let committee: AnyRecord;
let cell: AnyRecord;
beforeAll(async () => {
  ministry = await organisation("superior-committee", "Đảng bộ Bộ");
  ({ committee, cell } = await committeeWithCell(ministry));
});

const tokenFor = async (organisationId: string, ...scopes: string[]) => tokenOf(await client(organisationId, scopes));

type Page = { items: ChangeRecord[]; nextCursor: string };
const page = async (token: string, query = "") => {
  const { status, body } = await service.call("GET", `/v1/changes${query}`, { token });
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body as Page;
};
/** All changes after a cursor, and the next cursor. */
const follow = async (token: string, cursor?: string): Promise<Page> => {
  const items: ChangeRecord[] = [];
  for (let after = cursor; ; ) {
    const next = await page(token, after === undefined ? "?limit=2" : `?limit=2&after=${after}`);
    items.push(...next.items);
    if (next.items.length === 0) return { items, nextCursor: next.nextCursor };
    after = next.nextCursor;
  }
};
const published = (token: string, ...ids: string[]) =>
  until(async () => {
    const { items } = await follow(token);
    return ids.every((id) => items.some(({ resource }) => resource.id === id));
  });

test("A reader follows the feed from the first change, and its cursor stays the same until the next change", async () => {
  const admin = await client(committee.id, ["dangbo/read", "dangbo/admin"]);
  const reader = await client(committee.id, ["dangbo/read"]);
  const token = await tokenOf(reader);
  // The cursor of a reader moves over entries that it does not see, such as those of the clients.
  await published(await tokenOf(admin), cell.id, admin.id, reader.id);
  const first = await follow(token);
  expect(first.items.map(({ type, resource }) => [type, resource.id])).toEqual([
    ["organisation.created", committee.id],
    ["organisation.created", cell.id],
  ]);
  expect(first.items[0]).toEqual({
    id: expect.any(String),
    at: expect.stringMatching(/Z$/),
    type: "organisation.created",
    resource: { kind: "organisation", id: committee.id, href: `/v1/organisations/${committee.id}` },
    client: "admin",
  });
  const again = await page(token, `?after=${first.nextCursor}`);
  expect(again).toEqual({ items: [], nextCursor: first.nextCursor });
  const member = await post("/v1/members", { organisationId: cell.id, fullName: "Lê Văn Bình" });
  await published(token, member.id);
  const next = await page(token, `?after=${first.nextCursor}`);
  expect(next.items.map(({ type, resource }) => [type, resource.id])).toEqual([["member.created", member.id]]);
  expect(next.nextCursor).not.toBe(first.nextCursor);
});

test("A cursor is valid for every client of the organisation and for nobody else", async () => {
  const [one, other] = [await tokenFor(committee.id, "dangbo/read"), await tokenFor(committee.id, "dangbo/read")];
  await published(one, cell.id);
  const { nextCursor } = await page(one, "?limit=1");
  expect((await page(other, `?after=${nextCursor}`)).items[0]?.resource.id).toBe(cell.id);
  const above = await tokenFor(ministry.id, "dangbo/read");
  for (const [token, cursor] of [
    [above, nextCursor],
    [one, `${nextCursor.slice(0, -2)}AA`],
    [one, "nonsense"],
  ] as const) {
    const answer = await service.call("GET", `/v1/changes?after=${cursor}`, { token });
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid-cursor" } });
  }
});

test("Only administrators see changes of clients, and nobody sees secrets", async () => {
  const admin = await tokenFor(committee.id, "dangbo/admin", "dangbo/read");
  const reader = await tokenFor(committee.id, "dangbo/read");
  const made = await client(committee.id, ["dangbo/write"], "Máy ảnh");
  await published(admin, made.id);
  expect((await follow(reader)).items.filter(({ resource }) => resource.kind === "client")).toEqual([]);
  const answer = await service.call("GET", `/v1/audit?resource=${made.id}`, { token: admin });
  expect(answer.status).toBe(200);
  expect(JSON.stringify(answer.body)).toContain("Máy ảnh");
  expect(JSON.stringify(answer.body)).not.toMatch(/secret/i);
});

/** Runs the command on the state of the service. */
const verify = (...args: string[]) =>
  new Promise<{ code: number | null; output: string }>((resolve) => {
    const child = spawn(process.execPath, ["infra/verify-audit.ts", ...args], {
      env: { ...process.env, DANGBO_STATE: service.state },
    });
    const parts: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => parts.push(String(part)));
    child.once("exit", (code) => resolve({ code, output: parts.join("") }));
  });

test("The command verifies the audit log, including long values, and detects a difference from an anchor", async () => {
  const meeting = { organisationId: committee.id, kind: "regular", title: "Họp", startsOn: "2024-01-10" };
  const made = await post("/v1/meetings", { ...meeting, summary: "Nội dung ".repeat(500) });
  await published(service.admin, made.id);
  const first = await verify();
  expect(first).toMatchObject({
    code: 0,
    output: expect.stringMatching(
      /table dangbo-\S+:\n {2}ROOT: entries 1 to (\d+) are valid, \d+ with[\s\S]+--anchor ROOT:\1:/,
    ),
  });
  expect(first.output).toContain(`  ${committee.id}: entries 1 to `);
  const anchor = /--anchor (ROOT:\S+)/.exec(first.output)?.[1] ?? "";
  const member = await post("/v1/members", { organisationId: cell.id, fullName: "Trần Thị Cúc" });
  await published(service.admin, member.id);
  expect(await verify("--anchor", anchor)).toMatchObject({ code: 0 });
  const [feed, number, hash = ""] = anchor.split(":");
  const wrong = await verify("--anchor", `${feed}:${number}:${hash.startsWith("A") ? "B" : "A"}${hash.slice(1)}`);
  expect(wrong).toMatchObject({
    code: 1,
    output: expect.stringContaining(`not valid:\n  ROOT: Entry ${number} differs from its anchor. Verified: `),
  });
  expect(wrong.output).not.toContain("--anchor");
  expect(await verify("--anchor", "wrong")).toEqual({
    code: 1,
    output: '"wrong" is not an anchor (feed:number:hash)\n',
  });
});
