import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Api, connect } from "../demo/api.ts";
import { isEqual } from "../demo/compare.ts";
import { readFacts } from "../demo/facts.ts";
import { recordConference } from "../demo/record-conference.ts";
import { until } from "../support/until.ts";
import { allow, type Region, readSecret } from "./aws-call.ts";
import { cdk, deploy } from "./cdk.ts";
import type { Emulator } from "./emulator.ts";
import { faults } from "./faults.ts";
import { startForwarder } from "./forward.ts";
import { additionalPolicies } from "./limits.ts";

export const stage = "try";

/** Folder of files of one trial, and a function that receives each completed step. */
export type Trial = { emulator: Emulator; folder: string; log: (step: string) => void };

/** Addresses of the API and of its issuer, as the stacks put them out. */
export type ApiUrls = { api: string; issuer: string };

export const readUrls = (outputs: string): ApiUrls => {
  const all: Record<string, string> = Object.assign({}, ...Object.values(JSON.parse(readFileSync(outputs, "utf8"))));
  const { ApiUrl: api, IssuerUrl: issuer } = all;
  if (api === undefined || issuer === undefined) throw new Error("The deployment has no outputs ApiUrl and IssuerUrl");
  return { api, issuer };
};

/** Deploys all stacks: those of the project, or of an assembly with a fault. Returns the addresses of both APIs. */
export const deployStage = async ({ emulator: { environment }, folder }: Trial, fault: string | undefined) => {
  const outputs = join(folder, "outputs.json");
  const options = ["--require-approval", "never", "--outputs-file", outputs];
  if (fault === undefined) await deploy(stage, [...options, "--output", join(folder, "assembly")], environment);
  else {
    const assembly = join(folder, `assembly-${fault}`);
    await cdk(["synth", "--quiet", "-c", `stage=${stage}`, "--output", assembly], environment);
    faults[fault]?.(assembly);
    await cdk(["deploy", "--all", "--app", assembly, ...options], environment);
  }
  return readUrls(outputs);
};

/** Deploys the unchanged project again. Throws where a stack would change. */
export const deployAgain = async ({ emulator: { environment }, folder }: Trial): Promise<void> => {
  const output = await deploy(
    stage,
    ["--require-approval", "never", "--output", join(folder, "assembly")],
    environment,
  );
  const stacks = [...output.matchAll(/✅ .*/g)].map(([line]) => line);
  const changed = stacks.filter((line) => !line.includes("(no changes)"));
  if (stacks.length === 0 || changed.length > 0) throw new Error(`A second deployment changed: ${changed.join(", ")}`);
};

export const destroyStage = ({ folder }: Pick<Trial, "folder">, environment: Record<string, string>) =>
  cdk(["destroy", "--all", "--force", "-c", `stage=${stage}`, "--output", join(folder, "assembly")], environment);

/** Serves both APIs at one address, as `npm start` does: callers need no names below localhost. */
export const startFront = ({ port }: Pick<Emulator, "port">, { api, issuer }: ApiUrls) => {
  const idOf = (url: string) => new URL(url).hostname.split(".")[0];
  return startForwarder(port, (path, headers) => ({
    path: `/_aws/execute-api/${idOf(/^\/(oauth2|\.well-known)\//.test(path) ? issuer : api)}${path}`,
    headers: { ...headers, host: `localhost:${port}` },
  }));
};

export const connectAdmin = async (emulator: Region, url: string): Promise<Api> => {
  const clientSecret = encodeURIComponent(await readSecret(emulator, "AdminClientSecret"));
  return connect(url, { clientId: "admin", clientSecret });
};

/** Uses the deployed service like its callers: the demo with its facts, and what the triggers of the stream and of a queue do. */
export const useStage = async (trial: Trial, urls: ApiUrls): Promise<void> => {
  const { emulator, log } = trial;
  for (const { role, action } of additionalPolicies) await allow(emulator, role, action);
  const front = await startFront(emulator, urls);
  try {
    await expectRejection(front.url);
    log("Requests without a token and with an invalid one are rejected");
    const api = await connectAdmin(emulator, front.url);
    const compared = await recordConference(api, readFacts(), () => undefined);
    const differing = compared.filter((one) => !isEqual(one)).map(({ fact }) => fact);
    if (differing.length > 0) throw new Error(`Facts differ: ${differing.join(", ")}`);
    log(`All ${compared.length} facts of the demo are equal`);
    const memberIds = await expectFeed(api);
    log("The change feed contains every member");
    await expectErasure(api, memberIds[0] ?? "");
    log("The queue has processed an erasure");
  } finally {
    await front.close();
  }
};

const expectRejection = async (base: string): Promise<void> => {
  for (const headers of [{}, { authorization: "Bearer eyJhbGciOiJub25lIn0.e30." }]) {
    const { status } = await fetch(`${base}/v1/members`, { headers });
    if (status !== 401) throw new Error(`A request without a valid token returned ${status}`);
  }
};

type Change = { type: string; resource: { id: string } };

/** Waits until the feed contains every member; returns their ids. */
const expectFeed = async (api: Api): Promise<string[]> => {
  const { total } = readFacts().members;
  let ids: string[] = [];
  await until(async () => {
    ids = (await readFeed(api)).filter(({ type }) => type === "member.created").map(({ resource }) => resource.id);
    return ids.length === total;
  });
  return ids;
};

export const readFeed = async (api: Api): Promise<Change[]> => {
  const changes: Change[] = [];
  let page: { items: Change[]; nextCursor: string } | undefined;
  do {
    const after: string = page === undefined ? "" : `&after=${encodeURIComponent(page.nextCursor)}`;
    page = await api.get<{ items: Change[]; nextCursor: string }>(`/v1/changes?limit=100${after}`);
    changes.push(...page.items);
  } while (page.items.length === 100);
  return changes;
};

/** Erases a new member of the cell of another one. */
const expectErasure = async (api: Api, other: string): Promise<void> => {
  const { organisationId } = await api.get<{ organisationId: string }>(`/v1/members/${other}`);
  const person = { organisationId, fullName: "Trần Văn Thử" };
  const { id } = await api.post<{ id: string }>("/v1/members", person, "emulator-member");
  await api.post(`/v1/members/${id}/erasure`, undefined, "emulator-erasure");
  await until(async () => (await api.get<{ status: string }>(`/v1/members/${id}/erasure`)).status === "done");
};
