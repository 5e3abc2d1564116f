import { listAll } from "../demo/api.ts";
import { until } from "../support/until.ts";
import { useProcesses } from "./fixture.ts";

const { start, startAnother, kill } = useProcesses();

type Created = { id: string };

test("After kill -9 during writes, every acknowledged write is stored and counted once, and no process is left", async () => {
  const api = await start();
  const organisation = (body: object, key: string) => api.post<Created>("/v1/organisations", body, key);
  const committee = await organisation({ kind: "grassroots-committee", name: "Đảng bộ" }, "c");
  const cell = await organisation({ kind: "cell", name: "Chi bộ", parentId: committee.id }, "u");
  const acknowledged: string[] = [];
  let isDown = false;
  const write = async (writer: number) => {
    for (let i = 0; !isDown; i++) {
      const body = { organisationId: cell.id, fullName: `Nguyễn Văn ${writer} ${i}` };
      // An interrupted write is not acknowledged and may be missing.
      const created = await api.post<Created>("/v1/members", body, `${writer}-${i}`).catch(() => undefined);
      if (created) acknowledged.push(created.id);
    }
  };
  const writers = [0, 1, 2, 3].map(write);
  await until(() => acknowledged.length >= 60);
  const killed = kill("SIGKILL").finally(() => {
    isDown = true;
  });
  expect((await killed).remaining).toEqual([]);
  await Promise.all(writers);

  const again = await start();
  const members = await listAll<Created>(again, `/v1/members?organisationId=${committee.id}&limit=100`);
  const ids = members.map(({ id }) => id);
  expect(acknowledged.filter((id) => !ids.includes(id))).toEqual([]);
  // Each interrupted write was applied completely or not at all: statistics equal the list.
  const figures = await again.get<{ members: { total: number } }>(`/v1/organisations/${committee.id}/statistics`);
  expect(figures.members.total).toBe(ids.length);
});

test("A signal stops the service without leaving a process, and a second service cannot use the same state folder", async () => {
  await start();
  await expect(startAnother()).rejects.toThrow(/ended with 1/);
  expect(await kill("SIGTERM")).toEqual({ code: 0, remaining: [] });
});

test("A service that listens on other interfaces requires a secret of its own", async () => {
  await expect(startAnother({ HOST: "0.0.0.0" })).rejects.toThrow(/DANGBO_ADMIN_SECRET/);
});
