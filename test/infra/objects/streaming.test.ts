import { createHash, createHmac } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { createChunkSignatures } from "../../../infra/local/objects/chunk-signatures.ts";
import { decodeChunked } from "../../../infra/local/objects/chunked.ts";
import { deriveKey, type SigningContext } from "../../../infra/local/objects/signing.ts";
import { BUCKET, CREDENTIALS, codeOf, filesIn, openTestStore, REGION, type TestStore } from "./store.ts";

describe("aws-chunked bodies of the SDK", () => {
  let opened: TestStore;
  beforeEach(async () => {
    opened = await openTestStore();
  });
  afterEach(() => opened.dispose());

  test("A stream is stored without its chunks, with the checksum of its trailer", async () => {
    const bytes = Buffer.alloc(300_000, "0123456789");
    const Body = Readable.from([bytes.subarray(0, 100_000), bytes.subarray(100_000)]);
    const client = opened.client();
    const put = {
      Bucket: BUCKET,
      Key: "a",
      Body,
      ContentLength: bytes.length,
      ContentEncoding: "gzip",
      ChecksumAlgorithm: "SHA256",
    } as const;
    const { ChecksumSHA256 } = await client.send(new PutObjectCommand(put));
    expect(ChecksumSHA256).toBe(createHash("sha256").update(bytes).digest("base64"));
    const { Body: stored } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: "a" }));
    expect(Buffer.from((await stored?.transformToByteArray()) ?? [])).toEqual(bytes);
    const head = await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "a" }));
    expect(head).toMatchObject({ ContentEncoding: "gzip", ContentLength: bytes.length });
  });

  test("A large body that waits for 100 Continue arrives, and is not asked for where it would be refused", async () => {
    const client = opened.client();
    const Body = Buffer.alloc(5_000_000, "x");
    await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body, IfNoneMatch: "*" }));
    await expect(
      client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body, IfNoneMatch: "*" })),
    ).rejects.toMatchObject({
      name: "PreconditionFailed",
    });
  });

  test.each([
    ["other bytes than its trailer says", (text: string) => text.replace("aaa", "aab"), "BadDigest"],
    ["a chunk longer than it says", (text: string) => text.replace("a\r\n0", "aa\r\n0"), "InvalidRequest"],
    ["no trailer", (text: string) => text.replace(/x-amz-checksum.*\r\n/, ""), "MalformedTrailerError"],
    ["another trailer", (text: string) => text.replace("crc32", "sha1"), "MalformedTrailerError"],
    ["an end before the end", (text: string) => text.slice(0, 5000), "IncompleteBody"],
    ["something behind the end", (text: string) => `${text}0\r\n`, "InvalidRequest"],
    [
      "a small chunk in the middle",
      (text: string) => text.replace("2710\r\n", "1\r\na\r\n270f\r\n").replace("a\r\n0", "\r\n0"),
      "InvalidChunkSizeError",
    ],
    ["more bytes than announced", (text: string) => text.replace("2710\r\n", "2711\r\na"), "IncompleteBody"],
  ])("A body with %s is refused and leaves nothing", async (_, damage, code) => {
    const client = opened.client();
    const put = { Bucket: BUCKET, Key: "a", Body: Readable.from([Buffer.alloc(10_000, "a")]), ContentLength: 10_000 };
    let raw = "";
    client.middlewareStack.add(
      (next) => async (args) => {
        const request = args.request as { body: Readable };
        raw = damage((await buffer(request.body)).toString());
        request.body = Readable.from([Buffer.from(raw)]);
        return next(args);
      },
      { step: "finalizeRequest", priority: "low" },
    );
    await expect(client.send(new PutObjectCommand(put))).rejects.toMatchObject({ name: code });
    expect(await filesIn(opened, "objects")).toEqual([]);
    expect(await filesIn(opened, "tmp")).toEqual([]);
  });

  test("A connection serves on after a body that was refused before or within it", async () => {
    const client = opened.client({ requestHandler: { httpAgent: { maxSockets: 1, keepAlive: true } } });
    const put = (Bucket: string, size: number, ContentMD5?: string) => {
      const body = {
        Body: Readable.from([Buffer.alloc(size), Buffer.alloc(1_000_000)]),
        ContentLength: size + 1_000_000,
      };
      return client.send(new PutObjectCommand({ Bucket, Key: "a", ContentMD5, ...body }));
    };
    await expect(put("elsewhere", 10_000)).rejects.toMatchObject({ name: "NoSuchBucket" });
    await expect(put(BUCKET, 10_000, "nonsense")).rejects.toMatchObject({ name: "InvalidDigest" });
    await expect(put(BUCKET, 10)).rejects.toMatchObject({ name: "InvalidChunkSizeError" });
    await put(BUCKET, 10_000);
  });

  test("A body of no known length is refused", async () => {
    const response = await fetch(`${opened.store.url}/${BUCKET}/a`, {
      method: "PUT",
      headers: signedHeaders(opened.store.url),
      body: new ReadableStream({
        start(controller) {
          controller.enqueue(Buffer.from("bytes"));
          controller.close();
        },
      }),
      duplex: "half",
    } as RequestInit);
    expect([response.status, await codeOf(response)]).toEqual([411, "MissingContentLength"]);
  });
});

/** Signs a PUT of UNSIGNED-PAYLOAD by hand, in the plainest reading of the specification. */
function signedHeaders(url: string): Record<string, string> {
  const at = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const day = at.slice(0, 8);
  const host = new URL(url).host;
  const list = "host;x-amz-content-sha256;x-amz-date";
  const canonical = `PUT\n/${BUCKET}/a\n\nhost:${host}\nx-amz-content-sha256:UNSIGNED-PAYLOAD\nx-amz-date:${at}\n\n${list}\nUNSIGNED-PAYLOAD`;
  const scope = `${day}/${REGION}/s3/aws4_request`;
  const hash = createHash("sha256").update(canonical).digest("hex");
  const steps = [day, REGION, "s3", "aws4_request", `AWS4-HMAC-SHA256\n${at}\n${scope}\n${hash}`];
  const sign = (key: Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const signature = steps.reduce(sign, Buffer.from(`AWS4${CREDENTIALS.secretAccessKey}`)).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${CREDENTIALS.accessKeyId}/${scope}, SignedHeaders=${list}, Signature=${signature}`;
  return { authorization, "x-amz-date": at, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
}

/** The example of AWS, "Signature calculations for the Authorization header: transferring payload in multiple chunks". */
describe("signed chunks, by the examples AWS publishes", () => {
  const scope = { day: "20130524", region: "us-east-1" };
  const key = deriveKey("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", scope);
  const context: SigningContext = { key, scope, at: "20130524T000000Z" };
  const plain = {
    seed: "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
    chunks: [
      "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
      "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
      "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
    ],
    end: "\r\n",
  };
  const trailing = {
    seed: "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
    chunks: [
      "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
      "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
      "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
    ],
    end: "x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n",
  };
  const bodyOf = ({ chunks: [one, two, three], end }: typeof plain) =>
    `10000;chunk-signature=${one}\r\n${"a".repeat(65_536)}\r\n400;chunk-signature=${two}\r\n${"a".repeat(1024)}\r\n0;chunk-signature=${three}\r\n${end}`;

  async function decode(body: string, seed: string, trailer: string | undefined, pieceSize: number) {
    const bytes = Buffer.from(body);
    const pieces = Array.from({ length: Math.ceil(bytes.length / pieceSize) }, (_, at) =>
      bytes.subarray(at * pieceSize, (at + 1) * pieceSize),
    );
    let found: string | undefined;
    const onTrailer = (value: string) => {
      found = value;
    };
    const signatures = createChunkSignatures(context, seed);
    const decoded = decodeChunked(Readable.from(pieces), { signatures, trailer, onTrailer });
    return { bytes: (await buffer(Readable.from(decoded))).toString(), trailer: found };
  }

  test.each([1000, 7, 100_000])("Both are accepted, in pieces of %d bytes", async (size) => {
    const bytes = "a".repeat(66_560);
    expect(await decode(bodyOf(plain), plain.seed, undefined, size)).toEqual({ bytes, trailer: undefined });
    const announced = "x-amz-checksum-crc32c";
    expect(await decode(bodyOf(trailing), trailing.seed, announced, size)).toEqual({ bytes, trailer: "sOO8/Q==" });
  });

  test.each([
    ["a byte", (text: string) => text.replace("aaa", "aab")],
    ["the last chunk's signature", (text: string) => text.replace("2ca2aba2", "2ca2aba3")],
    ["the trailer", (text: string) => text.replace("sOO8/Q==", "sOO8/A==")],
    ["the trailer's signature", (text: string) => text.replace("d81f82fc", "d81f82fd")],
  ])("Neither is accepted once %s is changed", async (_, change) => {
    const result = decode(change(bodyOf(trailing)), trailing.seed, "x-amz-checksum-crc32c", 1000);
    await expect(result).rejects.toMatchObject({ code: "SignatureDoesNotMatch" });
  });

  test("A chunk without its signature is refused", async () => {
    const result = decode(bodyOf(plain).replace(/;chunk-signature=\w+/, ""), plain.seed, undefined, 1000);
    await expect(result).rejects.toMatchObject({ code: "AccessDenied" });
  });
});
