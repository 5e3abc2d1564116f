import { hasScopesOf, scopeErrors } from "../../../lib/clients/rules.ts";
import { clientInput } from "../../../lib/clients/schema.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { callerAt } from "../../support/world.ts";

const caller = callerAt(["A"], ["dangbo/read", "dangbo/admin"]);
const faultsOf = (input: object) =>
  validateInput(clientInput, input).errors.map(({ pointer, code }) => `${pointer} ${code}`);

test("Nobody gives a scope that they lack", () => {
  expect(scopeErrors(caller, ["dangbo/read"])).toEqual([]);
  expect(scopeErrors(caller, ["dangbo/read", "dangbo/write"])).toEqual([
    { pointer: "/scopes/1", code: "not-allowed", values: { allowed: "dangbo/read, dangbo/admin" } },
  ]);
});

test("Whoever lacks one scope of a client lacks the client's scopes", () => {
  expect(hasScopesOf(caller, { scopes: ["dangbo/admin"] })).toBe(true);
  expect(hasScopesOf(caller, { scopes: ["dangbo/admin", "dangbo/publish"] })).toBe(false);
});

test("A client needs a name and at least one scope, each once, of those there are", () => {
  expect(faultsOf({ name: "Phòng họp", scopes: ["dangbo/read"] })).toEqual([]);
  expect(faultsOf({})).toEqual(["/name required", "/scopes required"]);
  expect(faultsOf({ name: "a", scopes: [] })).toEqual(["/scopes too-short"]);
  expect(faultsOf({ name: "a", scopes: ["dangbo/read", "dangbo/read"] })).toEqual(["/scopes duplicate"]);
  expect(faultsOf({ name: "a", scopes: ["dangbo/all"] })).toEqual(["/scopes/0 not-allowed"]);
  expect(faultsOf({ name: "a", scopes: ["dangbo/read"], clientSecret: "x" })).toEqual(["/clientSecret unknown-field"]);
});
