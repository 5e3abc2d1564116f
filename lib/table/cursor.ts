import { createCipheriv, createDecipheriv, createHash, createHmac } from "node:crypto";
import { Problem } from "../shared/problem.ts";

const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Seals and opens cursors: opaque, tamper-proof, and good only for what they are bound to. The same position bound to the
 * same gives the same cursor, so that who follows a feed sees that nothing has happened.
 */
export type Cursors = {
  seal(position: string, boundTo: string): string;
  open(cursor: string, boundTo: string): string;
};

/**
 * @param secret text that only the service knows (`CURSOR_KEY`)
 * A position may hold the name of a record the caller may not see, so it is encrypted, not only signed.
 */
export const createCursors = (secret: string): Cursors => {
  const key = createHash("sha256").update(secret).digest();
  // One position of one list always has the same nonce, and no other has it: never two texts under one (as in RFC 5297).
  const nonceKey = createHash("sha256").update(`nonce of ${secret}`).digest();
  const nonceOf = (position: string, boundTo: string) =>
    createHmac("sha256", nonceKey)
      .update(JSON.stringify([boundTo, position]))
      .digest()
      .subarray(0, nonceBytes);
  return {
    seal: (position, boundTo) => {
      const nonce = nonceOf(position, boundTo);
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(boundTo));
      const sealed = Buffer.concat([cipher.update(position, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
    },
    open: (cursor, boundTo) => {
      const bytes = Buffer.from(cursor, "base64url");
      try {
        const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
          .setAAD(Buffer.from(boundTo))
          .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
        return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString(
          "utf8",
        );
      } catch (error) {
        throw new Problem("invalid-cursor", {}, error);
      }
    },
  };
};
