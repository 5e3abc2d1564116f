import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { verifyChain } from "../../infra/audit/chain.ts";
import { type LocalService, startLocal } from "../../infra/local/service.ts";
import { requestLocalErasures } from "../../infra/request-erasures.ts";
import { connect, localAdmin } from "../demo/api.ts";
import { makeJpeg as picture } from "../demo/picture.ts";
import { sharedAssembly } from "../support/assembly.ts";
import { isRetriedTimeout } from "../support/busy-machine.ts";
import { filesContaining } from "../support/files-containing.ts";
import { readAudit } from "../support/read-audit.ts";
import type { AnyRecord } from "../support/service.ts";
import { expectEventually, until } from "../support/until.ts";

let state: string;
let service: LocalService;
let api: Awaited<ReturnType<typeof connect>>;
const troubles: string[] = [];

const start = async () => {
  const assembly = await sharedAssembly();
  service = await startLocal({ port: 0, state, assembly, log: (message) => troubles.push(message) });
  api = await connect(service.url, localAdmin);
};
beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), "dangbo-erasure-"));
  await start();
});
afterAll(async () => {
  await service.close();
  rmSync(state, { recursive: true, force: true });
  expect(troubles.filter((line) => !isRetriedTimeout(line))).toEqual([]);
});

let marks = 0;
/** A text that occurs nowhere else. */
const canary = () => `qzx${process.pid}c${marks++}v`;

type Feed = { items: { resource: { id: string } }[]; nextCursor: string };
/** Waits until the feed contains a change of the record and no later one. */
const published = async (id: string) => {
  let after = "";
  let seen = false;
  await until(async () => {
    const page = await api.get<Feed>(`/v1/changes?limit=100${after && `&after=${after}`}`);
    after = page.nextCursor;
    seen ||= page.items.some(({ resource }) => resource.id === id);
    return seen && page.items.length === 0;
  });
};

/** A person whose data in every kind of record contains a marker. */
const person = async () => {
  const marked: string[] = [];
  const mark = () => {
    const text = canary();
    marked.push(text);
    return text;
  };
  const top = await api.post<AnyRecord>(
    "/v1/organisations",
    { kind: "superior-committee", name: "Đảng bộ Bộ" },
    canary(),
  );
  const make = (body: object) => api.post<AnyRecord>("/v1/organisations", body, crypto.randomUUID());
  const committee = await make({ kind: "grassroots-committee", name: "Đảng bộ Viện", parentId: top.id });
  const cell = await make({ kind: "cell", name: "Chi bộ 1", parentId: committee.id });
  const somebody = { organisationId: cell.id, gender: "female", admittedOn: "2019-05-19", birthDate: "1951-03-07" };
  const body = {
    ...somebody,
    fullName: mark(),
    memberNumber: mark(),
    jobTitle: mark(),
    positions: [{ organisationId: cell.id, role: "secretary", from: "2022-06-01" }],
    externalIds: { hr: mark() },
  };
  const key = canary();
  const member = await api.post<AnyRecord>("/v1/members", body, key);
  const other = await api.post<AnyRecord>(
    "/v1/members",
    { ...somebody, fullName: "Lê Văn Bình", confirmed: true },
    canary(),
  );
  const decision = { number: mark(), date: "2020-05-20" };
  const entry = { kind: "confirmed", on: "2020-05-19", reason: mark(), decision };
  await api.post(`/v1/members/${member.id}/history`, entry, canary());
  await api.patch(`/v1/members/${member.id}`, { jobTitle: mark() });
  const meeting = (organisationId: string) =>
    api.post<AnyRecord>(
      "/v1/meetings",
      { organisationId, kind: "review", title: "Họp", startsOn: "2024-01-10", status: "held" },
      canary(),
    );
  const [own, above] = [await meeting(committee.id), await meeting(top.id)];
  for (const { id } of [own, above]) {
    const attendees = [{ memberId: member.id, roles: ["participant"], presence: "excused", reason: mark() }];
    await api.post(`/v1/meetings/${id}/attendees`, { attendees }, canary());
  }
  await api.post(
    `/v1/meetings/${own.id}/votes`,
    {
      subject: "Báo cáo",
      base: { exclusions: [{ memberId: member.id, reason: mark() }] },
      for: 0,
      against: 0,
      abstain: 0,
      threshold: "majority",
    },
    canary(),
  );
  const alone = await photo(own.id, [{ memberId: member.id }], mark());
  const together = await photo(own.id, [{ memberId: member.id }, { memberId: other.id }], "Hai đồng chí");
  const award = { organisationId: committee.id, form: "commendation", title: "Khen thưởng", year: 2023 };
  await api.post("/v1/awards", { ...award, recipients: [{ memberId: member.id }] }, canary());
  return { marked, key, body, committee, cell, top, member, own, above, alone, together, entry };
};

let pictures = 0;
const photo = async (meetingId: string, peopleShown: object[], caption: string) => {
  const bytes = await picture(pictures++);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const announced = { fileName: "a.jpg", contentType: "image/jpeg", size: bytes.length, sha256, caption, peopleShown };
  const made = await api.post<{ photo: AnyRecord; upload: { url: string; headers: Record<string, string> } }>(
    `/v1/meetings/${meetingId}/photos`,
    announced,
    canary(),
  );
  const { status } = await fetch(made.upload.url, {
    method: "PUT",
    headers: made.upload.headers,
    body: new Uint8Array(bytes),
  });
  expect(status).toBe(200);
  await until(async () => (await api.get<AnyRecord>(`/v1/photos/${made.photo.id}`)).status === "ready");
  return made.photo;
};

const days = ["2019-05-18", "2019-05-19", "2020-05-19", "2022-06-01", "2024-01-10", "2024-02-01"];
/** Statistics and listed members of every level on every relevant day. */
const figuresOf = async ({ committee, cell, top }: { committee: AnyRecord; cell: AnyRecord; top: AnyRecord }) =>
  Promise.all(
    [top, committee, cell].flatMap(({ id }) =>
      days.map(async (day) => {
        const { computedAt: _, ...figures } = await api.get<AnyRecord>(
          `/v1/organisations/${id}/statistics?asOf=${day}`,
        );
        const { items } = await api.get<{ items: AnyRecord[] }>(`/v1/members?organisationId=${id}&asOf=${day}`);
        return { figures, standing: items.map(({ standing }) => standing).sort() };
      }),
    ),
  );

const erase = async (id: string) => {
  const asked = await api.post<AnyRecord>(`/v1/members/${id}/erasure`, undefined, canary());
  expect(asked).toMatchObject({ memberId: id });
  await until(async () => (await api.get<AnyRecord>(`/v1/members/${id}/erasure`)).status === "done");
};

test("An export contains all data about a person, an erasure removes it from every record and file, and statistics do not change", async () => {
  const subject = await person();
  const { member, marked, key, body } = subject;
  await published(member.id);
  const before = await figuresOf(subject);
  const exported = JSON.stringify(await api.get(`/v1/members/${member.id}/export`));
  expect(marked.filter((mark) => !exported.includes(mark))).toEqual([]);

  await erase(member.id);
  expect(await figuresOf(subject)).toEqual(before);
  const left = await api.get<AnyRecord>(`/v1/members/${member.id}`);
  expect(left).toMatchObject({
    fullName: "(đã xoá)",
    gender: "female",
    admittedOn: "2019-05-19",
    erasedAt: expect.any(String),
  });
  for (const field of ["memberNumber", "birthDate", "jobTitle", "positions", "externalIds"])
    expect(left).not.toHaveProperty(field);
  const after = JSON.stringify(await api.get(`/v1/members/${member.id}/export`));
  // A photo that shows nobody else is deleted with its caption.
  expect(marked.filter((mark) => after.includes(mark))).toEqual([]);
  await expect(api.get(`/v1/photos/${subject.alone.id}`)).rejects.toMatchObject({ status: 404 });
  expect(await api.get<AnyRecord>(`/v1/photos/${subject.together.id}`)).toMatchObject({
    peopleShown: [{ memberId: expect.not.stringMatching(member.id) }],
  });

  // A repeated request creates nobody; no update and no history entry can add personal data again.
  const again = await api.post<AnyRecord>("/v1/members", body, key);
  expect(again).toMatchObject({ id: member.id, fullName: "(đã xoá)" });
  const refused = { status: 409, problem: { code: "erased" } };
  await expect(api.patch(`/v1/members/${member.id}`, { jobTitle: "Kế toán" })).rejects.toMatchObject(refused);
  const departed = { kind: "departed", on: "2024-02-01" };
  await expect(
    api.post(`/v1/members/${member.id}/history`, { ...departed, reason: "chuyển đi" }, canary()),
  ).rejects.toMatchObject(refused);
  await api.post(`/v1/members/${member.id}/history`, departed, canary());

  const audit = await api.get<{ items: { type: string; changes?: unknown }[] }>(
    `/v1/audit?resource=${member.id}&limit=100`,
  );
  const types = audit.items.map(({ type }) => type);
  expect(types).toEqual(expect.arrayContaining(["member.created", "member.exported", "member.erased"]));
  expect(audit.items.filter(({ type, changes }) => type === "member.created" && changes)).toEqual([]);
  const access = { url: service.url, client: localAdmin.clientId, secret: localAdmin.clientSecret };
  const { entries, withChanges } = await verifyChain(readAudit(access));
  expect(withChanges).toBeLessThan(entries);

  // The stream is trimmed seconds after it was read, and the engine writes its files when it is closed.
  await expectEventually(async () => {
    await pause(2_000);
    await service.close();
    const files = filesContaining(state, marked);
    await start();
    return files;
  }, []);
});

test("A deleted member is exported and erased, with all that was deleted before, and is not created again", async () => {
  const { member, marked, body, key, own, above, alone, together, entry } = await person();
  for (const { id } of [own, above]) await api.delete(`/v1/meetings/${id}`);
  const { items: awards } = await api.get<{ items: AnyRecord[] }>(`/v1/awards?memberId=${member.id}`);
  for (const { id } of awards) await api.delete(`/v1/awards/${id}`);
  await api.delete(`/v1/members/${member.id}`);
  await published(member.id);
  await Promise.all([alone, together].map(({ id }) => published(id)));
  const exported = JSON.stringify(await api.get(`/v1/members/${member.id}/export`));
  expect(marked.filter((mark) => !exported.includes(mark))).toEqual([]);
  expect(exported).toContain(entry.reason);

  await erase(member.id);
  const refused = { status: 409, problem: { code: "erased" } };
  const path = `/v1/members/external/hr/${body.externalIds.hr}`;
  await expect(api.put(path, body)).rejects.toMatchObject(refused);
  await expect(api.post("/v1/members", body, canary())).rejects.toMatchObject(refused);
  const { externalIds: _, ...others } = body;
  const again = await api.post<AnyRecord>("/v1/members", { ...others, fullName: "Lê Văn Bình" }, canary());
  await expect(api.patch(`/v1/members/${again.id}`, { externalIds: body.externalIds })).rejects.toMatchObject(refused);
  expect(await api.post<AnyRecord>("/v1/members", body, key)).toMatchObject({ id: member.id, fullName: "(đã xoá)" });
  const after = JSON.stringify(await api.get(`/v1/members/${member.id}/export`));
  expect(marked.filter((mark) => after.includes(mark))).toEqual([]);

  // Number and job title belong to the other member now.
  const erased = marked.filter((mark) => mark !== body.memberNumber && mark !== body.jobTitle);
  await expectEventually(async () => {
    await pause(2_000);
    await service.close();
    const files = filesContaining(state, erased);
    await start();
    return files;
  }, []);
});

test("Erasures are repeated after a restore of the table to an earlier moment", async () => {
  const subject = await person();
  const { member, marked } = subject;
  await published(member.id);
  const before = await figuresOf(subject);
  await service.close();
  const kept = ["table.db", "pollers"];
  const backup = mkdtempSync(join(tmpdir(), "dangbo-backup-"));
  for (const name of kept) cpSync(join(state, name), join(backup, name), { recursive: true });

  await start();
  await erase(member.id);
  await service.close();
  for (const name of readdirSync(state).filter((each) => each.startsWith("table.db") || each === "pollers"))
    rmSync(join(state, name), { recursive: true });
  for (const name of kept) cpSync(join(backup, name), join(state, name), { recursive: true });
  rmSync(backup, { recursive: true });
  expect(existsSync(join(state, "table.db"))).toBe(true);

  await start();
  expect((await api.get<AnyRecord>(`/v1/members/${member.id}`)).fullName).toBe(marked[0]);
  requestLocalErasures(state);
  const isErased = async () => (await api.get<AnyRecord>(`/v1/members/${member.id}`)).erasedAt !== undefined;
  await until(isErased);
  await until(async () => (await api.get<AnyRecord>(`/v1/members/${member.id}/erasure`)).status === "done");
  expect(await figuresOf(subject)).toEqual(before);
  const left = JSON.stringify(await api.get(`/v1/members/${member.id}/export`));
  expect(marked.filter((mark) => left.includes(mark))).toEqual([]);
});
