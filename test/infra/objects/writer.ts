// A process that stores objects until it is killed, and prints each key once the write is acknowledged.
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { startObjectStore } from "../../../infra/local/objects/server.ts";
import { Bucket, credentials, region } from "./store.ts";

const folder = process.argv[2] ?? "";
const store = await startObjectStore({ folder, port: 0, credentials, region });
store.addBucket({ name: Bucket, versioned: true, cors: [] });
store.onCreated(Bucket, "", "", () => Promise.withResolvers<void>().promise);
const client = new S3Client({ region, endpoint: store.url, forcePathStyle: true, credentials });

const write = async (writer: number): Promise<void> => {
  for (let at = 0; ; at += 1) {
    const Key = `${writer}/${at}`;
    await client.send(new PutObjectCommand({ Bucket, Key, Body: Key.repeat(20_000) }));
    process.stdout.write(`${Key}\n`);
  }
};

await Promise.all([0, 1, 2, 3].map(write));
