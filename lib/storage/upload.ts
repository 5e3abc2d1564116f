/** What an upload must be: storage refuses any other bytes, type or size, and stores a key once. */
export type Expected = { key: string; contentType: string /** Bytes. */; size: number /** Hex. */; sha256: string };

/** How a caller sends the bytes: these headers and no others; every HTTP client adds `Content-Length` itself. */
export type Upload = { method: "PUT"; url: string; headers: Record<string, string>; expiresAt: string };

/** Makes upload URLs. */
export type UploadSigner = { sign(expected: Expected, now: string): Promise<Upload> };

/** Seconds that an upload URL lives; the bucket's policy refuses older signatures too. */
export const uploadLifetime = 300;

/** S3 writes checksums in base64. */
export const checksumOf = (sha256: string) => Buffer.from(sha256, "hex").toString("base64");
