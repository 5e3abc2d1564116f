import { verify } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { calculateJwkThumbprint } from "jose";
import { createKmsSigner } from "../../../functions/token/signer.ts";
import { openKeys } from "../../../infra/local/keys/key-folder.ts";
import { startKeyServer } from "../../../infra/local/keys/key-server.ts";
import { credentials, region } from "../../support/table.ts";

const folder = mkdtempSync(join(tmpdir(), "dangbo-keys-"));
const keys = openKeys(folder, "arn:aws:kms:ap-southeast-1:000000000000:key/");
const key = keys.getOrCreate("signing");
const before = { ...process.env };
let server: Awaited<ReturnType<typeof startKeyServer>>;
beforeAll(async () => {
  server = await startKeyServer(keys);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_KMS: server.url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  });
});
afterAll(async () => {
  process.env = before;
  await server.close();
  rmSync(folder, { recursive: true });
});

test("The published key verifies signatures of KMS", async () => {
  const signer = createKmsSigner(key.id);
  const jwk = await signer.publicKey();
  const message = Buffer.from("header.payload");
  const signature = await signer.sign(message);
  expect(verify("sha256", message, { key: jwk, format: "jwk" }, signature)).toBe(true);
  expect(verify("sha256", Buffer.from("other"), { key: jwk, format: "jwk" }, signature)).toBe(false);
});

test("The id of the key is its thumbprint", async () => {
  const { kid, ...jwk } = await createKmsSigner(key.id).publicKey();
  expect(kid).toBe(await calculateJwkThumbprint(jwk));
  expect(jwk).toMatchObject({ kty: "RSA", use: "sig", alg: "RS256" });
});

test("A key that KMS does not know is an unexpected error", async () => {
  await expect(createKmsSigner("unknown").publicKey()).rejects.toMatchObject({ name: "NotFoundException" });
});
