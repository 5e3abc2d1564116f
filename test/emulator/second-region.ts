import { isDeepStrictEqual } from "node:util";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { completeBackup, createBackupFolder } from "../../infra/backup/complete-backup.ts";
import { type RawItem, writeExport } from "../../infra/backup/table-export.ts";
import { findOutput } from "../../infra/stage-resources.ts";
import { type Api, type Credentials, connect, listAll } from "../demo/api.ts";
import { allow } from "./aws-call.ts";
import { cdk, deploy, runScript } from "./cdk.ts";
import { account, clientOptions, inRegion, otherRegion } from "./emulator.ts";
import { additionalPolicies } from "./limits.ts";
import {
  type ApiUrls,
  connectAdmin,
  destroyStage,
  readFeed,
  readUrls,
  stage,
  startFront,
  type Trial,
} from "./trial.ts";

type Named = { id: string; version: number };

const untimed = (statistics: object) => ({ ...statistics, computedAt: "" });

/** What a restore must bring back. */
const readRecords = async (api: Api) => {
  const organisations = await listAll<Named>(api, "/v1/organisations?limit=100");
  // The list grows while it is read: each level is found below the one above.
  for (const { id } of organisations)
    organisations.push(...(await listAll<Named>(api, `/v1/organisations?parentId=${id}&limit=100`)));
  const listEach = async (kind: string) => {
    const lists = organisations.map(({ id }) => listAll<Named>(api, `/v1/${kind}?organisationId=${id}&limit=100`));
    return (await Promise.all(lists)).flat();
  };
  const statistics = organisations.map(({ id }) =>
    api.get<object>(`/v1/organisations/${id}/statistics?asOf=2023-12-31`).then(untimed),
  );
  return {
    organisations,
    members: await listEach("members"),
    meetings: await listEach("meetings"),
    statistics: await Promise.all(statistics),
    changes: await readFeed(api),
  };
};

/** The export of the emulator has no files, so its items are read and written in the same format. */
const backUp = async ({ emulator, folder, log }: Trial, backup: string): Promise<void> => {
  const options = clientOptions(emulator);
  const [cloudformation, client] = [new CloudFormationClient(options), new DynamoDBClient(options)];
  const TableName = await findOutput(cloudformation, { stage, stack: "data", name: "TableName" });
  const bucketName = await findOutput(cloudformation, { stage, stack: "photos", name: "BucketName" });
  async function* items(): AsyncGenerator<RawItem> {
    for await (const { Items = [] } of paginateScan({ client }, { TableName })) yield* Items;
  }
  createBackupFolder(backup);
  const header = { id: "01700000000000-00000000", tableArn: TableName, exportTime: new Date().toISOString() };
  await writeExport(backup, header, items());
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  await completeBackup({ stage, folder: backup, bucket: { s3, bucketName }, log: (line) => log(`${folder}: ${line}`) });
};

/** A client as an office has one. */
const createClient = async (api: Api): Promise<Credentials> => {
  const [top] = await listAll<Named>(api, "/v1/organisations");
  const body = { name: "Thư viện", organisationId: top?.id, scopes: ["dangbo/read"] };
  return api.post<Credentials>("/v1/clients", body, "emulator-client");
};

const useFirstRegion = async ({ emulator }: Trial, urls: ApiUrls) => {
  const front = await startFront(emulator, urls);
  try {
    const client = await createClient(await connectAdmin(emulator, front.url));
    return { client, before: await readRecords(await connect(front.url, client)) };
  } finally {
    await front.close();
  }
};

/**
 * The recipe of docs/operate.md for the loss of a region: deploys the same stage in another one, while the first still exists, restores a
 * backup there, and uses it with the secret of a client of the first.
 */
export const restoreInSecondRegion = async (trial: Trial, urls: ApiUrls): Promise<void> => {
  const { emulator, folder, log } = trial;
  const [backup, outputs] = [`${folder}/backup`, `${folder}/outputs-${otherRegion}.json`];
  const { client, before } = await useFirstRegion(trial, urls);
  await backUp(trial, backup);

  const region = inRegion(emulator, otherRegion);
  const { environment } = region;
  await cdk(["bootstrap", `${account}/${otherRegion}`], environment);
  const options = ["--require-approval", "never", "--output", `${folder}/assembly`];
  await deploy(stage, [...options, "--outputs-file", outputs], environment);
  for (const { role, action } of additionalPolicies) await allow(region, role, action);
  log("The stage is deployed in a second region of the account");
  await runScript("infra/restore.ts", ["--from", backup, "--stage", stage], environment);
  for (const script of ["infra/erase-again.ts", "infra/verify-audit.ts"])
    await runScript(script, ["--stage", stage], environment);

  const second = await startFront(region, readUrls(outputs));
  try {
    const after = await readRecords(await connect(second.url, client));
    const differing = Object.entries(after).filter(
      ([name, value]) => !isDeepStrictEqual(value, before[name as keyof typeof before]),
    );
    if (after.members.length === 0) throw new Error("There are no members to compare");
    if (differing.length > 0)
      throw new Error(`After the restore differ: ${differing.map(([name]) => name).join(", ")}`);
    await connectAdmin(region, second.url);
  } finally {
    await second.close();
  }
  const members = new Set(before.members.map(({ id }) => id)).size;
  log(`A backup is restored there: ${members} members, ${before.changes.length} changes, and every client`);
  await destroyStage(trial, environment);
};
