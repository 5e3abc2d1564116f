import { MAX_CHUNK_LINE_BYTES } from "./limits.ts";
import { Refusal } from "./refusal.ts";

/** Reads a stream in lines and pieces without ever holding more than a line or the piece that arrived. */
export type ByteReader = {
  /** The next line without its CRLF. */
  line(): Promise<string>;
  /** Up to `most` of the bytes that are there, at least one. */
  piece(most: number): Promise<Buffer>;
  /** True where nothing follows. */
  ended(): Promise<boolean>;
  /** Lets go of the source, so that what was not read can be drained. */
  release(): Promise<void>;
};

const INCOMPLETE = "The request body terminated unexpectedly";

export function createByteReader(source: AsyncIterable<Buffer>): ByteReader {
  const iterator = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);

  async function fill(): Promise<boolean> {
    const next = await iterator.next();
    if (next.done === true) return false;
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
    return true;
  }

  async function line(): Promise<string> {
    let end = held.indexOf("\r\n");
    while (end < 0) {
      if (held.length > MAX_CHUNK_LINE_BYTES)
        throw new Refusal("InvalidRequest", "A line of the chunked body is too long.");
      if (!(await fill())) throw new Refusal("IncompleteBody", INCOMPLETE);
      end = held.indexOf("\r\n");
    }
    const text = held.toString("latin1", 0, end);
    held = held.subarray(end + 2);
    return text;
  }

  async function piece(most: number): Promise<Buffer> {
    while (held.length === 0) if (!(await fill())) throw new Refusal("IncompleteBody", INCOMPLETE);
    const bytes = held.subarray(0, most);
    held = held.subarray(bytes.length);
    return bytes;
  }

  return {
    line,
    piece,
    ended: async () => held.length === 0 && !(await fill()),
    async release() {
      await iterator.return?.();
    },
  };
}
