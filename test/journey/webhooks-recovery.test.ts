import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Api, connect, localAdmin } from "../demo/api.ts";
import { remainingProcesses, type ServiceProcess, startProcess } from "../support/process.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { until } from "../support/until.ts";

let state: string;
let service: ServiceProcess | undefined;
let receiver: Receiver;
beforeEach(async () => {
  state = mkdtempSync(join(tmpdir(), "dangbo-webhooks-"));
  receiver = await startReceiver();
});
afterEach(async () => {
  await receiver.close();
  await service?.kill("SIGKILL");
  service = undefined;
  await remainingProcesses(state);
  rmSync(state, { recursive: true, force: true });
});

type Made = { id: string };
type Sent = { data: { resource: { id: string } } };
const start = async () => {
  service = await startProcess(state, { DANGBO_LOOPBACK_WEBHOOKS: "1" });
  return { service, api: await connect(service.url, localAdmin) };
};
const add = (api: Api, name: string) =>
  api.post<Made>("/v1/organisations", { kind: "superior-committee", name }, encodeURIComponent(name));
const delivered = () => [...new Set(receiver.received.map(({ body }) => (JSON.parse(body) as Sent).data.resource.id))];

test("After kill -9 during a delivery, every change is delivered in order", async () => {
  const first = await start();
  const follower = { url: receiver.url, types: ["organisation.created"] };
  await first.api.post("/v1/webhooks", follower, "webhook");
  // Killed while it waits for an answer, with the lease in its hands.
  receiver.reply(() => undefined);
  const ids: string[] = [];
  for (const name of ["Một", "Hai", "Ba", "Bốn", "Năm"]) ids.push((await add(first.api, name)).id);
  await until(() => receiver.received.length > 0);
  await first.service.kill("SIGKILL");
  service = undefined;
  expect(await remainingProcesses(state)).toEqual([]);
  receiver.reply();
  const second = await start();
  ids.push((await add(second.api, "Sáu")).id);
  await until(() => delivered().length === ids.length, 150_000);
  expect(delivered()).toEqual(ids);
}, 240_000);

test("A receiver on the same machine is rejected unless the operator allows it", async () => {
  service = await startProcess(state);
  const api = await connect(service.url, localAdmin);
  for (const url of [receiver.url, "https://localhost:4000/", "https://127.0.0.1/", "https://[::1]/"])
    await expect(api.post("/v1/webhooks", { url }, url)).rejects.toMatchObject({ status: 422 });
}, 240_000);
