import { setTimeout as pause } from "node:timers/promises";
import { fetchToken } from "../demo/api.ts";
import { recordOf, startService, type TestService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
}, 60_000);
afterAll(() => service.close());

type Secret = { clientId: string; clientSecret: string };
const as = (token: string) => ({ token });
const statusOf = async (token: string) => (await service.call("GET", "/v1/organisations", as(token))).status;

test("A client's secret is changed while it works: no call and no token is refused, with the old secret or the new", async () => {
  const body = { name: "Hệ thống nhân sự", scopes: ["dangbo/read"] };
  const made = recordOf(await service.call("POST", "/v1/clients", { ...as(service.admin), body }));
  const old = made as unknown as Secret;
  const held = await fetchToken(service.url, old);
  const statuses: number[] = [];
  let isRunning = true;
  // One instance calls with the token it holds, one takes a new token by the old secret for every call.
  const instances = [async () => held, () => fetchToken(service.url, old)].map(async (tokenOf) => {
    while (isRunning) {
      statuses.push(await statusOf(await tokenOf()));
      await pause(5);
    }
  });
  while (statuses.length < 10) await pause(5);
  const answer = await service.call("POST", `/v1/clients/${made.id}/secret`, as(service.admin));
  const next = { ...old, clientSecret: String(recordOf(answer, 200).clientSecret) };
  const before = statuses.length;
  expect(next.clientSecret).not.toBe(old.clientSecret);
  expect(await statusOf(await fetchToken(service.url, next))).toBe(200);
  while (statuses.length < before + 20) await pause(5);
  isRunning = false;
  await Promise.all(instances);
  expect(new Set(statuses)).toEqual(new Set([200]));
  const wrong = { ...old, clientSecret: `${old.clientSecret}x` };
  await expect(fetchToken(service.url, wrong)).rejects.toMatchObject({ status: 401 });
}, 60_000);
