import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { findDynoxide, startDynoxide } from "../../../infra/local/engines/dynoxide.ts";
import { makeTable } from "../../../infra/local/engines/table.ts";
import { openKeys } from "../../../infra/local/keys/key-folder.ts";
import { startKeyServer } from "../../../infra/local/keys/key-server.ts";
import { lambdaVariables } from "../../../infra/local/lambda-variables.ts";
import { startObjectStore } from "../../../infra/local/objects/server.ts";
import { renditionsPrefix, uploadsPrefix, type Variable } from "../../../lib/contract/environment.ts";
import { credentials, region, tableProperties } from "../../support/table.ts";

/** What functions work on, without a gateway: table, keys and storage of their own. */
export type Place = {
  /** Where the table answers. */
  endpoint: string;
  bucketName: string;
  /** The variables that Lambda sets, and those of the contract. */
  variables: { lambda: Record<string, string>; contract: Record<Variable, string> };
  close(): Promise<void>;
};

const tableName = "dangbo-bench";
const bucketName = "dangbo-bench-photos";

/** Starts the engines on a temporary folder. Throws where dynoxide is not built for this machine. */
export const startPlace = async (): Promise<Place> => {
  const program = findDynoxide();
  if (!program) throw new Error("The bench counts capacity as dynoxide tells it, and @dynoxide/linux-x64 is not here");
  const folder = mkdtempSync(join(tmpdir(), "dangbo-bench-"));
  const keys = openKeys(join(folder, "keys"), `arn:aws:kms:${region}:000000000000`);
  const [engine, objects, keyServer] = await Promise.all([
    startDynoxide(program, join(folder, "table.db")),
    startObjectStore({ folder: join(folder, "objects"), port: 0, credentials, region }),
    startKeyServer(keys),
  ]);
  objects.addBucket({ name: bucketName, versioned: true, cors: [] });
  const client = new DynamoDBClient({ endpoint: engine.endpoint, region, credentials });
  await makeTable(client, tableName, tableProperties);
  client.destroy();
  const endpoints = { dynamodb: engine.endpoint, s3: objects.url, kms: keyServer.url };
  return {
    endpoint: engine.endpoint,
    bucketName,
    variables: {
      lambda: lambdaVariables(region, credentials, endpoints),
      contract: {
        TABLE_NAME: tableName,
        BUCKET_NAME: bucketName,
        CURSOR_KEY: "a secret of the bench",
        TOKEN_ISSUER: "http://localhost",
        SIGNING_KEY_ID: keys.keep("tokens").id,
        ADMIN_CLIENT_SECRET: "a secret of the bench",
        PAGES_URL: "http://localhost",
        UPLOADS_PREFIX: uploadsPrefix,
        RENDITIONS_PREFIX: renditionsPrefix,
      },
    },
    close: async () => {
      await Promise.all([engine.stop(), objects.close(), keyServer.close()]);
      rmSync(folder, { recursive: true });
    },
  };
};
