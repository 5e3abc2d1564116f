import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kindOperations } from "../../lib/contract/kinds.ts";
import { type OperationName, routes } from "../../lib/contract/routes.ts";
import { type RecordKind, recordKindList, specOf } from "../../lib/records/kinds.ts";
import { fetchToken, localAdmin } from "../demo/api.ts";
import type { Operation } from "../fuzz/document.ts";
import { makePictures } from "../fuzz/pictures.ts";
import { createTemplates, namesIn } from "../fuzz/templates.ts";
import {
  canaryPlaces,
  createCanaries,
  documentAt,
  readLogsAndPaths,
  textPlaces,
  withCanaries,
} from "../support/canary.ts";
import { kindSamples } from "../support/kind-samples.ts";
import { type ServiceProcess, startProcess } from "../support/process.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { until } from "../support/until.ts";

const { mint, take, linesWithCanary } = createCanaries();
/** The default secret is printed by the service, so the test uses another. */
const administrator = { ...localAdmin, clientSecret: randomUUID() };
let state: string;
let service: ServiceProcess;
let receiver: Receiver;
let token: string;
let operations: readonly Operation[];
let wanted: string[];
/** Paths in bodies that were accepted with a canary. */
const withCanary = new Set<string>();

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), "dangbo-canary-"));
  service = await startProcess(state, {
    DANGBO_LOOPBACK_WEBHOOKS: "1",
    DANGBO_ADMIN_SECRET: administrator.clientSecret,
  });
  receiver = await startReceiver();
  token = await fetchToken(service.url, administrator);
  take(token);
  take(administrator.clientSecret);
  const document = await documentAt(service.url);
  operations = document.operations;
  wanted = operations
    .filter(({ id, method }) => method !== "PATCH" && id !== "issueToken")
    .flatMap((operation) => textPlaces(document, operation));
});
afterAll(async () => {
  await service.kill("SIGTERM");
  await receiver.close();
  rmSync(state, { recursive: true, force: true });
});

const headers = () => ({ authorization: `Bearer ${token}`, "content-type": "application/json", "user-agent": mint() });

const send = async (method: string, path: string, body?: unknown, more: Record<string, string> = {}) => {
  const raw = typeof body === "string" ? body : JSON.stringify(body);
  const answer = await fetch(service.url + path, {
    method,
    redirect: "manual",
    headers: { ...headers(), ...more },
    ...(raw === undefined ? {} : { body: raw }),
  });
  return { status: answer.status, text: await answer.text() };
};

type Made = { id: string } & Record<string, unknown>;

/** Sends a valid request and records the paths of its canaries. */
const sendValid = async (method: "POST" | "PUT", path: string, body?: object): Promise<Made> => {
  const key: Record<string, string> = method === "POST" ? { "idempotency-key": mint() } : {};
  const { status, text } = await send(method, path, body, key);
  if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${text}`);
  const template = createTemplates(operations).match(path)?.template ?? path;
  const operation = operations.find((one) => one.method === method && one.path === template);
  for (const place of canaryPlaces(body ?? {}, operation?.id ?? path)) withCanary.add(place);
  return JSON.parse(text);
};

const shared = () => ({ visibility: "public", externalIds: { [mint()]: mint() } });

const organisation = (more: object) => ({ name: mint(), shortName: mint(), code: mint(), ...shared(), ...more });
const member = (organisationId: string) => ({
  organisationId,
  fullName: mint(),
  memberNumber: mint(),
  jobTitle: mint(),
  confirmed: true,
  ...shared(),
});
const meeting = (organisationId: string) => ({
  organisationId,
  kind: "review",
  title: mint(),
  venue: mint(),
  summary: mint(),
  startsOn: "2023-12-26",
  status: "held",
  references: [mint(), { text: mint(), number: mint(), issuer: mint() }],
  ...shared(),
});

/** Creates the samples of every kind whose texts have not all been sent, with canaries in place of the texts. */
const createSamples = async (ids: Record<string, string>) => {
  for (const kind of recordKindList) {
    const { create, upsert } = kindOperations[kind];
    for (const name of upsert ? [create, upsert] : [create]) {
      const texts = new Set(wanted.filter((place) => place.startsWith(`${name}/`)));
      if ([...texts].every((place) => withCanary.has(place) || place.endsWith("/sha256"))) continue;
      for (const citationsAsParts of [false, true]) await sendSamples(kind, name, { ids, texts, citationsAsParts });
    }
  }
};
type Samples = { ids: Record<string, string>; texts: ReadonlySet<string>; citationsAsParts: boolean };
const sendSamples = async (kind: RecordKind, name: OperationName, { ids, ...texts }: Samples) => {
  const { bodies, param, request } = kindSamples[kind];
  const { method, path } = routes[name];
  const visibility = specOf(kind).audience === "visibility" ? { visibility: "public" } : {};
  for (const bodyOf of bodies) {
    const sample = { ...bodyOf(ids), ...visibility };
    const body = withCanaries(request?.(sample) ?? sample, name, { mint, ...texts }) as object;
    const filled = path.replace(/\{(\w+)\}/g, (_, parameter: string) => ids[parameter] ?? mint());
    const { id } = await sendValid(method === "PUT" ? "PUT" : "POST", filled, body);
    ids[param] ??= id;
  }
};

/** Creates a record of every kind with canaries in every text. */
const createRecords = async () => {
  const webhook = await sendValid("POST", "/v1/webhooks", { url: `${receiver.url}/${mint()}`, ...shared() });
  take(webhook.secret);
  // Nobody listens at this URL: failed deliveries are logged too.
  const closed = await startReceiver();
  await closed.close();
  const failing = await sendValid("POST", "/v1/webhooks", { url: `${closed.url}/${mint()}` });
  take(failing.secret);
  const committee = await sendValid("POST", "/v1/organisations", organisation({ kind: "grassroots-committee" }));
  const cell = await sendValid("POST", "/v1/organisations", organisation({ kind: "cell", parentId: committee.id }));
  const person = await sendValid("POST", "/v1/members", member(cell.id));
  const decision = { number: mint(), date: "2024-01-05" };
  await sendValid("POST", `/v1/members/${person.id}/history`, {
    kind: "suspended",
    on: "2024-01-05",
    reason: mint(),
    decision,
  });
  const event = await sendValid("POST", "/v1/meetings", meeting(committee.id));
  const at = `/v1/meetings/${event.id}`;
  const guest = { fullName: mint(), title: mint(), organisation: mint() };
  const attendees = (await sendValid("POST", `${at}/attendees`, {
    attendees: [
      { memberId: person.id, roles: ["chair"] },
      { guest, roles: ["guest"], presence: "excused", reason: mint() },
      { group: { name: mint() }, roles: ["participant"] },
    ],
  })) as unknown as { items: Made[] };
  await photograph(at);
  const names = { author: mint(), photographer: mint(), section: mint() };
  await sendValid("PUT", `${at}/article`, { headline: mint(), lead: mint(), body: mint(), ...names });
  const client = await sendValid("POST", "/v1/clients", { name: mint(), scopes: ["dangbo/read"], ...shared() });
  take(client.clientSecret);
  take(await fetchToken(service.url, { clientId: String(client.clientId), clientSecret: String(client.clientSecret) }));
  const ids = { committeeId: committee.id, cellId: cell.id, memberId: person.id, meetingId: event.id };
  await createSamples({ ...ids, attendeeId: attendees.items[0]?.id ?? "" });
  await sendValid("POST", `${at}/article/publish`);
  return { committee, person, event, client, failing };
};

/** A photo that becomes ready, and one without an upload. */
const photograph = async (at: string) => {
  const [picture, other] = await makePictures(2);
  if (!picture || !other) throw new Error("No pictures");
  const words = () => ({ caption: mint(), credit: mint(), visibility: "public" });
  const announce = (one: typeof picture) =>
    sendValid("POST", `${at}/photos`, { ...one.announced, fileName: `${mint()}.jpg`, ...words() });
  await announce(other);
  const made = await announce(picture);
  const { id } = made.photo as Made;
  const { url, headers: given } = made.upload as { url: string; headers: Record<string, string> };
  take(new URL(url).searchParams.get("X-Amz-Signature"));
  const stored = await fetch(url, { method: "PUT", headers: given, body: new Uint8Array(picture.bytes) });
  if (!stored.ok) throw new Error(await stored.text());
  await until(async () => (await send("GET", `/v1/photos/${id}`)).text.includes('"ready"'));
};

/** Sends invalid requests to an operation, with canaries in path, query, headers and body. */
const sendInvalid = async (operation: Operation) => {
  const path = namesIn(operation.path).reduce((one, name) => one.replace(`{${name}}`, mint()), operation.path);
  const { method } = operation;
  const names = operation.parameters.filter((one) => one.in === "query").map(({ name }) => name);
  const query = `?${new URLSearchParams(Object.fromEntries([...names, mint()].map((name) => [name, mint()])))}`;
  const odd = { "if-match": mint(), "if-none-match": mint(), "accept-language": mint(), cookie: `a=${mint()}` };
  const answers = [await send(method, path + query), await send(method, path, undefined, odd)];
  if (operation.bodies.length > 0) {
    const key = { "idempotency-key": mint(), "if-match": "*" };
    answers.push(
      await send(method, path, { [mint()]: mint(), name: [mint()], fullName: `${mint()}\u0000` }, key),
      await send(method, path, `{"name":"${mint()}`, key),
      await send(method, path, JSON.stringify(mint()), { "content-type": `text/${mint()}` }),
      await send(method, path, JSON.stringify({ name: mint() + "x".repeat(1_048_577) }), key),
    );
  }
  answers.push(await send(method, path, undefined, { authorization: `Bearer ${mint()}` }));
  expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
};

test("Texts of callers appear in no log, no file name and no output of the service", async () => {
  const { committee, person, event, client, failing } = await createRecords();
  expect(wanted.filter((place) => !withCanary.has(place) && !place.endsWith("/sha256"))).toEqual([]);

  const patch = { "content-type": "application/merge-patch+json", "if-match": "*" };
  await send("PATCH", `/v1/members/${person.id}`, { jobTitle: mint() }, patch);
  await send("PATCH", `/v1/organisations/${committee.id}`, { kind: "cell", name: mint() }, patch);
  await send("DELETE", `/v1/organisations/${committee.id}`, undefined, { "if-match": "*" });
  await send("POST", "/v1/members", { ...member(committee.id), [mint()]: mint() }, { "idempotency-key": mint() });
  await send("GET", `/v1/meetings/${event.id}?include=agenda,attendees,documents,votes,guidance,awards,photos,article`);
  const renewed = await sendValid("POST", `/v1/clients/${client.id}/secret`);
  take(renewed.clientSecret);
  for (const operation of operations) await sendInvalid(operation);
  const basic = Buffer.from(`${mint()}:${mint()}`).toString("base64");
  await send("POST", "/oauth2/token", `grant_type=client_credentials&scope=${mint()}`, {
    authorization: `Basic ${basic}`,
    "content-type": "application/x-www-form-urlencoded",
  });
  await send("GET", `/${mint()}/%${mint()}?${mint()}`);
  await send("GET", `/events/${mint()}`);

  await send("GET", `/v1/members/${person.id}/export`);
  await send("POST", `/v1/members/${person.id}/erasure`, undefined, { "idempotency-key": mint() });
  await until(() => receiver.received.length > 5);
  const tries = `/v1/webhooks/${failing.id}/deliveries`;
  await until(async () => !(await send("GET", tries)).text.includes('"items":[]'));
  const output = readLogsAndPaths(state);
  expect(output).toContain("POST /v1/members");
  expect(linesWithCanary(`${output}\n${service.output()}`)).toEqual([]);
});

test("A canary is found alone, within other text and in Base64", () => {
  const one = mint();
  const lines = [`a ${one} b`, Buffer.from(`{"name":"${one}"}`).toString("base64"), one.toUpperCase(), "nothing"];
  expect(linesWithCanary(lines.join("\n"))).toEqual(lines.slice(0, 3));
});
