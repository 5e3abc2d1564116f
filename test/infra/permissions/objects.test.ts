import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { createPermissions } from "../../../infra/local/permissions/permissions.ts";
import { parseResourcePolicy } from "../../../infra/local/permissions/policy.ts";
import { Bucket, codeOf, errorOf, openTestStore, type TestStore } from "../objects/store.ts";
import { addCaller, allow, policy } from "./fixtures.ts";

const arn = `arn:aws:s3:::${Bucket}`;
const permissions = createPermissions();
const reader = addCaller(permissions, "reader", allow("s3:GetObject", `${arn}/open/*`));
const verifier = addCaller(
  permissions,
  "verifier",
  allow(["s3:PutObject", "s3:GetObjectVersion", "s3:DeleteObjectVersion"], `${arn}/open/*`),
  allow("s3:ListBucket", arn),
);

let stored: TestStore;
let admin: S3Client;
let reads: S3Client;
let verifies: S3Client;
let VersionId: string | undefined;
beforeAll(async () => {
  stored = await openTestStore({ callers: permissions, bucket: { versioned: true } });
  admin = stored.s3;
  reads = stored.client({ credentials: reader.credentials });
  verifies = stored.client({ credentials: verifier.credentials });
  ({ VersionId } = await admin.send(new PutObjectCommand({ Bucket, Key: "open/a", Body: "bytes" })));
  await admin.send(new PutObjectCommand({ Bucket, Key: "shut/a", Body: "bytes" }));
});
afterAll(() => stored.dispose());

const denied = { name: "AccessDenied", status: 403 };

test("A caller can read objects under the prefix of its grant only", async () => {
  expect((await reads.send(new GetObjectCommand({ Bucket, Key: "open/a" }))).ContentLength).toBe(5);
  expect(await errorOf(reads.send(new GetObjectCommand({ Bucket, Key: "shut/a" })))).toEqual(denied);
});

test("Reading an object and reading a version need different permissions", async () => {
  const version = { Bucket, Key: "open/a", VersionId };
  expect(await errorOf(reads.send(new GetObjectCommand(version)))).toEqual(denied);
  expect((await verifies.send(new HeadObjectCommand(version))).ContentLength).toBe(5);
  expect(await errorOf(verifies.send(new GetObjectCommand({ Bucket, Key: "open/a" })))).toEqual(denied);
});

test("Deleting a version and adding a delete marker need different permissions", async () => {
  const { VersionId: created } = await verifies.send(new PutObjectCommand({ Bucket, Key: "open/b", Body: "b" }));
  expect(await errorOf(verifies.send(new DeleteObjectCommand({ Bucket, Key: "open/b" })))).toEqual(denied);
  await verifies.send(new DeleteObjectCommand({ Bucket, Key: "open/b", VersionId: created }));
});

test("A caller that may not list the bucket gets 403 for an absent object", async () => {
  const nothing = { Bucket, Key: "open/nothing" };
  expect(await errorOf(reads.send(new GetObjectCommand(nothing)))).toEqual(denied);
  const version = { ...nothing, VersionId: "a".repeat(32) };
  expect((await errorOf(verifies.send(new GetObjectCommand(version)))).status).toBe(404);
});

test("Listing objects and listing versions need different permissions", async () => {
  expect((await verifies.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(2);
  expect(await errorOf(verifies.send(new ListObjectVersionsCommand({ Bucket })))).toEqual(denied);
  expect(await errorOf(reads.send(new ListObjectsV2Command({ Bucket })))).toEqual(denied);
});

test("A presigned URL has the permissions of its signer", async () => {
  const read = await getSignedUrl(reads, new GetObjectCommand({ Bucket, Key: "open/a" }));
  expect(await (await fetch(read)).text()).toBe("bytes");
  const write = await getSignedUrl(reads, new PutObjectCommand({ Bucket, Key: "open/d" }));
  const answer = await fetch(write, { method: "PUT", body: "bytes" });
  expect([answer.status, await codeOf(answer)]).toEqual([403, "AccessDenied"]);
});

test("A signature older than the limit of the bucket policy is rejected before its URL expires", async () => {
  const signingDate = new Date(Date.now() - 60_000);
  const url = await getSignedUrl(reads, new GetObjectCommand({ Bucket, Key: "open/a" }), { signingDate });
  expect((await fetch(url)).status).toBe(200);
  const deny = { Effect: "Deny", Action: "s3:GetObject", Resource: `${arn}/*`, Principal: { AWS: "*" } };
  const Condition = { NumericGreaterThan: { "s3:signatureAge": 30_000 } };
  permissions.denyAll(parseResourcePolicy(policy({ ...deny, Condition })));
  expect((await fetch(url)).status).toBe(403);
});

test("An unknown access key is rejected", async () => {
  const stranger = stored.client({ credentials: { ...reader.credentials, accessKeyId: "stranger" } });
  expect((await errorOf(stranger.send(new ListObjectsV2Command({ Bucket })))).name).toBe("InvalidAccessKeyId");
});
