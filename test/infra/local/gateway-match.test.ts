import fc from "fast-check";
import { matchRoute } from "../../../infra/local/gateway/routes.ts";

const table = (...keys: string[]) =>
  keys.map((key) => {
    const [method = "", path = ""] = key === "$default" ? ["ANY", "/{proxy+}"] : key.split(" ");
    return { key, method, segments: path.slice(1).split("/") };
  });

const routes = table(
  "GET /v1/organisations",
  "GET /v1/organisations/{id}",
  "PUT /v1/organisations/external/{source}/{externalId}",
  "GET /v1/organisations/{id}/ratings/{year}",
  "ANY /pets/{proxy+}",
  "GET /pets/dog/1",
  "GET /pets/dog/{id}",
  "$default",
);

test.each([
  ["GET", "/v1/organisations", "GET /v1/organisations", {}],
  ["GET", "/v1/organisations/AB", "GET /v1/organisations/{id}", { id: "AB" }],
  [
    "PUT",
    "/v1/organisations/external/hr/7",
    "PUT /v1/organisations/external/{source}/{externalId}",
    { source: "hr", externalId: "7" },
  ],
  // The examples of API Gateway's own page on how routes are evaluated.
  ["GET", "/pets/dog/1", "GET /pets/dog/1", {}],
  ["GET", "/pets/dog/2", "GET /pets/dog/{id}", { id: "2" }],
  ["GET", "/pets/cat/1", "ANY /pets/{proxy+}", { proxy: "cat/1" }],
  ["POST", "/pets/dog/1", "ANY /pets/{proxy+}", { proxy: "dog/1" }],
  ["POST", "/test/5", "$default", {}],
])("%s %s is routed to %s", (method, path, key, pathParameters) => {
  const match = matchRoute(routes, method, path);
  expect(match?.route.key).toBe(key);
  expect(match?.pathParameters).toEqual(pathParameters);
});

test.each([
  ["HEAD", "/v1/organisations"],
  ["DELETE", "/v1/organisations"],
  ["GET", "/v1/organisations/"],
  ["GET", "/v1/organisations/AB/"],
  ["GET", "/v1//ratings/2023"],
  ["GET", "/"],
])("%s %s is routed to the default route", (method, path) => {
  expect(matchRoute(routes, method, path)?.route.key).toBe("$default");
});

test("Without a default route an unknown path has no route", () => {
  expect(matchRoute(table("GET /a"), "GET", "/b")).toBeUndefined();
});

test("The order of routes does not change the result", () => {
  const path = fc.array(fc.constantFrom("v1", "organisations", "external", "pets", "dog", "1"), { maxLength: 5 });
  fc.assert(
    fc.property(path, fc.shuffledSubarray(routes, { minLength: routes.length }), (parts, shuffled) => {
      const requested = `/${parts.join("/")}`;
      expect(matchRoute(shuffled, "GET", requested)?.route.key).toBe(matchRoute(routes, "GET", requested)?.route.key);
    }),
  );
});
