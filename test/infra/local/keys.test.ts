import { createHash, createPublicKey, verify } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import { GetPublicKeyCommand, KMSClient, NotFoundException, SignCommand } from "@aws-sdk/client-kms";
import { openKeys } from "../../../infra/local/keys/key-folder.ts";
import { startKeyServer } from "../../../infra/local/keys/key-server.ts";
import { useTemporaryFolder } from "../../support/bundle-folder.ts";
import { useClient } from "./fixtures.ts";

const folder = useTemporaryFolder();
const keys = openKeys(folder, "arn:aws:kms:r:0");
const { id, arn } = keys.getOrCreate("signing");
const server = await startKeyServer(keys);
const client = useClient(KMSClient, server);

const SigningAlgorithm = "RSASSA_PKCS1_V1_5_SHA_256";
const message = Buffer.from("a message");
const digest = createHash("sha256").update(message).digest();
const sign = (Message: Uint8Array, MessageType: "RAW" | "DIGEST", KeyId = id) =>
  client.send(new SignCommand({ KeyId, Message, MessageType, SigningAlgorithm }));

test("A message and its digest have the same signature, and the public key verifies it", async () => {
  const { PublicKey = new Uint8Array() } = await client.send(new GetPublicKeyCommand({ KeyId: arn }));
  const key = createPublicKey({ key: Buffer.from(PublicKey), format: "der", type: "spki" });
  const { Signature = new Uint8Array(), KeyId } = await sign(message, "RAW");
  expect(KeyId).toBe(arn);
  expect(verify("sha256", message, key, Signature)).toBe(true);
  expect(verify("sha256", Buffer.from("another"), key, Signature)).toBe(false);
  expect(Buffer.from((await sign(digest, "DIGEST")).Signature ?? [])).toEqual(Buffer.from(Signature));
});

test("An unknown key, a digest of another length, and unsupported algorithms and operations are rejected", async () => {
  await expect(sign(message, "RAW", "unknown")).rejects.toThrow(NotFoundException);
  await expect(sign(message, "DIGEST")).rejects.toThrow("invalid length");
  const other = new SignCommand({ KeyId: id, Message: message, SigningAlgorithm: "RSASSA_PSS_SHA_256" });
  await expect(client.send(other)).rejects.toThrow(/SigningAlgorithm/);
  const unknown = await fetch(server.url, {
    method: "POST",
    headers: { "x-amz-target": "TrentService.Decrypt" },
    body: "{}",
  });
  expect(await unknown.json()).toMatchObject({ __type: "UnknownOperationException" });
});

test("A key stays the same after a restart, and only its owner can read it", () => {
  expect(openKeys(folder, "arn:aws:kms:r:0").getOrCreate("signing").id).toBe(id);
  expect(statSync(join(folder, "signing.pem")).mode & 0o777).toBe(0o600);
});
