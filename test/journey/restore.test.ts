import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backupLocal, backupLocalRegister } from "../../infra/backup/backup-local.ts";
import { type LocalService, startLocal } from "../../infra/local/service.ts";
import { requestLocalErasures } from "../../infra/request-erasures.ts";
import { restoreLocal } from "../../infra/restore/restore-local.ts";
import { type Api, connect, listAll, localAdmin } from "../demo/api.ts";
import { isEqual, tableOf } from "../demo/compare.ts";
import { readFacts } from "../demo/facts.ts";
import { playConference } from "../demo/play.ts";
import { readBack } from "../demo/read-back.ts";
import { sharedAssembly } from "../support/assembly.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { everythingShown, readFeed, verifyAudit } from "../support/shown.ts";
import { until } from "../support/until.ts";

type Named = { id: string; fullName: string; name: string };

let place: string;
let service: LocalService;
let receiver: Receiver;
let api: Api;
const told: string[] = [];
const whole = { resume: false, tableOnly: false, objectsOnly: false };
const tell = (line: string) => {
  told.push(line);
};
const at = (name: string) => join(place, name);
const start = async (state: string) => {
  const assembly = await sharedAssembly(true);
  service = await startLocal({ port: 0, state: at(state), loopbackWebhooks: true, log: tell, assembly });
  api = await connect(service.url, localAdmin);
};
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), "dangbo-drill-"));
  receiver = await startReceiver();
  await start("before");
}, 60_000);
afterAll(async () => {
  await service.close();
  await receiver.close();
  rmSync(place, { recursive: true, force: true });
});

/** Changes a committee's short name, and waits until the feed and the webhook have told of it: of all before it too. */
const change = async (committee: string, shortName: string) => {
  const seen = receiver.received.length;
  await api.patch(`/v1/organisations/${committee}`, { shortName });
  await until(() => receiver.received.length > seen, 60_000);
};

const erased = async (memberId: string) =>
  until(async () => (await api.get<{ status: string }>(`/v1/members/${memberId}/erasure`)).status === "done", 60_000);

test("Table and bucket are lost, and come back: facts, figures, bytes, feed and audit are those of the backup, and who was erased since is erased again", async () => {
  const facts = readFacts();
  await playConference(api, facts, () => undefined);
  const [top] = await listAll<Named>(api, "/v1/organisations");
  const [ministry] = await listAll<Named>(api, `/v1/organisations?parentId=${top?.id}`);
  const [library] = await listAll<Named>(api, `/v1/organisations?parentId=${ministry?.id}`);
  const committee = library?.id ?? "";
  const [meeting] = await listAll<Named>(api, `/v1/meetings?organisationId=${committee}`);
  const people = await listAll<Named>(api, `/v1/members?organisationId=${committee}`);
  const named = facts.members.named.map(({ fullName }) => fullName);
  const person = people.filter(({ fullName }) => !named.includes(fullName)).at(-1);
  await api.post("/v1/webhooks", { url: receiver.url }, "follower");
  await change(committee, "Before");
  const before = await everythingShown(service.url, committee);

  const about = await backupLocal(at("before"), at("backup"), tell);
  expect(about).toMatchObject({ objects: 15 });

  await api.post(`/v1/members/${person?.id}/erasure`, {}, "erase");
  await erased(person?.id ?? "");
  await change(committee, "Lost");
  expect(await backupLocalRegister(at("before"), at("backup"), tell)).toBe(1);
  const lost = (await readFeed(api)).nextCursor;
  const heard = receiver.received.length;
  await service.close();

  // Secrets and the signing key are none of the backup: on AWS they are in services of their own.
  for (const kept of ["secrets", "keys"]) cpSync(at(`before/${kept}`), at(`after/${kept}`), { recursive: true });
  rmSync(at("before"), { recursive: true });
  await restoreLocal({
    state: at("after"),
    folder: at("backup"),
    ...whole,
    assembly: await sharedAssembly(true),
    log: tell,
  });
  await start("after");
  expect(await everythingShown(service.url, committee)).toEqual(before);

  await change(committee, "After");
  const since = await readFeed(api, before.feed.nextCursor);
  expect(since.items).toMatchObject([{ type: "organisation.updated", resource: { id: committee } }]);
  expect(receiver.received).toHaveLength(heard + 1);
  const onTheBus = readFileSync(at("after/events/dangbo-local.ndjson"), "utf8").trim().split("\n");
  expect(onTheBus).toHaveLength(1);
  await expect(readFeed(api, lost)).rejects.toMatchObject({ status: 400, problem: { code: "invalid-cursor" } });

  requestLocalErasures(at("after"));
  await until(async () => (await api.get<Named>(`/v1/members/${person?.id}`)).fullName !== person?.fullName, 60_000);
  await erased(person?.id ?? "");
  const comparisons = await readBack(api, facts, committee, meeting?.id ?? "");
  if (!comparisons.every(isEqual)) throw new Error(`\n${tableOf(comparisons)}`);
  expect((await verifyAudit(service.url)).entries).toBeGreaterThan(before.audit.entries);
  expect(told.filter((line) => !line.startsWith("Restored as of"))).toEqual([]);
}, 240_000);
