import { checkExposure, readPort } from "../../../infra/local/options.ts";

test.each([undefined, "localhost", "127.0.0.1", "::1"])("On %s the well-known secret will do", (host) => {
  expect(checkExposure({ host }).adminSecret).toBe("local-admin-secret");
  expect(checkExposure({ host, adminSecret: "own" }).adminSecret).toBe("own");
});

test("Elsewhere a secret of one's own is asked for", () => {
  const adminSecret = "sixteen-letters!";
  expect(checkExposure({ host: "0.0.0.0", adminSecret })).toEqual({ host: "0.0.0.0", adminSecret });
});

test.each([undefined, "", "local-admin-secret", "fifteen-letters"])(
  "Elsewhere the secret %j is refused",
  (adminSecret) => {
    for (const host of ["0.0.0.0", "::", "192.168.1.10", "example.org"])
      expect(() => checkExposure({ host, adminSecret })).toThrow("DANGBO_ADMIN_SECRET");
  },
);

test("A port is a number that leaves one after it for storage", () => {
  expect(["0", "3000", "65534"].map(readPort)).toEqual([0, 3000, 65_534]);
});

test.each(["", "abc", "-1", "3.5", "65535", "1e3"])("The port %j is refused", (text) => {
  expect(() => readPort(text)).toThrow("PORT");
});
