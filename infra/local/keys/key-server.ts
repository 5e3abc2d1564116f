import * as z from "zod/mini";
import { parseInput, ServiceError, startJsonServer } from "../json-server.ts";
import type { LocalServer } from "../listen.ts";
import type { Callers } from "../permissions/caller.ts";
import type { KeyFolder, SigningKey } from "./key-folder.ts";

const algorithm = "RSASSA_PKCS1_V1_5_SHA_256";
/** KMS accepts messages of up to 4,096 bytes; with Base64 and property names a request stays below this. */
const bodyLimit = 16_384;

const publicKeyRequest = z.object({ KeyId: z.string() });
const signRequest = z.object({
  KeyId: z.string(),
  Message: z.string(),
  MessageType: z._default(z.enum(["RAW", "DIGEST"]), "RAW"),
  SigningAlgorithm: z.literal(algorithm),
});

/** Serves the KMS operations that functions call, on loopback. */
export const startKeyServer = (keys: KeyFolder, callers?: Callers): Promise<LocalServer> =>
  startJsonServer({
    version: "1.1",
    bodyLimit,
    callers,
    operations: {
      "TrentService.Sign": (input, authorize) => {
        const { KeyId, Message, MessageType } = parseInput(signRequest, input);
        const key = find(keys, KeyId);
        authorize({ action: "kms:Sign", resource: key.arn }, { "kms:SigningAlgorithm": algorithm });
        const message = Buffer.from(Message, "base64");
        if (MessageType === "DIGEST" && message.length !== 32)
          throw new ServiceError("ValidationException", "Digest is invalid length for algorithm");
        const signature = MessageType === "RAW" ? key.signMessage(message) : key.signDigest(message);
        return { KeyId: key.arn, Signature: signature.toString("base64"), SigningAlgorithm: algorithm };
      },
      "TrentService.GetPublicKey": (input, authorize) => {
        const key = find(keys, parseInput(publicKeyRequest, input).KeyId);
        authorize({ action: "kms:GetPublicKey", resource: key.arn });
        return {
          KeyId: key.arn,
          PublicKey: key.publicKey.toString("base64"),
          KeySpec: "RSA_2048",
          CustomerMasterKeySpec: "RSA_2048",
          KeyUsage: "SIGN_VERIFY",
          SigningAlgorithms: [algorithm],
        };
      },
    },
  });

const find = (keys: KeyFolder, id: string): SigningKey => {
  const key = keys.find(id);
  if (key === undefined) throw new ServiceError("NotFoundException", `Key '${id}' does not exist`);
  return key;
};
