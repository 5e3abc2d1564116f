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

/** An object as it arrived: its key and which version of it. */
export type ObjectVersion = { key: string; versionId: string | undefined };

/** What storage knows of an object. `sha256` is base64, absent where the upload named none. */
export type StoredObject = { size: number; contentType: string | undefined; sha256: string | undefined };

/** The bytes of photos, as far as the service touches them. */
export type Bucket = {
  /** Undefined where the object is gone. */
  head(object: ObjectVersion): Promise<StoredObject | undefined>;
  /** The whole object in memory: look at its size before. Undefined where it is gone. */
  read(object: ObjectVersion): Promise<Buffer | undefined>;
  /** Puts an object where none stands; does nothing where one does. Gives the bytes of what stands there then. */
  create(key: string, data: Buffer, contentType: string): Promise<number>;
  /** Deletes the version itself and leaves no marker; does nothing where it is gone. */
  erase(object: ObjectVersion): Promise<void>;
  /** Deletes every version and marker of every key that begins so. */
  eraseAll(prefix: string): Promise<void>;
  /** Every key that begins so. */
  list(prefix: string): Promise<string[]>;
};

/** What S3 answers for a version that is gone: without a body, it only says the status. */
const isGone = (error: unknown) =>
  error instanceof NotFound ||
  error instanceof NoSuchKey ||
  (error instanceof S3ServiceException && error.name === "NoSuchVersion");

const orGone = (error: unknown): undefined => {
  if (isGone(error)) return undefined;
  throw error;
};

const stands = (error: unknown) => error instanceof S3ServiceException && error.name === "PreconditionFailed";

const versionsOf = ({ Versions = [], DeleteMarkers = [] }: ListObjectVersionsCommandOutput): ObjectVersion[] =>
  [...Versions, ...DeleteMarkers].map(({ Key = "", VersionId }) => ({ key: Key, versionId: VersionId }));

/** The bucket of a name, through a client of `createStorageClient`. */
export const createBucket = (client: S3Client, name: string): Bucket => {
  const at = ({ key, versionId }: ObjectVersion) => ({ Bucket: name, Key: key, VersionId: versionId });
  const bucket: Bucket = {
    head: async (object) => {
      const found = await client.send(new HeadObjectCommand({ ...at(object), ChecksumMode: "ENABLED" })).catch(orGone);
      return found && { size: found.ContentLength ?? 0, contentType: found.ContentType, sha256: found.ChecksumSHA256 };
    },
    read: async (object) => {
      const found = await client.send(new GetObjectCommand(at(object))).catch(orGone);
      const bytes = await found?.Body?.transformToByteArray();
      return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
    create: async (key, data, contentType) => {
      const object = { Bucket: name, Key: key, Body: data, ContentType: contentType, IfNoneMatch: "*" };
      try {
        await client.send(new PutObjectCommand(object));
        return data.length;
      } catch (error) {
        if (!stands(error)) throw error;
        const standing = await bucket.head({ key, versionId: undefined });
        if (!standing) throw error;
        return standing.size;
      }
    },
    erase: async (object) => {
      await client.send(new DeleteObjectCommand(at(object)));
    },
    eraseAll: async (prefix) => {
      for (let more = true; more; ) {
        const found = await client.send(new ListObjectVersionsCommand({ Bucket: name, Prefix: prefix }));
        for (const version of versionsOf(found)) await bucket.erase(version);
        // What was listed is gone: the rest is the first page of the next list.
        more = found.IsTruncated ?? false;
      }
    },
    list: async (prefix) => {
      const all: string[] = [];
      for (let from: string | undefined; ; ) {
        const asked = { Bucket: name, Prefix: prefix, ContinuationToken: from };
        const { Contents = [], NextContinuationToken } = await client.send(new ListObjectsV2Command(asked));
        all.push(...Contents.flatMap(({ Key }) => Key ?? []));
        if (NextContinuationToken === undefined) return all;
        from = NextContinuationToken;
      }
    },
  };
  return bucket;
};
