import { type ByteReader, createByteReader } from "./byte-reader.ts";
import type { ChunkSignatures } from "./chunk-signatures.ts";
import { MAX_TRAILER_LINES, MIN_CHUNK_BYTES } from "./limits.ts";
import { Refusal } from "./refusal.ts";

/** How an aws-chunked body is read: with signatures where its chunks are signed, with the trailer it announced. */
export type ChunkedBody = {
  readonly signatures: ChunkSignatures | undefined;
  /** The announced trailer's name, in lower case. */
  readonly trailer: string | undefined;
  /** Called with the trailer's value once all bytes have passed. */
  readonly onTrailer: (value: string) => void;
};

type ChunkHeader = { readonly size: number; readonly signature: string };

function parseHeader(line: string, signed: boolean): ChunkHeader {
  const [matched, size = "", signature] = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line) ?? [];
  if (matched === undefined) throw new Refusal("InvalidRequest", "A chunk's header is malformed.");
  if (signed && signature === undefined) throw new Refusal("AccessDenied", "A chunk carries no signature.");
  return { size: Number.parseInt(size, 16), signature: signature ?? "" };
}

async function* chunkBytes(reader: ByteReader, size: number, signatures: ChunkSignatures | undefined) {
  for (let left = size; left > 0; ) {
    const bytes = await reader.piece(left);
    left -= bytes.length;
    signatures?.update(bytes);
    yield bytes;
  }
}

function malformedTrailer(): Refusal {
  return new Refusal("MalformedTrailerError", "The request contained trailing data that was not well-formed.");
}

async function readTrailers(reader: ByteReader): Promise<Map<string, string>> {
  const trailers = new Map<string, string>();
  for (let line = await reader.line(); line !== ""; line = await reader.line()) {
    const [matched, name = "", value = ""] = /^([\w-]+):\s*(\S+)\s*$/.exec(line) ?? [];
    if (matched === undefined || trailers.size === MAX_TRAILER_LINES) throw malformedTrailer();
    trailers.set(name.toLowerCase(), value);
  }
  return trailers;
}

/** Takes the end of the body: the blank line, or the announced trailer and, in a signed body, its signature. */
async function finish(reader: ByteReader, body: ChunkedBody): Promise<void> {
  // A body without chunks' data may end right behind its last chunk's header, as the SDK's does without a checksum.
  const trailers = (await reader.ended()) ? new Map<string, string>() : await readTrailers(reader);
  const signature = trailers.get("x-amz-trailer-signature");
  trailers.delete("x-amz-trailer-signature");
  const [only] = trailers;
  if (trailers.size > 1 || only?.[0] !== body.trailer) throw malformedTrailer();
  if (only === undefined) return;
  body.signatures?.checkTrailers(`${only[0]}:${only[1]}\n`, signature ?? "");
  body.onTrailer(only[1]);
}

async function* allChunks(reader: ByteReader, signatures: ChunkSignatures | undefined): AsyncGenerator<Buffer> {
  for (let before = MIN_CHUNK_BYTES; ; ) {
    const { size, signature } = parseHeader(await reader.line(), signatures !== undefined);
    if (size > 0 && before < MIN_CHUNK_BYTES) {
      const message = `Only the last chunk is allowed to have a size less than ${MIN_CHUNK_BYTES} bytes`;
      throw new Refusal("InvalidChunkSizeError", message);
    }
    yield* chunkBytes(reader, size, signatures);
    signatures?.check(signature);
    if (size === 0) return;
    if ((await reader.line()) !== "") throw new Refusal("InvalidRequest", "A chunk is longer than its header says.");
    before = size;
  }
}

/** The bytes inside an aws-chunked body; throws a Refusal where its form, a signature or its trailer is wrong. */
export async function* decodeChunked(source: AsyncIterable<Buffer>, body: ChunkedBody): AsyncGenerator<Buffer> {
  const reader = createByteReader(source);
  try {
    yield* allChunks(reader, body.signatures);
    await finish(reader, body);
    if (!(await reader.ended())) throw new Refusal("InvalidRequest", "Bytes follow the end of the chunked body.");
  } finally {
    await reader.release();
  }
}
