import { setTimeout as pause } from "node:timers/promises";
import { fetchToken } from "../demo/api.ts";
import { recordOf } from "../support/service.ts";
import { until } from "../support/until.ts";
import { useService } from "./fixture.ts";

const { service } = useService();

type Secret = { clientId: string; clientSecret: string };
const as = (token: string) => ({ token });
const statusOf = async (token: string) => (await service.call("GET", "/v1/organisations", as(token))).status;

test("While the secret of a client is rotated, no request and no token request fails with the old or the new secret", async () => {
  const body = { name: "Hệ thống nhân sự", scopes: ["dangbo/read"] };
  const made = recordOf(await service.call("POST", "/v1/clients", { ...as(service.admin), body }));
  const old = made as unknown as Secret;
  const token = await fetchToken(service.url, old);
  const statuses: number[] = [];
  let isRunning = true;
  // One instance keeps its token, one requests a new token with the old secret for every call.
  const instances = [async () => token, () => fetchToken(service.url, old)].map(async (tokenOf) => {
    while (isRunning) {
      statuses.push(await statusOf(await tokenOf()));
      await pause(5);
    }
  });
  await until(() => statuses.length >= 10);
  const answer = await service.call("POST", `/v1/clients/${made.id}/secret`, as(service.admin));
  const next = { ...old, clientSecret: String(recordOf(answer, 200).clientSecret) };
  const before = statuses.length;
  expect(next.clientSecret).not.toBe(old.clientSecret);
  expect(await statusOf(await fetchToken(service.url, next))).toBe(200);
  await until(() => statuses.length >= before + 20);
  isRunning = false;
  await Promise.all(instances);
  expect(new Set(statuses)).toEqual(new Set([200]));
  const wrong = { ...old, clientSecret: `${old.clientSecret}x` };
  await expect(fetchToken(service.url, wrong)).rejects.toMatchObject({ status: 401 });
});
