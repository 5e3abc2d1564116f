import { assert, property, string } from "fast-check";
import { grantedScopes, readCredentials, readTokenRequest } from "../../../functions/token/token-request.ts";

const encoded = (text: string) => new URLSearchParams({ a: text }).toString().slice(2);

test("Basic credentials are decoded for any id and secret", () => {
  assert(
    property(string({ unit: "binary" }), string({ unit: "binary" }), (clientId, clientSecret) => {
      const text = Buffer.from(`${encoded(clientId)}:${encoded(clientSecret)}`).toString("base64");
      expect(readCredentials(`Basic ${text}`, new Map())).toEqual({ clientId, clientSecret });
    }),
  );
});

test("Credentials in the form are read unchanged", () => {
  const fields = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: "a",
    client_secret: "b:c+d",
    scope: "dangbo/read  dangbo/write",
  });
  expect(readTokenRequest(fields, undefined)).toEqual({
    credentials: { clientId: "a", clientSecret: "b:c+d" },
    requestedScopes: ["dangbo/read", "dangbo/write"],
  });
});

test("With Basic credentials the form may repeat the client id but not contain another", () => {
  const basic = `Basic ${Buffer.from("a:b").toString("base64")}`;
  expect(readCredentials(basic, new Map([["client_id", "a"]]))).toEqual({ clientId: "a", clientSecret: "b" });
  expect(() => readCredentials(basic, new Map([["client_id", "c"]]))).toThrow("not in both");
});

test("A client gets the requested scopes, or an error if it does not have one of them", () => {
  const owned = ["dangbo/admin", "dangbo/read"] as const;
  expect(grantedScopes(undefined, owned)).toEqual(["dangbo/read", "dangbo/admin"]);
  expect(grantedScopes(["dangbo/read", "dangbo/read"], owned)).toEqual(["dangbo/read"]);
  expect(() => grantedScopes(["dangbo/read", "dangbo/write"], owned)).toThrow("does not have all requested scopes");
});
