// A process of its own that stores objects until it is killed, and prints each key once it was acknowledged.
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { startObjectStore } from "../../../infra/local/objects/server.ts";
import { BUCKET, CREDENTIALS, REGION } from "./store.ts";

const folder = process.argv[2] ?? "";
const store = await startObjectStore({ folder, port: 0, credentials: CREDENTIALS, region: REGION });
store.addBucket({ name: BUCKET, versioned: true, cors: [] });
store.onCreated(BUCKET, "", "", () => Promise.withResolvers<void>().promise);
const client = new S3Client({ region: REGION, endpoint: store.url, forcePathStyle: true, credentials: CREDENTIALS });

async function write(lane: number): Promise<void> {
  for (let at = 0; ; at += 1) {
    const Key = `${lane}/${at}`;
    await client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Key.repeat(20_000) }));
    process.stdout.write(`${Key}\n`);
  }
}

await Promise.all([0, 1, 2, 3].map(write));
