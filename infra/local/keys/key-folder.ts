import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  privateEncrypt,
  sign,
} from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { privateFolder, readIfThere, replaceFile } from "../files.ts";

export type SigningKey = ReturnType<typeof signingKey>;
export type KeyFolder = ReturnType<typeof openKeys>;

/** The prefix of a SHA-256 digest under the padding (RFC 8017 §9.2, note 1). */
const digestInfo = Buffer.from("3031300d060960864801650304020105000420", "hex");

/** Signing keys, created once and stored as files that only their owner can read. */
export const openKeys = (folder: string, arnPrefix: string) => {
  mkdirSync(folder, { recursive: true, mode: privateFolder });
  const keys = new Map<string, SigningKey>();
  return {
    /** Returns the RSA 2048 key of this name, created on first use. */
    getOrCreate(name: string) {
      const key = signingKey(readOrCreateKey(join(folder, `${name}.pem`)), arnPrefix);
      keys.set(key.id, key).set(key.arn, key);
      return key;
    },
    /** By id or ARN. */
    find: (idOrArn: string) => keys.get(idOrArn),
  };
};

const readOrCreateKey = (file: string): KeyObject => {
  const stored = readIfThere(file);
  if (stored !== undefined) return createPrivateKey(stored);
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  replaceFile(file, privateKey.export({ type: "pkcs8", format: "pem" }).toString());
  return privateKey;
};

const signingKey = (privateKey: KeyObject, arnPrefix: string) => {
  const publicKey = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  // Derived from the key, so that both stay the same.
  const id = createHash("sha256")
    .update(publicKey)
    .digest("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
  return {
    id,
    arn: `${arnPrefix}:key/${id}`,
    /** DER of the SubjectPublicKeyInfo. */
    publicKey,
    /** RSASSA-PKCS1-v1_5 over SHA-256. */
    signMessage: (message: Uint8Array) => sign("sha256", message, privateKey),
    signDigest: (digest: Uint8Array) =>
      privateEncrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, Buffer.concat([digestInfo, digest])),
  };
};
