/** Longest key in bytes of UTF-8 (S3 User Guide, "Object key naming guidelines"). */
export const MAX_KEY_BYTES = 1024;

/** Largest object of a single PUT, in bytes (S3 User Guide, "Uploading objects"). */
export const MAX_PUT_BYTES = 5 * 1024 ** 3;

/** All user metadata of an object, names and values, in bytes (S3 User Guide, "Working with object metadata"). */
export const MAX_USER_METADATA_BYTES = 2048;

/** Longest life of a presigned URL, in seconds: seven days (SigV4 query parameters, X-Amz-Expires). */
export const MAX_EXPIRES_SECONDS = 604_800;

/** How far a request's time may be from ours, in milliseconds (S3 error RequestTimeTooSkewed). */
export const MAX_SKEW_MS = 15 * 60 * 1000;

/** Keys in one page of a list and in one DeleteObjects (S3 API Reference). */
export const MAX_KEYS = 1000;

/** Body of one DeleteObjects, in bytes: 1,000 keys of 1,024 bytes with version ids and some escaping. */
export const MAX_DELETE_BODY_BYTES = 2 * 1024 ** 2;

/** Every aws-chunked chunk but the last, in bytes (S3 error InvalidChunkSizeError). */
export const MIN_CHUNK_BYTES = 8192;

/** A chunk's header line or one trailer line, in bytes; theirs stay under 200. */
export const MAX_CHUNK_LINE_BYTES = 1024;

/** Trailer lines of one upload; a checksum and a signature are all that is ever sent. */
export const MAX_TRAILER_LINES = 8;

/** A connection on which nothing moves is closed after this many milliseconds (S3 error RequestTimeout: 20 s). */
export const IDLE_MS = 20_000;
