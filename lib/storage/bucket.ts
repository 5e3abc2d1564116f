import { DeleteObjectCommand, HeadObjectCommand, NotFound, type S3Client } from "@aws-sdk/client-s3";

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

/** The bucket of a name, through a client of `createStorageClient`. */
export const createBucket = (client: S3Client, name: string): Bucket => {
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
