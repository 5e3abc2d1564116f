import { generateKeyPairSync, sign } from "node:crypto";
import { publicKeyOf, type Signer } from "../../functions/token/signer.ts";

/** Signs with a new key, as KMS does. */
export const createTestSigner = (): Signer => {
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const der = pair.publicKey.export({ format: "der", type: "spki" });
  return {
    publicKey: async () => publicKeyOf(der),
    sign: async (message) => sign("sha256", message, pair.privateKey),
  };
};
