/**
 * The bytes of base64url without padding (RFC 4648 §5). Undefined for any other text, also for one that would decode to the same
 * bytes: with further characters, or with unused bits that are not zero (§3.5).
 */
export const fromBase64Url = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : undefined;
};
