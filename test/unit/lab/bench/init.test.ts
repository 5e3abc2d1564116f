import { barOf, markOf } from "../../../../lab/bench/init/bars.ts";
import { originOf, weightsBeyond } from "../../../../lab/bench/init/weights.ts";
import { readOptions } from "../../../../lab/bench/options.ts";

test("a function behind the API has a bar, a higher one where it signs for S3, and none where a trigger starts it", () => {
  expect(barOf({ bucket: "none" })).toBe(1.25);
  expect(barOf({ bucket: "announce" })).toBe(1.6);
  expect(barOf({ bucket: "show" })).toBe(1.6);
  expect(barOf({ bucket: "none", trigger: "table-stream" })).toBeUndefined();
});

test("a ratio is marked above its bar and not at it", () => {
  expect(markOf(1.26, 1.25)).toBe("▲ over 1.25");
  expect(markOf(1.25, 1.25)).toBe("");
  expect(markOf(9, undefined)).toBe("");
});

test("a file counts for its package, for its room, or for itself", () => {
  expect(originOf("node_modules/@aws-sdk/client-kms/dist-es/index.js")).toBe("@aws-sdk/client-kms");
  expect(originOf("node_modules/a/node_modules/zod/v4/index.js")).toBe("zod");
  expect(originOf("lib/members/read.ts")).toBe("lib/members");
  expect(originOf("openapi.json")).toBe("openapi.json");
});

test("weights are what a bundle has beyond the floor, heaviest first", () => {
  const sized = (bytesInOutput: number) => ({ bytesInOutput });
  const floor = { "node_modules/sdk/a.js": sized(50) };
  const inputs = {
    "node_modules/sdk/a.js": sized(50),
    "node_modules/sdk/b.js": sized(5),
    "lib/members/a.ts": sized(10),
    "lib/members/b.ts": sized(20),
    "lib/shared/a.ts": sized(1),
  };
  expect(weightsBeyond(inputs, floor, 2)).toEqual([
    { name: "lib/members", bytes: 30 },
    { name: "sdk", bytes: 5 },
  ]);
});

test("all parts are measured unless one is named", () => {
  expect(readOptions([]).parts).toEqual(["init", "warm", "peers", "units", "images", "time"]);
  expect(readOptions(["--only", "time", "--markdown"])).toMatchObject({ parts: ["time"], markdown: true });
});

test("a part that there is not is refused", () => {
  expect(() => readOptions(["--only", "speed"])).toThrow("init, warm, peers, units, images, time");
});
