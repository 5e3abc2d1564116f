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
import { resolveEndpoint } from "../../lib/aws/service-endpoint.ts";
import type { PublicKey } from "../../lib/contract/oauth.ts";
import { Problem } from "../../lib/shared/problem.ts";

/** The key that signs tokens. */
export type Signer = {
  publicKey(): Promise<PublicKey>;
  /** RSASSA-PKCS1-v1_5 with SHA-256 (`RS256`) over a message of up to 4,096 bytes. */
  sign(message: Uint8Array): Promise<Uint8Array>;
};

/** Milliseconds and attempts of a call; see `lib/table/client.ts`. */
const connectionTimeout = 1_000;
const requestTimeout = 2_000;
const tries = 3;
const service = "kms";
/** `Retry-After` in seconds while KMS is overloaded. */
const retryAfter = 1;

/** Errors of KMS that a retry may resolve. */
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

/** Signs with a key in KMS. The public key is fetched once. */
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

/** The JWK of a public key (DER, SubjectPublicKeyInfo); its `kid` is the thumbprint (RFC 7638). */
export const publicKeyOf = (der: Uint8Array): PublicKey => {
  const { kty, n, e } = createPublicKey({ key: Buffer.from(der), format: "der", type: "spki" }).export({
    format: "jwk",
  });
  if (kty !== "RSA" || n === undefined || e === undefined) throw new TypeError("The signing key is not RSA");
  const kid = createHash("sha256").update(JSON.stringify({ e, kty, n })).digest("base64url");
  return { kty, use: "sig", alg: "RS256", kid, n, e };
};
