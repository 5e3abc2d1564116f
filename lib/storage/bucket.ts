import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";

/** One version of an object. */
export type ObjectVersion = { key: string; versionId: string | undefined };

/** Metadata of an object. `sha256` is base64, absent where the upload had no checksum. */
export type StoredObject = { size: number; contentType: string | undefined; sha256: string | undefined };

/** Access to the objects of photos. */
export type Bucket = {
  /** Undefined where the object does not exist. */
  head(object: ObjectVersion): Promise<StoredObject | undefined>;
  /** The object in memory; check its size first. Undefined where it does not exist. */
  read(object: ObjectVersion): Promise<Buffer | undefined>;
  /** Puts an object unless one exists at the key. Returns the size of the stored object. */
  create(key: string, data: Buffer, contentType: string): Promise<number>;
  /** Deletes the version without a delete marker; does nothing where it does not exist. */
  erase(object: ObjectVersion): Promise<void>;
  /** Deletes all versions and delete markers below a prefix. */
  eraseAll(prefix: string): Promise<void>;
  /** All keys below a prefix. */
  list(prefix: string): Promise<string[]>;
};

/** S3 responds to HEAD without a body, so that only the status tells a missing version. */
const isMissing = (error: unknown) =>
  error instanceof NotFound ||
  error instanceof NoSuchKey ||
  (error instanceof S3ServiceException && error.name === "NoSuchVersion");

const undefinedIfMissing = (error: unknown): undefined => {
  if (isMissing(error)) return undefined;
  throw error;
};

const exists = (error: unknown) => error instanceof S3ServiceException && error.name === "PreconditionFailed";

const versionsOf = ({ Versions = [], DeleteMarkers = [] }: ListObjectVersionsCommandOutput): ObjectVersion[] =>
  [...Versions, ...DeleteMarkers].map(({ Key = "", VersionId }) => ({ key: Key, versionId: VersionId }));

/** Access to a bucket. `onErased` is called for each version that was deleted. */
export const createBucket = (client: S3Client, name: string, onErased?: (object: ObjectVersion) => void): Bucket => {
  const at = ({ key, versionId }: ObjectVersion) => ({ Bucket: name, Key: key, VersionId: versionId });
  const bucket: Bucket = {
    head: async (object) => {
      const found = await client
        .send(new HeadObjectCommand({ ...at(object), ChecksumMode: "ENABLED" }))
        .catch(undefinedIfMissing);
      return found && { size: found.ContentLength ?? 0, contentType: found.ContentType, sha256: found.ChecksumSHA256 };
    },
    read: async (object) => {
      const found = await client.send(new GetObjectCommand(at(object))).catch(undefinedIfMissing);
      const bytes = await found?.Body?.transformToByteArray();
      return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
    create: async (key, data, contentType) => {
      const object = { Bucket: name, Key: key, Body: data, ContentType: contentType, IfNoneMatch: "*" };
      try {
        await client.send(new PutObjectCommand(object));
        return data.length;
      } catch (error) {
        if (!exists(error)) throw error;
        const existing = await bucket.head({ key, versionId: undefined });
        if (!existing) throw error;
        return existing.size;
      }
    },
    erase: async (object) => {
      await client.send(new DeleteObjectCommand(at(object)));
      onErased?.(object);
    },
    eraseAll: async (prefix) => {
      for (let more = true; more; ) {
        const found = await client.send(new ListObjectVersionsCommand({ Bucket: name, Prefix: prefix }));
        for (const version of versionsOf(found)) await bucket.erase(version);
        // The listed versions are deleted: the rest is the first page of the next list.
        more = found.IsTruncated ?? false;
      }
    },
    list: async (prefix) => {
      const all: string[] = [];
      for (let from: string | undefined; ; ) {
        const input = { Bucket: name, Prefix: prefix, ContinuationToken: from };
        const { Contents = [], NextContinuationToken } = await client.send(new ListObjectsV2Command(input));
        all.push(...Contents.flatMap(({ Key }) => Key ?? []));
        if (NextContinuationToken === undefined) return all;
        from = NextContinuationToken;
      }
    },
  };
  return bucket;
};
