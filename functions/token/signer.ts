import { createHash, createPublicKey } from "node:crypto";
import {
  errorTypeRegistries,
  GetPublicKey$,
  type GetPublicKeyCommandOutput,
  Sign$,
  type SignCommandOutput,
} from "@aws-sdk/client-kms";
import { AwsJson1_1Protocol } from "@aws-sdk/core/protocols";
import { createJsonClient } from "../../lib/aws/json-client.ts";
import { resolveEndpoint } from "../../lib/aws/place.ts";
import type { PublicKey } from "../../lib/contract/oauth.ts";
import { Problem } from "../../lib/shared/problem.ts";

/** The key that signs tokens, wherever its private half is kept. */
export type Signer = {
  publicKey(): Promise<PublicKey>;
  /** RSASSA-PKCS1-v1_5 with SHA-256 (`RS256`) over a message of up to 4,096 bytes. */
  sign(message: Uint8Array): Promise<Uint8Array>;
};

/** Milliseconds and tries of one call, for the reasons of `lib/table/client.ts`. */
const connectionTimeout = 1_000;
const requestTimeout = 2_000;
const tries = 3;
const service = "kms";
/** Seconds after which a busy KMS is worth another try. */
const retryAfter = 1;

/** Names that KMS gives to having too much to do or no answer in time. */
const transientErrors = new Set([
  "ThrottlingException",
  "LimitExceededException",
  "DependencyTimeoutException",
  "KMSInternalException",
  "KeyUnavailableException",
  "TimeoutError",
]);

const rethrow = (error: unknown): never => {
  throw error instanceof Error && transientErrors.has(error.name) ? new Problem("busy", { retryAfter }, error) : error;
};

/** Signs by a key that never leaves KMS. Its public half is asked for once. */
export const createKmsSigner = (keyId: string): Signer => {
  const call = createJsonClient(
    {
      service,
      protocol: new AwsJson1_1Protocol({
        defaultNamespace: "com.amazonaws.kms",
        serviceTarget: "TrentService",
        errorTypeRegistries,
      }),
      maxAttempts: tries,
      requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
    },
    resolveEndpoint(service),
  );
  const fetchKey = async () => {
    const { PublicKey } = await call<GetPublicKeyCommandOutput>(GetPublicKey$, { KeyId: keyId }).catch(rethrow);
    if (!PublicKey) throw new TypeError("KMS gave no public key");
    return publicKeyOf(PublicKey);
  };
  let known: PublicKey | undefined;
  return {
    publicKey: async () => {
      known ??= await fetchKey();
      return known;
    },
    sign: async (message) => {
      const { Signature } = await call<SignCommandOutput>(Sign$, {
        KeyId: keyId,
        Message: message,
        MessageType: "RAW",
        SigningAlgorithm: "RSASSA_PKCS1_V1_5_SHA_256",
      }).catch(rethrow);
      if (!Signature) throw new TypeError("KMS gave no signature");
      return Signature;
    },
  };
};

/** A public key (DER, SubjectPublicKeyInfo) as a JWK, named by its thumbprint (RFC 7638). */
export const publicKeyOf = (der: Uint8Array): PublicKey => {
  const { kty, n, e } = createPublicKey({ key: Buffer.from(der), format: "der", type: "spki" }).export({
    format: "jwk",
  });
  if (kty !== "RSA" || n === undefined || e === undefined) throw new TypeError("The signing key is not RSA");
  const kid = createHash("sha256").update(JSON.stringify({ e, kty, n })).digest("base64url");
  return { kty, use: "sig", alg: "RS256", kid, n, e };
};
