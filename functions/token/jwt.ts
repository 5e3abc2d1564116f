import type { Signer } from "./signer.ts";

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");

/** An access token: a JWT of type `at+jwt` (RFC 9068 §2.1), signed RS256. */
export const signToken = async (claims: object, signer: Signer): Promise<string> => {
  const { alg, kid } = await signer.publicKey();
  const unsigned = `${encoded({ alg, typ: "at+jwt", kid })}.${encoded(claims)}`;
  const signature = await signer.sign(Buffer.from(unsigned));
  return `${unsigned}.${Buffer.from(signature).toString("base64url")}`;
};
