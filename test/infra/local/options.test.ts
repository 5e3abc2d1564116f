import { checkExposure, readPort } from "../../../infra/local/options.ts";

test.each([undefined, "localhost", "127.0.0.1", "::1"])("On %s the default admin secret is allowed", (host) => {
  expect(checkExposure({ host }).adminSecret).toBe("local-admin-secret");
  expect(checkExposure({ host, adminSecret: "own" }).adminSecret).toBe("own");
});

test("On a network interface an own admin secret is accepted", () => {
  const adminSecret = "sixteen-letters!";
  expect(checkExposure({ host: "0.0.0.0", adminSecret })).toEqual({ host: "0.0.0.0", adminSecret });
});

test.each([undefined, "", "local-admin-secret", "fifteen-letters"])(
  "On a network interface the admin secret %j is rejected",
  (adminSecret) => {
    for (const host of ["0.0.0.0", "::", "192.168.1.10", "example.org"])
      expect(() => checkExposure({ host, adminSecret })).toThrow("DANGBO_ADMIN_SECRET");
  },
);

test("A port is a whole number up to 65535", () => {
  expect(["0", "3000", "65535"].map(readPort)).toEqual([0, 3000, 65_535]);
});

test.each(["", "abc", "-1", "3.5", "65536", "1e3"])("The port %j is rejected", (text) => {
  expect(() => readPort(text)).toThrow("PORT");
});
