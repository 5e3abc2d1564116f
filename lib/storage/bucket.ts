import { DeleteObjectCommand, HeadObjectCommand, NotFound, S3Client } from "@aws-sdk/client-s3";

/** An object as it arrived: its key and which version of it. */
export type ObjectVersion = { key: string; versionId: string | undefined };

/** What storage knows of an object. `sha256` is base64, absent where the upload named none. */
export type StoredObject = { size: number; contentType: string | undefined; sha256: string | undefined };

/** The bytes of photos, as far as the service touches them. */
export type Bucket = {
  /** Undefined where the object is gone. */
  head(object: ObjectVersion): Promise<StoredObject | undefined>;
  /** Deletes the version itself and leaves no marker; does nothing where it is gone. */
  erase(object: ObjectVersion): Promise<void>;
};

/** Milliseconds of one call and how often it is tried: within the minute of the functions that react to events. */
const connectionTimeout = 1_000;
const requestTimeout = 5_000;
const tries = 3;

/** @param endpoint where S3 is, when not on AWS; buckets are then part of the path */
export const createBucket = (name: string, endpoint: string | undefined): Bucket => {
  const client = new S3Client({
    maxAttempts: tries,
    requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
  });
  const at = ({ key, versionId }: ObjectVersion) => ({ Bucket: name, Key: key, VersionId: versionId });
  return {
    head: async (object) => {
      try {
        const found = await client.send(new HeadObjectCommand({ ...at(object), ChecksumMode: "ENABLED" }));
        return { size: found.ContentLength ?? 0, contentType: found.ContentType, sha256: found.ChecksumSHA256 };
      } catch (error) {
        if (error instanceof NotFound) return undefined;
        throw error;
      }
    },
    erase: async (object) => {
      await client.send(new DeleteObjectCommand(at(object)));
    },
  };
};
