import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Api, connect, listAll, localAdmin } from "../demo/api.ts";
import { remainingProcesses, type ServiceProcess, startProcess } from "../support/process.ts";
import { until } from "../support/until.ts";

let state: string;
let service: ServiceProcess | undefined;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "dangbo-recovery-"));
});
afterEach(async () => {
  await service?.kill("SIGKILL");
  service = undefined;
  await remainingProcesses(state);
  rmSync(state, { recursive: true, force: true });
});

type Made = { id: string };
const makeTree = async (api: Api) => {
  const committee = await api.post<Made>("/v1/organisations", { kind: "grassroots-committee", name: "Đảng bộ" }, "c");
  const cell = await api.post<Made>("/v1/organisations", { kind: "cell", name: "Chi bộ", parentId: committee.id }, "u");
  return { committee, cell };
};

test("After kill -9 during writes, every acknowledged write is stored and counted once, and no process is left", async () => {
  service = await startProcess(state);
  const api = await connect(service.url, localAdmin);
  const { committee, cell } = await makeTree(api);
  const acknowledged: string[] = [];
  let isDown = false;
  const write = async (writer: number) => {
    for (let i = 0; !isDown; i++) {
      const body = { organisationId: cell.id, fullName: `Nguyễn Văn ${writer} ${i}` };
      // An interrupted write is not acknowledged and may be missing.
      const made = await api.post<Made>("/v1/members", body, `${writer}-${i}`).catch(() => undefined);
      if (made) acknowledged.push(made.id);
    }
  };
  const writers = [0, 1, 2, 3].map(write);
  await until(() => acknowledged.length >= 60);
  await service.kill("SIGKILL");
  isDown = true;
  await Promise.all(writers);
  expect(await remainingProcesses(state)).toEqual([]);

  service = await startProcess(state);
  const again = await connect(service.url, localAdmin);
  const members = await listAll<Made>(again, `/v1/members?organisationId=${committee.id}&limit=100`);
  const ids = members.map(({ id }) => id);
  expect(acknowledged.filter((id) => !ids.includes(id))).toEqual([]);
  // Each interrupted write was applied completely or not at all: statistics equal the list.
  const figures = await again.get<{ members: { total: number } }>(`/v1/organisations/${committee.id}/statistics`);
  expect(figures.members.total).toBe(ids.length);
}, 240_000);

test("A signal stops the service without leaving a process, and a second service cannot use the same state folder", async () => {
  service = await startProcess(state);
  await expect(startProcess(state)).rejects.toThrow(/ended with 1/);
  expect(await service.kill("SIGTERM")).toBe(0);
  service = undefined;
  expect(await remainingProcesses(state)).toEqual([]);
}, 240_000);

test("A service that listens on other interfaces requires a secret of its own", async () => {
  await expect(startProcess(state, { HOST: "0.0.0.0" })).rejects.toThrow(/DANGBO_ADMIN_SECRET/);
}, 240_000);
