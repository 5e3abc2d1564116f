import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { createAuthorizer, type FetchJwks } from "../../../infra/local/gateway/authorizer.ts";

const issuer = "http://localhost:3000";
const own = await generateKeyPair("RS256", { extractable: true });
const foreign = await generateKeyPair("RS256", { extractable: true });
const curve = await generateKeyPair("ES256", { extractable: true });

const publicJwk = async (key: typeof own, kid: string) => {
  const { n = "", e = "" } = await exportJWK(key.publicKey);
  return { kty: "RSA" as const, kid, n, e, alg: "RS256" };
};
const ownKeys = { keys: [await publicJwk(own, "one")] };

const now = Math.floor(Date.now() / 1000);
type TokenOptions = {
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
  key?: (typeof own)["privateKey"] | Uint8Array;
};

const tokenOf = ({ claims = {}, header = {}, key = own.privateKey }: TokenOptions) => {
  const all = { iss: issuer, aud: "dangbo", exp: now + 60, iat: now, scope: "dangbo/read dangbo/write", ...claims };
  return new SignJWT(all).setProtectedHeader({ alg: "RS256", kid: "one", typ: "at+jwt", ...header }).sign(key);
};

const readOwn: FetchJwks = async () => ownKeys;
const authorizer = createAuthorizer({ issuer, audience: ["dangbo"] }, readOwn);

test.each<[string, TokenOptions]>([
  ["A good token", {}],
  ["A list of audiences with ours among them", { claims: { aud: ["other", "dangbo"] } }],
  ["A client_id in place of the audience", { claims: { aud: undefined, client_id: "dangbo" } }],
])("%s is accepted", async (_, options) => {
  const result = await authorizer(`Bearer ${await tokenOf(options)}`, ["dangbo/read"]);
  expect(result).toMatchObject({ allowed: { scopes: ["dangbo/read", "dangbo/write"] } });
});

test.each<[string, TokenOptions]>([
  ["expired", { claims: { exp: now - 1 } }],
  ["without expiry", { claims: { exp: undefined } }],
  ["not valid yet", { claims: { nbf: now + 60 } }],
  ["issued in the future", { claims: { iat: now + 60 } }],
  ["of another issuer", { claims: { iss: "http://localhost:3001" } }],
  ["for another audience", { claims: { aud: "other" } }],
  ["for another audience with our name as its client", { claims: { aud: "other", client_id: "dangbo" } }],
  ["signed by another key", { key: foreign.privateKey }],
  ["of an unknown key", { header: { kid: "two" } }],
  ["without a key id", { header: { kid: undefined } }],
  ["on an elliptic curve", { header: { alg: "ES256" }, key: curve.privateKey }],
  ["signed with the public key as a secret", { header: { alg: "HS256" }, key: Buffer.from(JSON.stringify(ownKeys)) }],
])("A token %s is rejected with 401", async (_, options) => {
  expect(await authorizer(`Bearer ${await tokenOf(options)}`, ["dangbo/read"])).toMatchObject({ status: 401 });
});

test.each([undefined, "", "Bearer", "Bearer ", "Basic YTpi", "Bearer a.b.c", "Bearer e30.e30.", "a b c"])(
  "The Authorization header %j is rejected with 401",
  async (header) => {
    expect(await authorizer(header, [])).toMatchObject({ status: 401 });
  },
);

test("A token without a signature is rejected with 401", async () => {
  const [, claims] = (await tokenOf({})).split(".");
  const header = Buffer.from('{"alg":"none","kid":"one"}').toString("base64url");
  expect(await authorizer(`Bearer ${header}.${claims}.`, [])).toMatchObject({ status: 401 });
});

test("A token needs one of the scopes of the route, otherwise it is rejected with 403", async () => {
  const header = `Bearer ${await tokenOf({})}`;
  expect(await authorizer(header, ["dangbo/admin", "dangbo/read"])).toHaveProperty("allowed");
  expect(await authorizer(header, ["dangbo/admin"])).toMatchObject({ status: 403 });
  expect(await authorizer(`Bearer ${await tokenOf({ claims: { scope: undefined } })}`, ["dangbo/read"])).toMatchObject({
    status: 403,
  });
});

test("Functions receive claims as text", async () => {
  const result = await authorizer(`Bearer ${await tokenOf({ claims: { list: ["a", "b"], flag: true } })}`, []);
  expect(result).toMatchObject({
    allowed: { claims: { iat: String(now), list: "[a b]", flag: "true", iss: issuer }, scopes: null },
  });
});

test("Keys are fetched once for several tokens with unknown key ids", async () => {
  let fetches = 0;
  const keys = createAuthorizer({ issuer, audience: ["dangbo"] }, async () => {
    fetches += 1;
    return ownKeys;
  });
  const options = await tokenOf({ header: { kid: "made-up" } });
  for (let tries = 0; tries < 5; tries += 1) await keys(`Bearer ${options}`, []);
  expect(await keys(`Bearer ${await tokenOf({})}`, [])).toHaveProperty("allowed");
  expect(fetches).toBe(1);
});

test("When the issuer cannot be reached, the token is neither accepted nor rejected", async () => {
  const silent = createAuthorizer({ issuer, audience: ["dangbo"] }, () => Promise.reject(new Error("not yet")));
  await expect(silent(`Bearer ${await tokenOf({})}`, [])).rejects.toThrow("not yet");
});

test("A token in another encoding that decodes alike is rejected with 401", async () => {
  const token = await tokenOf({});
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  // A signature of 256 bytes ends with a character of which two bits count.
  const others = [...alphabet].map((last) => token.slice(0, -1) + last).filter((other) => other !== token);
  const alike = others.filter((other) =>
    Buffer.from(other.split(".")[2] ?? "", "base64url").equals(Buffer.from(token.split(".")[2] ?? "", "base64url")),
  );
  expect(alike).toHaveLength(15);
  for (const other of [...alike, `${token}=`, `${token}==`, `${token}A`])
    expect(await authorizer(`Bearer ${other}`, ["dangbo/read"])).toMatchObject({ status: 401 });
});
