import { hasScopesOf, scopeErrors } from "../../../lib/clients/rules.ts";
import { clientInput } from "../../../lib/clients/schema.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { callerAt } from "../../support/world.ts";

const caller = callerAt(["A"], ["dangbo/read", "dangbo/admin"]);
const errorsOf = (input: object) =>
  validateInput(clientInput, input).errors.map(({ pointer, code }) => `${pointer} ${code}`);

test("A caller cannot give a client a scope that the caller lacks", () => {
  expect(scopeErrors(caller, ["dangbo/read"])).toEqual([]);
  expect(scopeErrors(caller, ["dangbo/read", "dangbo/write"])).toEqual([
    { pointer: "/scopes/1", code: "not-allowed", values: { allowed: "dangbo/read, dangbo/admin" } },
  ]);
});

test("A caller has the scopes of a client only with every one of them", () => {
  expect(hasScopesOf(caller, { scopes: ["dangbo/admin"] })).toBe(true);
  expect(hasScopesOf(caller, { scopes: ["dangbo/admin", "dangbo/publish"] })).toBe(false);
});

test("A client requires a name and at least one known scope, each once", () => {
  expect(errorsOf({ name: "Phòng họp", scopes: ["dangbo/read"] })).toEqual([]);
  expect(errorsOf({})).toEqual(["/name required", "/scopes required"]);
  expect(errorsOf({ name: "a", scopes: [] })).toEqual(["/scopes too-short"]);
  expect(errorsOf({ name: "a", scopes: ["dangbo/read", "dangbo/read"] })).toEqual(["/scopes duplicate"]);
  expect(errorsOf({ name: "a", scopes: ["dangbo/all"] })).toEqual(["/scopes/0 not-allowed"]);
  expect(errorsOf({ name: "a", scopes: ["dangbo/read"], clientSecret: "x" })).toEqual(["/clientSecret unknown-field"]);
});
