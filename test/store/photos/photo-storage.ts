import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import type { DynamoDBStreamEvent, S3Event } from "aws-lambda";
import { createObjectCleanup } from "../../../functions/object-cleanup/clear-photos.ts";
import { createPhotoProcessor } from "../../../functions/photo-processor/process-uploads.ts";
import { startObjectStore } from "../../../infra/local/objects/server.ts";
import { renditionsPrefix, uploadsPrefix } from "../../../lib/contract/environment.ts";
import type { UploadSettings } from "../../../lib/photos/announce.ts";
import type { PhotoPresenter as Shown } from "../../../lib/photos/presenter.ts";
import type { PhotoProcessing } from "../../../lib/photos/processing.ts";
import { createBucket } from "../../../lib/storage/bucket.ts";
import type { Upload } from "../../../lib/storage/presigner.ts";
import { createPresigner, createUploadSigner, createViewSigner } from "../../../lib/storage/presigner.ts";
import type { Key } from "../../../lib/table/write.ts";
import { credentials, region } from "../../support/table.ts";
import type { World } from "../../support/world.ts";

const bucketName = "photos";

/** The bytes of a made-up photo; no two of different text are the same. */
export const bytesOf = (text: string) => new TextEncoder().encode(`\xff\xd8\xff${text}`);

/** Made-up bytes of which the check says that they are no picture. */
export const damaged = "damaged";

/** What the check is found to say of made-up bytes: pictures, unless their text says otherwise. */
const inspectPaper: PhotoProcessing["inspect"] = async (bytes, announced) => {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== announced.sha256) return { ok: false, code: "wrong-bytes" };
  if (bytes.includes(damaged)) return { ok: false, code: "not-decodable" };
  const rendition = (name: "thumb" | "screen", width: number) => ({
    name,
    data: Buffer.from(`${name} of ${sha256}`),
    width,
    height: width / 2,
  });
  return { ok: true, width: 4_000, height: 2_000, renditions: [rendition("thumb", 320), rendition("screen", 1_600)] };
};

/** What a caller says of bytes. */
export const announcementOf = (bytes: Uint8Array, more: object = {}) => ({
  fileName: "anh.jpg",
  contentType: "image/jpeg",
  size: bytes.length,
  sha256: createHash("sha256").update(bytes).digest("hex"),
  ...more,
});

/** Sends bytes as an upload says. Gives the status of the answer. */
export const send = async ({ method, url, headers }: Upload, bytes: Uint8Array<ArrayBuffer>, more: object = {}) => {
  const answer = await fetch(url, { method, headers: { ...headers, ...more }, body: bytes });
  await answer.arrayBuffer();
  return answer.status;
};

/** A real object store beside a world, which lives in the present from then on: storage knows no other time. Its events
 * are kept until a test delivers them. */
export const openGallery = async (world: World, clock?: () => Date) => {
  world.setNow(new Date().toISOString());
  const folder = mkdtempSync(join(tmpdir(), "dangbo-gallery-"));
  const now = () => new Date(world.dependencies.clock());
  const store = await startObjectStore({ folder, port: 0, credentials, region, clock: clock ?? now });
  store.addBucket({ name: bucketName, versioned: true, cors: [] });
  const events: S3Event[] = [];
  store.onCreated(bucketName, uploadsPrefix, "", async (event) => {
    events.push(event);
  });
  const client = new S3Client({ endpoint: store.url, forcePathStyle: true, region, credentials });
  const bucket = createBucket(client, bucketName);
  const presign = createPresigner({ region, credentials }, bucketName, store.url);
  const uploads: UploadSettings = { prefix: uploadsPrefix, signer: createUploadSigner(presign) };
  const arrivals = (): PhotoProcessing => ({
    table: world.dependencies.table,
    bucket,
    inspect: inspectPaper,
    uploadsPrefix,
    renditionsPrefix,
    now: now().toISOString(),
  });
  return {
    uploads,
    shown: { views: createViewSigner(presign), language: "en" } satisfies Shown,
    bucket,
    client,
    bucketName,
    arrivals,
    receive: createPhotoProcessor(arrivals),
    /** The stream's records of items that have gone. */
    clear: createObjectCleanup(arrivals),
    /** The events so far, once there are as many as expected. */
    arrived: async (count: number): Promise<S3Event[]> => {
      while (events.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
      return events.splice(0);
    },
    /** Keys of all versions and markers that are left in the bucket of a photo: `upload`, and the names of renditions. */
    left: async (photoId: string) => {
      const { Versions = [], DeleteMarkers = [] } = await client.send(
        new ListObjectVersionsCommand({ Bucket: bucketName }),
      );
      const keys = [...Versions, ...DeleteMarkers].map(({ Key = "" }) => Key).filter((key) => key.includes(photoId));
      return keys.map((key) => (key.startsWith(uploadsPrefix) ? "upload" : (key.split("/").at(-1) ?? ""))).sort();
    },
    close: async () => {
      client.destroy();
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
};
export type Gallery = Awaited<ReturnType<typeof openGallery>>;

/** The stream's record of an item that has gone. */
export const goneFrom = ({ pk, sk }: Key): DynamoDBStreamEvent => ({
  Records: [{ eventName: "REMOVE", dynamodb: { SequenceNumber: "1", Keys: { pk: { S: pk }, sk: { S: sk } } } }],
});
