import type { Api } from "../demo/api.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { until } from "../support/until.ts";
import { useProcesses } from "./fixture.ts";

const { start, kill } = useProcesses();
let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

type Sent = { data: { resource: { id: string } } };
const allowed = { DANGBO_LOOPBACK_WEBHOOKS: "1" };
const add = async (api: Api, name: string) => {
  const body = { kind: "superior-committee", name };
  return (await api.post<{ id: string }>("/v1/organisations", body, encodeURIComponent(name))).id;
};
const delivered = () => [...new Set(receiver.received.map(({ body }) => (JSON.parse(body) as Sent).data.resource.id))];

test("After kill -9 during a delivery, every change is delivered in order", async () => {
  const first = await start(allowed);
  await first.post("/v1/webhooks", { url: receiver.url, types: ["organisation.created"] }, "webhook");
  // The service is killed while it holds the lease and waits for a response.
  receiver.reply(() => undefined);
  const ids: string[] = [];
  for (const name of ["Một", "Hai", "Ba", "Bốn", "Năm"]) ids.push(await add(first, name));
  await until(() => receiver.received.length > 0);
  expect((await kill("SIGKILL")).remaining).toEqual([]);
  receiver.reply();
  ids.push(await add(await start(allowed), "Sáu"));
  await until(() => delivered().length === ids.length, 150_000);
  expect(delivered()).toEqual(ids);
});

test("A receiver on the same machine is rejected unless the operator allows it", async () => {
  const api = await start();
  for (const url of [receiver.url, "https://localhost:4000/", "https://127.0.0.1/", "https://[::1]/"])
    await expect(api.post("/v1/webhooks", { url }, url)).rejects.toMatchObject({ status: 422 });
});
