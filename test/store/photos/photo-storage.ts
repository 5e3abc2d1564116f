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
import type { PhotoPresenter } from "../../../lib/photos/presenter.ts";
import type { PhotoProcessing } from "../../../lib/photos/processing.ts";
import { createBucket } from "../../../lib/storage/bucket.ts";
import type { Upload } from "../../../lib/storage/presigner.ts";
import { createPresigner, createUploadSigner, createViewSigner } from "../../../lib/storage/presigner.ts";
import type { Key } from "../../../lib/table/write.ts";
import { credentials, region } from "../../support/table.ts";
import type { World } from "../../support/world.ts";

const bucketName = "photos";

/** Test bytes of a photo, different for different texts. */
export const bytesOf = (text: string) => new TextEncoder().encode(`\xff\xd8\xff${text}`);

/** A text in test bytes that makes their inspection fail. */
export const damaged = "damaged";

/** Accepts test bytes as images, unless they contain `damaged`. */
const inspectTestBytes: PhotoProcessing["inspect"] = async (bytes, announced) => {
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

/** The announcement of bytes. */
export const announcementOf = (bytes: Uint8Array, more: object = {}) => ({
  fileName: "anh.jpg",
  contentType: "image/jpeg",
  size: bytes.length,
  sha256: createHash("sha256").update(bytes).digest("hex"),
  ...more,
});

/** Sends bytes by an upload request. Returns the status. */
export const send = async ({ method, url, headers }: Upload, bytes: Uint8Array<ArrayBuffer>, more: object = {}) => {
  const response = await fetch(url, { method, headers: { ...headers, ...more }, body: bytes });
  await response.arrayBuffer();
  return response.status;
};

/**
 * Starts an object store for a world, whose clock is set to the present: presigned URLs know no other time. Events are kept
 * until a test delivers them.
 */
export const startPhotoStorage = async (world: World, clock?: () => Date) => {
  world.setNow(new Date().toISOString());
  const folder = mkdtempSync(join(tmpdir(), "dangbo-photos-"));
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
  const dependencies = (): PhotoProcessing => ({
    table: world.dependencies.table,
    bucket,
    inspect: inspectTestBytes,
    uploadsPrefix,
    renditionsPrefix,
    now: now().toISOString(),
  });
  return {
    uploads,
    presenter: { views: createViewSigner(presign), language: "en" } satisfies PhotoPresenter,
    bucket,
    client,
    bucketName,
    dependencies,
    processUploads: createPhotoProcessor(dependencies),
    cleanUp: createObjectCleanup(dependencies),
    /** Waits for a number of events and returns them. */
    takeEvents: async (count: number): Promise<S3Event[]> => {
      while (events.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
      return events.splice(0);
    },
    /** Objects of a photo in the bucket, including delete markers: `upload`, and the names of renditions. */
    objectsOf: async (photoId: string) => {
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
export type TestPhotoStorage = Awaited<ReturnType<typeof startPhotoStorage>>;

/** The stream event of a removed item. */
export const removalOf = ({ pk, sk }: Key): DynamoDBStreamEvent => ({
  Records: [{ eventName: "REMOVE", dynamodb: { SequenceNumber: "1", Keys: { pk: { S: pk }, sk: { S: sk } } } }],
});
