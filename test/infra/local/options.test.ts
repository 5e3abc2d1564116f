import { settleExposure } from "../../../infra/local/options.ts";

test.each([undefined, "localhost", "127.0.0.1", "::1"])("On %s the well-known secret will do", (host) => {
  expect(settleExposure({ host }).adminSecret).toBe("local-admin-secret");
  expect(settleExposure({ host, adminSecret: "own" }).adminSecret).toBe("own");
});

test("Elsewhere a secret of one's own is asked for", () => {
  const adminSecret = "sixteen-letters!";
  expect(settleExposure({ host: "0.0.0.0", adminSecret })).toEqual({ host: "0.0.0.0", adminSecret });
});

test.each([undefined, "", "local-admin-secret", "fifteen-letters"])(
  "Elsewhere the secret %j is refused",
  (adminSecret) => {
    for (const host of ["0.0.0.0", "::", "192.168.1.10", "example.org"])
      expect(() => settleExposure({ host, adminSecret })).toThrow("DANGBO_ADMIN_SECRET");
  },
);
