import { createCipheriv, createDecipheriv, createHash, createHmac } from "node:crypto";
import { fromBase64Url } from "../shared/base64url.ts";
import { Problem } from "../shared/problem.ts";

const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Seals and opens cursors: opaque, tamper-proof, and valid only for what they are bound to. Equal positions give equal cursors, so
 * that a reader of a feed sees that nothing has happened.
 */
export type Cursors = {
  seal(position: string, boundTo: string): string;
  open(cursor: string, boundTo: string): string;
};

/**
 * Positions are encrypted and not only signed, since they may contain the name of a record that the caller may not see.
 * @param secret known to the service only (`CURSOR_KEY`)
 */
export const createCursors = (secret: string): Cursors => {
  const key = createHash("sha256").update(secret).digest();
  // The nonce is derived from position and binding, so that no two texts share one (as in RFC 5297).
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
      const bytes = fromBase64Url(cursor);
      if (bytes === undefined) throw new Problem("invalid-cursor");
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
