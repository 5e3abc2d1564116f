import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import * as z from "zod/mini";
import { faultsOf } from "../faults.ts";
import type { LocalServer } from "../listen.ts";
import { listen } from "../listen.ts";
import type { KeyFolder, SigningKey } from "./key-folder.ts";

const algorithm = "RSASSA_PKCS1_V1_5_SHA_256";
/** KMS takes messages up to 4,096 bytes; with Base64 and the names around them a request stays under this. */
const bodyLimit = 16_384;

const publicKeyRequest = z.object({ KeyId: z.string() });
const signRequest = z.object({
  KeyId: z.string(),
  Message: z.string(),
  MessageType: z._default(z.enum(["RAW", "DIGEST"]), "RAW"),
  SigningAlgorithm: z.literal(algorithm),
});

/** A refusal in the words of KMS. */
class Refusal extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

const operations: Record<string, (keys: KeyFolder, input: unknown) => object> = {
  "TrentService.Sign": (keys, input) => {
    const { KeyId, Message, MessageType } = parse(signRequest, input);
    const key = find(keys, KeyId);
    const message = Buffer.from(Message, "base64");
    if (MessageType === "DIGEST" && message.length !== 32)
      throw new Refusal("ValidationException", "Digest is invalid length for algorithm");
    const signature = MessageType === "RAW" ? key.signMessage(message) : key.signDigest(message);
    return { KeyId: key.arn, Signature: signature.toString("base64"), SigningAlgorithm: algorithm };
  },
  "TrentService.GetPublicKey": (keys, input) => {
    const key = find(keys, parse(publicKeyRequest, input).KeyId);
    return {
      KeyId: key.arn,
      PublicKey: key.publicKey.toString("base64"),
      KeySpec: "RSA_2048",
      CustomerMasterKeySpec: "RSA_2048",
      KeyUsage: "SIGN_VERIFY",
      SigningAlgorithms: [algorithm],
    };
  },
};

function parse<T extends z.ZodMiniType>(schema: T, input: unknown): z.infer<T> {
  const { success, data, error } = z.safeParse(schema, input);
  if (success) return data;
  throw new Refusal("ValidationException", faultsOf(error));
}

function find(keys: KeyFolder, id: string): SigningKey {
  const key = keys.find(id);
  if (key === undefined) throw new Refusal("NotFoundException", `Key '${id}' does not exist`);
  return key;
}

/** Serves what the functions ask of KMS, in its protocol (AWS JSON 1.1), on loopback. */
export function startKeyServer(keys: KeyFolder): Promise<LocalServer> {
  const server = createServer((request, response) => {
    answer(keys, request).then(
      (output) => send(response, 200, output),
      (error: unknown) => {
        if (error instanceof Refusal) send(response, 400, { __type: error.type, message: error.message });
        else send(response, 500, { __type: "KMSInternalException", message: "Internal error" });
      },
    );
  });
  return listen(server, 0, "127.0.0.1");
}

async function answer(keys: KeyFolder, request: IncomingMessage): Promise<object> {
  const target = String(request.headers["x-amz-target"]);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > bodyLimit) throw new Refusal("ValidationException", "The request is too large");
    chunks.push(chunk);
  }
  const operation = operations[target];
  if (operation === undefined) throw new Refusal("UnknownOperationException", `${target} is not known here`);
  return operation(keys, JSON.parse(Buffer.concat(chunks).toString("utf8")));
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
}
