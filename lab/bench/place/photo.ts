import { createHash, randomBytes } from "node:crypto";

/** What a caller says of a photo nobody has announced before. Its bytes are only needed by who uploads them. */
export const announced = (bytes: Buffer = randomBytes(2_000)) => ({
  fileName: "hoi-nghi.jpg",
  contentType: "image/jpeg",
  size: bytes.length,
  sha256: createHash("sha256").update(bytes).digest("hex"),
});
